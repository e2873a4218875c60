using System.Text;
using Holdfast.AI.Prompts;
using Holdfast.Agents;
using Holdfast.AI.Anthropic;
using Holdfast.AI.Chat;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Anthropic;

/// <summary>What is read of an answer, wherever its bytes are cut.</summary>
[Trait("Req", "AS-6")]
public sealed class MessageReaderTests
{
    private const string Start = """{"type":"message_start","message":{"model":"m","usage":{"input_tokens":1,"cache_creation_input_tokens":20,"cache_read_input_tokens":300,"output_tokens":1}}}""";
    private const string Stop = """{"type":"message_stop"}""";

    public static TheoryData<string, string> Answers => new()
    {
        { Lines(Start, Text(0, "Hé"), End("end_turn"), Stop), "m|Hé|stop|321+5" },
        { Lines(Text(0, "a"), Text(0, "b"), """{"type":"content_block_delta","index":9,"delta":{"type":"news"}}""", Stop), "|ab|stop" },
        { Lines(Text(0, "a"), End("max_tokens"), Stop, Text(0, "b")), "|a|length|0+5" },
        { Lines(Text(0, "a"), End("refusal"), Stop), "|a|content_filter|0+5" },
        { Lines(Text(0, "a"), End("something"), Stop), "|a|something|0+5" },
        { Lines(Begin(0, """{"type":"tool_use","id":"t1","name":"f","input":{}}"""), Json(0, "{\"a\""), Json(0, ":1}"), End("tool_use"), Stop), """||tool_calls|0+5|t1 f {"a":1}""" },
        { Lines(Begin(0, """{"type":"tool_use","id":"t1","name":"f","input":{"a":1.10}}"""), Begin(1, """{"type":"tool_use","id":"t2","name":"g","input":{}}"""), Stop), """||stop|t1 f {"a":1.10}|t2 g {}""" },
        { Lines(Begin(0, """{"type":"tool_use","id":"t1","name":"f","input":{}}"""), Json(0, "{}")), "||" },
        {
            Lines(Begin(0, """{"type":"thinking","thinking":"","signature":"","new":1.10}"""), Think(0, "é\\n"), Think(0, "so"), Sign(0, "s+/="), Text(1, "x"), Begin(2, """{"type":"tool_use","id":"t","name":"f","input":{}}"""), Stop),
            """|x|stop|(é\nso)|t f {}|{"anthropic":[{"type":"thinking","thinking":"é\nso","signature":"s+/=","new":1.10},{"type":"text","text":"x"},{"type":"tool_use"}]}"""
        },
        { Lines(Begin(0, """{"type":"redacted_thinking","data":"d"}"""), Begin(1, """{"type":"odd","x":1}"""), """{"type":"content_block_delta","index":1,"delta":{"type":"odd_delta"}}""", Stop), """||stop|{"anthropic":[{"type":"redacted_thinking","data":"d"}]}""" },
        {
            Lines(Begin(0, """{"type":"server_tool_use","id":"s","name":"w","input":{}}"""), Json(0, "{\"q\":1}"), Begin(1, """{"type":"web_result","tool_use_id":"s","content":[]}"""), Stop),
            """||stop|{"anthropic":[{"type":"server_tool_use","id":"s","name":"w","input":{"q":1}},{"type":"web_result","tool_use_id":"s","content":[]}]}"""
        },
        { """ {"type":"message","model":"m","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":"x"}],"stop_reason":"end_turn"} """, """m|x|stop|(t)|{"anthropic":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":"x"}]}""" },
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
    [InlineData("""data: {"type":"error","error":{"type":"api_error","message":"no"}}""")]
    [InlineData("""data: {"error":{"message":"no"}}""")]
    [InlineData("event: error\ndata: no")]
    [InlineData("data: \"no\"")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"no"}}""")]
    public void An_error_is_seen_however_it_comes(string answer)
    {
        var error = Assert.Throws<AgentException>(() => Read(Encoding.UTF8.GetBytes(answer)));
        Assert.True(error.IsTransient);
        Assert.Contains("no", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_an_answer_are_one_and_what_they_took_is_added_up()
    {
        var reader = new MessageReader("");
        var first = Take(reader, Lines(Start, Text(0, "a"), End("pause_turn"), Stop)).Select(update => update.Text).ToList();
        Assert.True(reader.IsPaused);
        reader.GoOn();
        var second = Take(reader, Lines(Start, Text(0, "b"), End("end_turn"), Stop)).Select(update => update.Text).ToList();
        Assert.False(reader.IsPaused);

        Assert.Equal(["a", "b"], [.. first, .. second]);
        Assert.Equal(["a", "b"], reader.Blocks.Select(block => block.Written));
        var usage = Assert.Single(reader.End().Contents.OfType<UsageContent>()).Details;
        Assert.Equal((642, 600, 10), (usage.InputTokenCount, usage.CachedInputTokenCount, usage.OutputTokenCount));
    }

    private static List<ChatResponseUpdate> Take(MessageReader reader, string answer)
    {
        var events = new AnswerEvents();
        return [.. events.Add(Encoding.UTF8.GetBytes(answer)).Concat(events.End()).SelectMany(reader.Take)];
    }

    private static string Read(params byte[][] pieces)
    {
        var (events, reader) = (new AnswerEvents(), new MessageReader(""));
        List<ChatResponseUpdate> updates = [.. pieces.SelectMany(piece => events.Add(piece)).SelectMany(reader.Take)];
        updates.AddRange(events.End().SelectMany(reader.Take));
        var end = reader.End();
        var contents = updates.SelectMany(update => update.Contents).ToList();
        string?[] parts =
        [
            $"{end.ModelId}|{string.Concat(updates.Select(update => update.Text))}|{end.FinishReason}",
            end.Contents.OfType<UsageContent>().FirstOrDefault()?.Details is { } usage ? $"{usage.InputTokenCount}+{usage.OutputTokenCount}" : null,
            string.Concat(contents.OfType<TextReasoningContent>().Select(thought => thought.Text.Replace("\n", "\\n", StringComparison.Ordinal))) is { Length: > 0 } thinking ? $"({thinking})" : null,
            .. end.Contents.OfType<FunctionCallContent>().Select(call => $"{call.CallId} {call.Name} {FunctionCalls.ArgumentsOf(call)}"),
            end.Contents.OfType<ProviderFields>().FirstOrDefault()?.Json,
        ];
        return string.Join('|', parts.OfType<string>());
    }

    private static string Lines(params string[] data) => string.Concat(data.Select(item => $"data: {item}\n\n"));

    private static string Begin(int index, string block) => $$"""{"type":"content_block_start","index":{{index}},"content_block":{{block}}}""";

    private static string Text(int index, string text) => Piece(index, $$"""{"type":"text_delta","text":"{{text}}"}""");

    private static string Think(int index, string text) => Piece(index, $$"""{"type":"thinking_delta","thinking":"{{text}}"}""");

    private static string Sign(int index, string text) => Piece(index, $$"""{"type":"signature_delta","signature":"{{text}}"}""");

    private static string Json(int index, string text) => Piece(index, $$"""{"type":"input_json_delta","partial_json":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""");

    private static string Piece(int index, string delta) => $$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}""";

    private static string End(string reason) => $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}"},"usage":{"output_tokens":5}}""";
}
