using System.Text.Json;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Answers as Anthropic streams them (https://docs.anthropic.com/en/api/messages-streaming).</summary>
internal static class MessagesReply
{
    /// <summary>The event that ends a stream.</summary>
    public const string Stop = """{"type":"message_stop"}""";

    /// <summary>The event that begins one.</summary>
    public static string Start(string usage = """{"input_tokens":20,"cache_creation_input_tokens":300,"cache_read_input_tokens":4000,"output_tokens":1}""") =>
        $$$"""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-real","content":[],"stop_reason":null,"usage":{{{usage}}}}}""";

    /// <summary>The events of a block.</summary>
    public static string[] Block(int index, string start, params string[] deltas) =>
    [
        $$"""{"type":"content_block_start","index":{{index}},"content_block":{{start}}}""",
        .. deltas.Select(delta => Delta(index, delta)),
        $$"""{"type":"content_block_stop","index":{{index}}}""",
    ];

    /// <summary>The event of a piece of a block.</summary>
    public static string Delta(int index, string delta) => $$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}""";

    /// <summary>A piece of text.</summary>
    public static string TextDelta(string text) => $$"""{"type":"text_delta","text":{{Quoted(text)}}}""";

    /// <summary>The events of a text.</summary>
    public static string[] Text(int index, params string[] pieces) => Block(index, """{"type":"text","text":""}""", [.. pieces.Select(TextDelta)]);

    /// <summary>The events of thinking.</summary>
    public static string[] Thinking(int index, string signature, params string[] pieces) => Block(
        index, """{"type":"thinking","thinking":"","signature":""}""",
        [.. pieces.Select(piece => $$"""{"type":"thinking_delta","thinking":{{Quoted(piece)}}}"""), $$"""{"type":"signature_delta","signature":{{Quoted(signature)}}}"""]);

    /// <summary>The events of a call.</summary>
    public static string[] Call(int index, string id, params string[] pieces) => Block(
        index, $$$"""{"type":"tool_use","id":"{{{id}}}","name":"current_time","input":{}}""",
        [.. pieces.Select(piece => $$"""{"type":"input_json_delta","partial_json":{{Quoted(piece)}}}""")]);

    /// <summary>The events that end an answer.</summary>
    public static string[] End(string reason = "end_turn") => [Delta(reason), Stop];

    /// <summary>The event that says why an answer ends.</summary>
    public static string Delta(string reason) => $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}","stop_sequence":null},"usage":{"output_tokens":7}}""";

    /// <summary>A whole answer with these blocks.</summary>
    public static OddReply Answer(string reason, params IEnumerable<string>[] blocks) => Stream([Start(), .. blocks.SelectMany(events => events), .. End(reason)]);

    /// <summary>An answer in words.</summary>
    public static OddReply Good(params string[] pieces) => Answer("end_turn", Text(0, pieces));

    /// <summary>Events, each with its name.</summary>
    public static OddReply Stream(params IEnumerable<string> events) => OddReply.Stream(Lines(events));

    /// <summary>Events as they are on the wire.</summary>
    public static string Lines(params IEnumerable<string> events) =>
        string.Concat(events.Select(data => $"event: {JsonElement.Parse(data).GetProperty("type").GetString()}\ndata: {data}\n\n"));

    /// <summary>A refusal.</summary>
    public static OddReply Refuse(int status, string type, string message, string headers = "") => OddReply.Status(status, Error(type, message), headers);

    /// <summary>A refusal, as a body or an event.</summary>
    public static string Error(string type, string message) => $$$"""{"type":"error","error":{"type":"{{{type}}}","message":{{{Quoted(message)}}}},"request_id":"req_1"}""";

    /// <summary>Blocks that call tools; when their results come, it is told how many came.</summary>
    public static Func<OddRequest, OddReply> ThenTells(params IEnumerable<string>[] blocks) =>
        request => request.Count("\"type\":\"tool_result\"") is > 0 and var results ? Good($"{results} results") : Answer("tool_use", blocks);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
