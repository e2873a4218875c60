using System.Text;
using Holdfast.AI.Prompts;
using Holdfast.Agents;
using Holdfast.AI.Chat;
using Holdfast.AI.ChatCompletions;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Compatible;

/// <summary>What is read of an answer, wherever its bytes are cut.</summary>
[Trait("Req", "AS-24")]
public sealed class CompletionReaderTests
{
    private const string Hello = """data: {"model":"m","choices":[{"delta":{"content":"Hé"}}]}""";
    private const string End = """data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":"3","completion_tokens":2.0}}""";

    public static TheoryData<string, string> Answers => new()
    {
        { $"{Hello}\n\n{End}\n\ndata: [DONE]\n\n", "m|Hé|stop|3+2" },
        { $"\uFEFF{Hello}\r\n\r\n{End}\r\n\r\n", "m|Hé|stop|3+2" },
        { $"{Hello}\r\r{End}\r\r", "m|Hé|stop|3+2" },
        { $": x\nid: 1\nevent: m\n{Hello}\n\n\n\ndata:\n\n{End}", "m|Hé|stop|3+2" },
        { $"{Hello}\n{End}\n", "m|Hé|stop|3+2" },
        { $"{Hello}\n{End}\ndata: [DONE]\n", "m|Hé|stop|3+2" },
        { "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"x\"},\ndata: \"finish_reason\":\"eos\"}]}\n\n", "|x|eos" },
        { """ {"choices":[{"message":{"content":[{"type":"text","text":"x"},"y"]}}]} """, "|xy|stop" },
        { """{"choices":[{"delta":{"content":"x"}}]}""" + "\n" + """{"choices":[{"delta":{"content":"y"},"finish_reason":"length"}]}""", "|xy|length" },
        { """data: {"choices":{"delta":{"content":{"text":"x"}},"finish_reason":"MAX_TOKENS"}}""", "|x|length" },
        { """data: {"choices":[{"delta":{"content":"x"}}]}""", "|x|" },
        { """data: {"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}}]}}]}""", "||" },
        { Calls("""{"index":0,"id":"a","x":1,"function":{"name":"f","arguments":""}}""", """{"index":0,"function":{"arguments":"{\"é\":1}"}}"""), """||stop|a f {"é":1} {"x":1}""" },
        { Calls("""{"index":"0","id":"a","function":{"name":"f","arguments":{"a":1.10}}}""", """{"index":"1","id":"b","function":{"name":"g","arguments":null}}"""), """||stop|a f {"a":1.10}|b g """ },
        { Calls("""{"id":"a","function":{"name":"f","arguments":"{}"}}""", """{"id":"b","function":{"name":"f","arguments":"{}"}}"""), "||stop|a f {}|b f {}" },
        { Calls("""{"index":0,"function":{"name":"f","arguments":"{}"}}""", """{"index":0,"function":{"name":"g","arguments":"{}"}}"""), "||stop| f {}| g {}" },
        { Calls("""{"index":0,"id":"x","function":{"name":"f","arguments":"{\"a\":1}"}}""", """{"index":0,"id":"x","function":{"name":"f","arguments":"{\"a\":2}"}}"""), """||stop|x f {"a":1}|x f {"a":2}""" },
        { Calls("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"a\":"}}""", """{"index":0,"id":"b","function":{"name":"f","arguments":"1}"}}"""), """||stop|a f {"a":1}""" },
        { Calls("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"a\":"}}""", """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"a\":1}"}}"""), """||stop|a f {"a":1}""" },
        { Calls("""{"index":1,"id":"a","function":{"name":"f"}}""", """{"index":0,"function":{"arguments":"{}"}}"""), "||stop|a f {}" },
        { Calls("""{"index":0,"id":"a"}""", """{"index":0,"function":{"name":"f","arguments":"{}"}}"""), "||stop|a f {}" },
        { """data: {"choices":[{"delta":{"reasoning":"a","content":"x"}}]}""" + "\n\n" + """data: {"choices":[{"delta":{"reasoning":"b"},"finish_reason":"stop"}]}""", """|x|stop|{"reasoning":"ab"}|(ab)""" },
        { """{"choices":[{"message":{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"t"}]},{"type":"text","text":"x"}],"annotations":[],"audio":null}}]}""", """|x|stop|{"content":[{"type":"thinking","thinking":[{"type":"text","text":"t"}]},{"type":"text","text":"x"}]}|(t)""" },
    };

    [Theory, MemberData(nameof(Answers))]
    public void An_answer_is_the_same_wherever_its_bytes_are_cut(string answer, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal((cut, expected), (cut, Read(bytes[..cut], bytes[cut..])));
        Assert.Equal(expected, Read([.. bytes.Select(b => new[] { b })]));
    }

    [Theory]
    [InlineData("""data: {"error":{"message":"no"}}""")]
    [InlineData("""data: {"choices":[{"delta":{"content":"half"}}]}""" + "\n\n" + """data: {"error":"no"}""")]
    [InlineData("""data: {"object":"error","message":"no","code":400}""")]
    [InlineData("""data: {"detail":"no"}""")]
    [InlineData("""data: {"message":"no","code":"x"}""")]
    [InlineData("""data: {"choices":[{"error":{"message":"no"}}]}""")]
    [InlineData("event: error\ndata: no")]
    [InlineData("""[{"error":{"message":"no"}}]""")]
    [InlineData("<html>no</html>")]
    [InlineData("data: no")]
    [InlineData("data: {\"choices\":[")]
    [InlineData("data: \"no\"")]
    public void An_error_is_no_answer_wherever_its_bytes_are_cut(string answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Throws<AgentException>(() => Read(bytes[..cut], bytes[cut..]));
    }

    [Fact]
    public void An_answer_without_end_is_given_up()
    {
        var events = new AnswerEvents();
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(": ping\n\n", 100_000)));
        Assert.Throws<AgentException>(() =>
        {
            for (var i = 0; i < 1_000; i++) events.Add(piece);
        });
    }

    [Fact]
    public void Fields_that_are_too_much_to_keep_cost_the_answer_nothing()
    {
        var long1 = $$$"""data: {"choices":[{"delta":{"reasoning":"{{{new string('x', 600_000)}}}","content":"x"}}]}""" + "\n\n";
        Assert.StartsWith("|xx|stop|(", Read(Encoding.UTF8.GetBytes(long1 + long1 + End + "\n\n")).Replace("|3+2", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string Calls(params string[] pieces) =>
        string.Concat(pieces.Select(piece => $$$"""data: {"choices":[{"delta":{"tool_calls":[{{{piece}}}]}}]}""" + "\n\n")) + "data: [DONE]\n\n";

    /// <summary>Model, text, end, calls, fields, usage and thinking in one line.</summary>
    private static string Read(params byte[][] pieces)
    {
        var (events, reader) = (new AnswerEvents(), new CompletionReader("sk-secret"));
        var updates = new List<ChatResponseUpdate>();
        foreach (var piece in pieces.TakeWhile(_ => !reader.IsClosed))
            updates.AddRange(events.Add(piece).TakeWhile(_ => !reader.IsClosed).SelectMany(reader.Take));
        if (!reader.IsClosed) updates.AddRange(events.End().SelectMany(reader.Take));
        updates.AddRange(reader.End(events.IsWhole));
        var contents = updates.SelectMany(update => update.Contents).ToList();
        var thinking = string.Concat(contents.OfType<TextReasoningContent>().Select(thought => thought.Text));
        return string.Join('|', (string[])
        [
            updates[^1].ModelId ?? "",
            string.Concat(updates.Select(update => update.Text)),
            updates[^1].FinishReason?.Value ?? "",
            .. contents.OfType<FunctionCallContent>().Select(call =>
                $"{call.CallId} {call.Name} {FunctionCalls.ArgumentsOf(call)}{(call.AdditionalProperties?[ProviderFields.OfCall] is string fields ? $" {fields}" : "")}"),
            .. contents.OfType<ProviderFields>().Select(fields => fields.Json),
            .. contents.OfType<UsageContent>().Select(usage => $"{usage.Details.InputTokenCount}+{usage.Details.OutputTokenCount}"),
            .. thinking.Length == 0 ? Array.Empty<string>() : [$"({thinking})"],
        ]);
    }
}
