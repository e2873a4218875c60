using System.Text.Json;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Events of OpenAI's Responses, as they stand on the wire: https://platform.openai.com/docs/api-reference/responses-streaming</summary>
internal static class ResponseEvents
{
    /// <summary>A stream of events, each under its name.</summary>
    public static OddReply Tell(params string[] events) => OddReply.Stream(string.Concat(events.Select(data => $"event: {JsonElement.Parse(data).GetProperty("type")}\ndata: {data}\n\n")));

    /// <summary>The event that an answer begins with.</summary>
    public static string Created { get; } = """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-odd","output":[],"error":null}}""";

    /// <summary>Some of the text.</summary>
    public static string Text(string text, int place = 0) =>
        $$"""{"type":"response.output_text.delta","item_id":"msg_1","output_index":{{place}},"content_index":0,"delta":{{Quoted(text)}},"logprobs":[],"obfuscation":"x"}""";

    /// <summary>Some of the summary of what was thought.</summary>
    public static string Thought(string text, int part = 0) =>
        $$"""{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":{{part}},"delta":{{Quoted(text)}}}""";

    /// <summary>An item begins.</summary>
    public static string Added(string item, int place = 0) => $$"""{"type":"response.output_item.added","output_index":{{place}},"item":{{item}}}""";

    /// <summary>An item is whole.</summary>
    public static string Done(string item, int place = 0) => $$"""{"type":"response.output_item.done","output_index":{{place}},"item":{{item}}}""";

    /// <summary>Some of a call's arguments.</summary>
    public static string Arguments(string piece, int place = 0) =>
        $$"""{"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":{{place}},"delta":{{Quoted(piece)}}}""";

    /// <summary>The end of an answer.</summary>
    public static string Completed(string output = "[]", string status = "completed", string rest = "\"incomplete_details\":null") =>
        $$$$"""{"type":"response.{{{{status}}}}","response":{"id":"resp_1","object":"response","created_at":1,"status":"{{{{status}}}}","error":null,{{{{rest}}}},"model":"gpt-odd","output":{{{{output}}}},"usage":{"input_tokens":70,"input_tokens_details":{"cached_tokens":64},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":79}}}""";

    /// <summary>An answer that was cut.</summary>
    public static string Incomplete(string reason) => Completed(status: "incomplete", rest: $$"""  "incomplete_details":{"reason":"{{reason}}"} """);

    /// <summary>A failure in place of the end.</summary>
    public static string Failed(string code, string message) =>
        $$$"""{"type":"response.failed","response":{"id":"resp_1","object":"response","status":"failed","error":{"code":"{{{code}}}","message":{{{Quoted(message)}}}},"output":[],"usage":null}}""";

    /// <summary>A message, as an item.</summary>
    public static string Message(string text) =>
        $$"""{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":{{Quoted(text)}}}]}""";

    /// <summary>A call, as an item.</summary>
    public static string Call(string id, string name = "current_time", string arguments = "{}", string status = "completed") =>
        $$"""{"id":"fc_{{id}}","type":"function_call","status":"{{status}}","arguments":{{Quoted(arguments)}},"call_id":"call_{{id}}","name":"{{name}}"}""";

    /// <summary>Thinking, as an item, with its seal.</summary>
    public static string Reasoning(string id, string? seal, string summary = "[]") =>
        $$"""{"id":"rs_{{id}}","type":"reasoning","summary":{{summary}},"encrypted_content":{{(seal is null ? "null" : Quoted(seal))}}}""";

    /// <summary>An answer in one body.</summary>
    public static string Whole(params string[] items) => JsonElement.Parse(Completed($"[{string.Join(',', items)}]")).GetProperty("response").GetRawText();

    /// <summary>An answer that is streamed as it should be.</summary>
    public static OddReply Good(string text) => Tell(
        Created, Added("""{"id":"msg_1","type":"message","status":"in_progress","content":[],"role":"assistant"}"""),
        """{"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}""",
        Text(text[..(text.Length / 2)]), Text(text[(text.Length / 2)..]),
        $$"""{"type":"response.output_text.done","item_id":"msg_1","output_index":0,"content_index":0,"text":{{Quoted(text)}},"logprobs":[]}""",
        Done(Message(text)), Completed($"[{Message(text)}]"));

    /// <summary>Events that call tools; when their results come, it is told how many came.</summary>
    public static Func<OddRequest, OddReply> ThenTells(params string[] events) =>
        request => request.HasResult ? Good($"{request.Count("\"function_call_output\"")} results") : Tell([Created, .. events, Completed()]);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
