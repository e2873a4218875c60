using System.Text;
using Holdfast.AI.Prompts;
using Holdfast.Agents;
using Holdfast.AI.Chat;
using Holdfast.AI.Responses;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Responses;

/// <summary>What is read of an answer of Responses, wherever its bytes are cut.</summary>
[Trait("Req", "AS-24")]
public sealed class ResponseReaderTests
{
    private const string Usage = "\"usage\":{\"input_tokens\":\"30\",\"input_tokens_details\":{\"cached_tokens\":20},\"output_tokens\":9.0,\"output_tokens_details\":{\"reasoning_tokens\":5},\"total_tokens\":39}";
    private const string Message = """{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hé"}]}""";
    private const string Call = """{"id":"fc_1","type":"function_call","call_id":"c1","name":"look","arguments":"{\"n\":1}","status":"completed"}""";
    private const string Sealed = """{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"a+/\u00e9"}""";
    private static readonly string Completed = $$$"""data: {"type":"response.completed","response":{"status":"completed","model":"m",{{{Usage}}}}}""";

    public static TheoryData<string, string> Answers => new()
    {
        { Stream(Text("H"), Text("é"), Done(Message)), "m|Hé|stop|30(20)+9(5)=39" },
        { Stream(Done(Message)), "m|Hé|stop|30(20)+9(5)=39" },
        { $"\uFEFF{Text("Hé")}\r\n\r\n{Completed}", "m|Hé|stop|30(20)+9(5)=39" },
        { $"event: response.output_text.delta\n{Text("Hé")}\n\n: ping\n\nevent: response.completed\n{Completed}\n\ndata: [DONE]\n\n", "m|Hé|stop|30(20)+9(5)=39" },
        { $$$"""{"object":"response","status":"completed","error":null,"model":"m","output":[{{{Message}}}],{{{Usage}}}}""", "m|Hé|stop|30(20)+9(5)=39" },
        { $$"""{"object":"response","output":[{{Message}},{{Call}}]}""", """|Hé|tool_calls|c1 look {"n":1}|{"output":[""" + Message + """,{"id":"fc_1","type":"function_call","status":"completed"}]}""" },
        { $$"""{"object":"response","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{{Message}}]}""", "|Hé|length" },
        { $$"""{"object":"response","status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}""", "||content_filter" },
        { $$"""{"object":"response","status":"incomplete","incomplete_details":{"reason":"eclipse"},"output":[]}""", "||length" },
        { $$"""{"object":"response","status":"in_progress","output":[]}""", "||" },
        { Text("Hé") + "\n\n", "|Hé|" },
        { Text("Hé") + "\n\ndata: [DONE]\n\n", "|Hé|stop" },
        { "data: [DONE]\n\n", "||" },
        { Done(Call) + "\n\n", "||" },
        { Stream(Done(Sealed), Done(Call, 1)), "m||tool_calls|c1 look {\"n\":1}|{\"output\":[" + Sealed + ",{\"id\":\"fc_1\",\"type\":\"function_call\",\"status\":\"completed\"}]}|30(20)+9(5)=39" },
        { Stream(Done(Sealed.Replace("a+/\\u00e9", "", StringComparison.Ordinal)), Done(Call, 1)), "m||tool_calls|c1 look {\"n\":1}|{\"output\":[{\"type\":\"function_call\",\"status\":\"completed\"}]}|30(20)+9(5)=39" },
        { Stream(Done("""{"type":"reasoning","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}]}""")), "m||stop|30(20)+9(5)=39|(a\n\nb)" },
        { Stream("""data: {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"a"}""", """data: {"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"a"}""", """data: {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"b"}""", Done("""{"type":"reasoning","summary":[{"text":"a"},{"text":"b"}]}""")), "m||stop|30(20)+9(5)=39|(a\n\nb)" },
        { Stream(Arguments("{\"n\""), Arguments(":2}"), Added("""{"type":"function_call","call_id":"c2","name":"look","arguments":""}""")), "m||tool_calls|  {\"n\":2}|c2 look |{\"output\":[{\"type\":\"function_call\"},{\"type\":\"function_call\"}]}|30(20)+9(5)=39" },
        { Stream("""data: {"type":"response.something.new","delta":"x"}""", """data: {"type":"response.output_text.delta","delta":7}"""), "m|7|stop|30(20)+9(5)=39" },
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
    [InlineData("""data: {"type":"error","code":"server_error","message":"no","param":null}""")]
    [InlineData("""data: {"type":"error","error":{"message":"no"}}""")]
    [InlineData("""data: {"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"no"}}}""")]
    [InlineData("""data: {"type":"response.failed"}""")]
    [InlineData("""data: {"type":"response.completed","response":{"status":"cancelled"}}""")]
    [InlineData("""{"object":"response","status":"failed","output":[],"error":{"message":"no"}}""")]
    [InlineData("""{"object":"response","status":"cancelled","output":[]}""")]
    [InlineData("""{"detail":"no"}""")]
    [InlineData("""[{"error":{"message":"no"}}]""")]
    [InlineData("<html>no</html>")]
    [InlineData("data: no")]
    [InlineData("data: {\"type\":")]
    public void An_error_is_no_answer_wherever_its_bytes_are_cut(string answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Throws<AgentException>(() => Read(bytes[..cut], bytes[cut..]));
    }

    [Fact]
    public void Items_that_are_too_much_to_keep_cost_the_answer_nothing()
    {
        var large = Sealed.Replace("a+/", new string('x', 600_000), StringComparison.Ordinal);
        Assert.Equal("m||tool_calls|c1 look {\"n\":1}|30(20)+9(5)=39", Read(Encoding.UTF8.GetBytes(Stream(Done(large), Done(large, 1), Done(Call, 2)))));
    }

    [Fact]
    public void What_is_read_and_is_no_JSON_to_hand_back_is_not_kept() =>
        Assert.Equal("m||tool_calls|c1 look {\"n\":1}|30(20)+9(5)=39", Read(Encoding.UTF8.GetBytes(Stream(Done(Sealed.Replace("}", ",}", StringComparison.Ordinal)), Done(Call, 1)))));

    [Theory]
    [InlineData("""data: {"type":"response.output_item.added","item":{"type":"message"}}""")]
    [InlineData("""data: {"type":"response.function_call_arguments.delta","delta":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}""")]
    public void An_answer_without_end_is_given_up(string part)
    {
        var (events, reader) = (new AnswerEvents(), new ResponseReader("sk-secret"));
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part + "\n\n", 100)));
        Assert.Throws<AgentException>(() =>
        {
            for (var i = 0; i < 10_000; i++) _ = events.Add(piece).SelectMany(reader.Take).Count();
        });
    }

    private static string Stream(params string[] parts) => string.Concat(parts.Append(Completed).Select(part => part + "\n\n"));

    private static string Text(string text) => $$"""data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"{{text}}"}""";

    private static string Added(string item) => $$"""data: {"type":"response.output_item.added","output_index":0,"item":{{item}}}""";

    private static string Done(string item, int place = 0) => $$"""data: {"type":"response.output_item.done","output_index":{{place}},"item":{{item}}}""";

    private static string Arguments(string piece) => $$"""data: {"type":"response.function_call_arguments.delta","output_index":0,"delta":"{{piece.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}""";

    /// <summary>Model, text, end, calls, kept items, usage and thinking in one line.</summary>
    private static string Read(params byte[][] pieces)
    {
        var (events, reader) = (new AnswerEvents(), new ResponseReader("sk-secret"));
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
            .. contents.OfType<FunctionCallContent>().Select(call => $"{call.CallId} {call.Name} {FunctionCalls.ArgumentsOf(call)}"),
            .. contents.OfType<ProviderFields>().Select(fields => fields.Json),
            .. contents.OfType<UsageContent>().Select(usage => usage.Details).Select(usage =>
                $"{usage.InputTokenCount}({usage.CachedInputTokenCount})+{usage.OutputTokenCount}({usage.ReasoningTokenCount})={usage.TotalTokenCount}"),
            .. thinking.Length == 0 ? Array.Empty<string>() : [$"({thinking})"],
        ]);
    }
}
