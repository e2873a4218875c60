using System.Text;
using Holdfast.EndToEnd.Tests.Support;
using static Holdfast.EndToEnd.Tests.Support.MessagesReply;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What Anthropic does, and endpoints that speak its protocol, and what comes of it. A new oddity is a new line.</summary>
internal static class AnthropicRows
{
    private const string Overloaded = "The AI service is overloaded. Please try again in a minute.";
    private const string Troubled = "The AI service is having problems. Please try again later.";
    private const string NoCredit = "The AI service's account has no credit left. Please tell an operator.";
    private const string WrongKey = "I can't use the AI service: it doesn't accept my key. Please tell an operator.";
    private const string WrongAddress = "I can't use the AI service: its address seems to be wrong. Please tell an operator.";
    private const string TooLong = "This thread is too long for me. Please start a new one.";
    private const string Refused = "The AI service refused my request. Please tell an operator: the log says why.";
    private const string Unreadable = "I couldn't read the AI service's answer. If this keeps happening, please tell an operator.";
    private const string CutOff = "The answer was cut off. Please try again.";
    private const string CutHere = "(The answer is cut off here: it reached the limit of its length.)";
    private const string Endlessly = "The answer is longer than 1000000 characters…";

    private const string ServerTool = """{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}""";
    private const string ServerResult = """{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","url":"https://a.example","encrypted_content":"abc"}]}""";

    /// <summary>Odd and harmless: the answer is what was said.</summary>
    public static IEnumerable<EndpointRow> Harmless =>
    [
        new("as it should be", _ => Good("Fi", "ne."), "Fine."),
        new("several texts", _ => Answer("end_turn", Text(0, "Fi"), Text(1, "ne.")), "Fine."),
        new("pings and events that nobody knows", _ => Stream([Start(), """{"type":"ping"}""", """{"type":"content_block_news","index":0,"news":{"text":"No."}}""", .. Text(0, "Fine."), .. End()]), "Fine."),
        new("blocks that nobody knows", _ => Answer("end_turn", Block(0, """{"type":"hologram","text":"No."}""", """{"type":"hologram_delta","text":"No."}"""), Text(1, "Fine.")), "Fine."),
        new("pieces that nobody knows", _ => Answer("end_turn", Block(0, """{"type":"text","text":""}""", """{"type":"citations_delta","citation":{"cited_text":"No."}}""", TextDelta("Fine."))), "Fine."),
        new("a text in the beginning of its block", _ => Answer("end_turn", Block(0, """{"type":"text","text":"Fi"}""", TextDelta("ne."))), "Fine."),
        new("a block whose beginning is missing", _ => Stream([Start(), Delta(0, TextDelta("Fine.")), .. End()]), "Fine."),
        new("an index as text", _ => Stream([Start(), .. Text(0, "Fine.").Select(data => data.Replace("\"index\":0", "\"index\":\"0\"", StringComparison.Ordinal)), .. End()]), "Fine."),
        new("events without names", _ => OddReply.Events([Start(), .. Text(0, "Fine."), .. End()]), "Fine."),
        new("carriage returns", _ => OddReply.Stream(Lines([Start(), .. Text(0, "Fine."), .. End()]).Replace("\n", "\r\n", StringComparison.Ordinal)), "Fine."),
        new("a byte order mark and comments", _ => OddReply.Stream("\uFEFF: hello\n\n" + Lines([Start(), .. Text(0, "Fine."), .. End()])), "Fine."),
        new("the other protocol's mark of the end", _ => OddReply.Stream(Lines([Start(), .. Text(0, "Fine."), .. End()]) + "data: [DONE]\n\n"), "Fine."),
        new("a reason that nobody knows", _ => Answer("tea_time", Text(0, "Fine.")), "Fine."),
        new("no reason", _ => Stream([Start(), .. Text(0, "Fine."), Stop]), "Fine."),
        new("a stop sequence", _ => Answer("stop_sequence", Text(0, "Fine.")), "Fine."),
        new("usage as text, and none", _ => Stream([Start("""{"input_tokens":"7","output_tokens":null}"""), .. Text(0, "Fine."), """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":[]}""", Stop]), "Fine."),
        new("not streamed", _ => OddReply.Status(200, """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Fine."}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}"""), "Fine."),
        new("bytes that are no UTF-8", _ => OddReply.Stream([.. Lines([Start(), .. Text(0, "Fine#."), .. End()]).Select(c => c == '#' ? (byte)0xFF : (byte)c)]), "Fine\uFFFD."),
        new("half a character, and the other half in the next piece", _ => Answer("end_turn", Block(0, """{"type":"text","text":""}""", """{"type":"text_delta","text":"Fine \ud83d"}""", """{"type":"text_delta","text":"\ude00."}""")), "Fine 😀."),
        new("half a character alone", _ => Answer("end_turn", Block(0, """{"type":"text","text":""}""", """{"type":"text_delta","text":"Fine \ud83d"}""", TextDelta("."))), "Fine \uFFFD."),
        new("a connection that breaks behind the end", _ => OddReply.CutStream(Lines([Start(), .. Text(0, "Fine."), .. End()])), "Fine."),
        new("a megabyte that nobody needs", _ => Stream([Start(), $$"""{"type":"padding","pad":"{{new string('x', 1_000_000)}}"}""", .. Text(0, "Fine."), .. End()]), "Fine."),
        new("what a server's own tool does", _ => Answer("end_turn", Block(0, ServerTool, """{"type":"input_json_delta","partial_json":"{}"}"""), Block(1, ServerResult), Text(2, "Fine.")), "Fine."),
    ];

    /// <summary>What is not for people.</summary>
    public static IEnumerable<EndpointRow> Thinking =>
    [
        new("thinking", _ => Answer("end_turn", Thinking(0, "c2ln", "hmm ", "SECRET"), Text(1, "Fine.")), "Fine."),
        new("thinking that is sealed", _ => Answer("end_turn", Block(0, """{"type":"redacted_thinking","data":"SECRET"}"""), Text(1, "Fine.")), "Fine."),
        new("thinking in its beginning", _ => Answer("end_turn", Block(0, """{"type":"thinking","thinking":"SECRET","signature":"c2ln"}"""), Text(1, "Fine.")), "Fine."),
        new("thinking between texts", _ => Answer("end_turn", Text(0, "Fi"), Thinking(1, "c2ln", "SECRET"), Text(2, "ne.")), "Fine."),
        new("thinking and nothing else", _ => Answer("end_turn", Thinking(0, "c2ln", "SECRET")), "I got no answer. Could you rephrase that?"),
        new("thinking that reaches the limit", _ => Answer("max_tokens", Thinking(0, "c2ln", "SECRET")), "(The AI model reached the limit…"),
    ];

    /// <summary>Calls of tools: each is made, once.</summary>
    public static IEnumerable<EndpointRow> Tools =>
    [
        new("one call", ThenTells(Call(0, "toolu_a", "{}")), "1 results", 2),
        new("several calls", ThenTells(Text(0, "Let me see."), Call(1, "toolu_a", "{\"zone\":", "\"UTC\"}"), Call(2, "toolu_b", "{\"zone\":\"Asia/Tokyo\"}")), "2 results", 2),
        new("without parameters", ThenTells(Call(0, "toolu_a")), "1 results", 2),
        new("an empty piece of parameters", ThenTells(Call(0, "toolu_a", "")), "1 results", 2),
        new("parameters in the beginning", ThenTells(Block(0, """{"type":"tool_use","id":"toolu_a","name":"current_time","input":{"zone":"UTC"}}""")), "1 results", 2),
        new("text between and behind", ThenTells(Call(0, "toolu_a", "{}"), Text(1, "And "), Call(2, "toolu_b", "{}"), Text(3, "now.")), "2 results", 2),
        new("blank texts", ThenTells(Text(0, "\n\n"), Thinking(1, "c2ln", "hmm"), Text(2, " "), Call(3, "toolu_a", "{}")), "1 results", 2),
        new("ids of other characters", ThenTells(Call(0, "functions.current_time:0", "{}")), "1 results", 2),
        new("one id for all", ThenTells(Call(0, "x", "{}"), Call(1, "x", "{\"zone\":\"UTC\"}")), "2 results", 2),
        new("no id", ThenTells(Call(0, "", "{}")), "1 results", 2),
        new("parameters that are no JSON", ThenTells(Call(0, "toolu_a", "{\"zone\":")), "1 results", 2),
        new("parameters that are a list", ThenTells(Call(0, "toolu_a", "[1]")), "1 results", 2),
        new("parameters deep in one another", ThenTells(Call(0, "toolu_a", Nested(60))), "1 results", 2),
        new("a tool that is not there", ThenTells(Block(0, """{"type":"tool_use","id":"toolu_a","name":"no such tool","input":{}}""")), "1 results", 2),
        new("a call that reaches the limit", request => request.Number == 1 ? Answer("max_tokens", Call(0, "toolu_a", "{\"zo")) : Good("1 results"), "1 results", 2),
        new("beside a server's own tool", ThenTells(Block(0, ServerTool, """{"type":"input_json_delta","partial_json":"{\"query\":\"x\"}"}"""), Block(1, ServerResult), Call(2, "toolu_a", "{}")), "1 results", 2),
        new("with thinking, and blocks that nobody knows", ThenTells(Thinking(0, "c2ln", "hmm"), Block(1, """{"type":"hologram"}""", """{"type":"hologram_delta"}"""), Call(2, "toolu_a", "{}")), "1 results", 2),
        new("not streamed", request => request.Count("\"type\":\"tool_result\"") == 1 ? Good("1 results") : OddReply.Status(200, """{"type":"message","content":[{"type":"tool_use","id":"toolu_a","name":"current_time","input":{}}],"stop_reason":"tool_use"}"""), "1 results", 2),
        new("200 calls", ThenTells([.. Enumerable.Range(0, 200).Select(i => Call(i, $"toolu_{i}", "{}"))]), "200 results", 2),
    ];

    /// <summary>Other ends than the usual.</summary>
    public static IEnumerable<EndpointRow> Ends =>
    [
        new("the limit of its length", _ => Answer("max_tokens", Text(0, "Once upon a")), $"Once upon a\n\n{CutHere}"),
        new("the limit of the context", _ => Answer("model_context_window_exceeded", Text(0, "Once upon a")), $"Once upon a\n\n{CutHere}"),
        new("a refusal", _ => Answer("refusal", Text(0, "Well")), "The AI service refuses to answer this."),
        new("a refusal without a word", _ => Stream([Start(), .. End("refusal")]), "The AI service refuses to answer this."),
        new("a pause", request => request.Number == 1 ? Answer("pause_turn", Block(0, ServerTool), Text(1, "Fi")) : GoesOn(request, "server_tool_use", "ne."), "Fine.", 2),
        new("pauses without an end", _ => Answer("pause_turn", Text(0, "x")), $"xxxxxxxx\n\n{CutHere}", 8),
        new("a pause before anything", _ => Stream([Start(), .. End("pause_turn")]), "(The AI model reached the limit…"),
        new("a pause that waits for a tool", request => request.Number == 1 ? Answer("pause_turn", Call(0, "toolu_a", "{}")) : Good("1 results"), "1 results", 2),
    ];

    /// <summary>Errors: each in words, and tried again where that may help (three attempts in all).</summary>
    public static IEnumerable<EndpointRow> Errors =>
    [
        new("a wrong key", _ => Refuse(401, "authentication_error", "invalid x-api-key"), WrongKey),
        new("a key without the right", _ => Refuse(403, "permission_error", "Your API key does not have permission to use the specified resource."), WrongKey),
        new("a wrong model", _ => Refuse(404, "not_found_error", "model: claude-odd"), "The AI model I'm set to use doesn't exist, or I may not use it. Please tell an operator."),
        new("a wrong address", _ => Refuse(404, "not_found_error", "Not found"), WrongAddress),
        new("a wrong address with a page", _ => OddReply.Status(404, "<!doctype html><title>Not here</title>", type: "text/html"), WrongAddress),
        new("no credit", _ => Refuse(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."), NoCredit),
        new("no credit, 402", _ => Refuse(402, "billing_error", "There's an issue with your billing."), NoCredit),
        new("the limit of the month", _ => Refuse(400, "invalid_request_error", "You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."), NoCredit),
        new("a limit that passes", request => request.Number == 1 ? Refuse(429, "rate_limit_error", "This request would exceed your organization's rate limit of 30,000 input tokens per minute.", "retry-after: 0\r\n") : Good("Fine."), "Fine.", 2),
        new("a limit that stays", _ => Refuse(429, "rate_limit_error", "Number of requests has exceeded your per-minute rate limit.", "retry-after: 0\r\n"), Overloaded, 3),
        new("a limit with an order to try again at once", _ => Refuse(429, "rate_limit_error", "slow down", "x-should-retry: true\r\nretry-after: 0\r\n"), Overloaded, 3),
        new("overloaded", _ => Refuse(529, "overloaded_error", "Overloaded"), Overloaded, 3),
        new("overloaded, in a stream", request => request.Number < 3 ? Stream(Start(), Error("overloaded_error", "Overloaded")) : Good("Fine."), "Fine.", 3),
        new("an error behind half an answer", _ => Stream([Start(), .. Text(0, "Half an"), Error("api_error", "Internal server error")]), Troubled, 3),
        new("an error that is only called one", _ => OddReply.Stream("event: error\ndata: the engine has died\n\n"), Troubled, 3),
        new("a limit, in a stream", _ => Stream(Error("rate_limit_error", "Slow down")), Overloaded, 3),
        new("trouble", _ => Refuse(500, "api_error", "Internal server error"), Troubled, 3),
        new("trouble, with a page", _ => OddReply.Status(502, "<html><title>Bad gateway</title></html>", type: "text/html"), Troubled, 3),
        new("too late", _ => Refuse(504, "timeout_error", "Request timed out"), Troubled, 3),
        new("too long", _ => Refuse(400, "invalid_request_error", "prompt is too long: 213456 tokens > 200000 maximum"), TooLong, 2),
        new("too long together with the answer", _ => Refuse(400, "invalid_request_error", "input length and `max_tokens` exceed context limit: 190000 + 16000 > 200000, decrease input length or `max_tokens` and try again"), TooLong, 2),
        new("too large", _ => Refuse(413, "request_too_large", "Request exceeds the maximum allowed number of bytes."), TooLong, 2),
        new("a tool that is refused", _ => Refuse(400, "invalid_request_error", "tools.0.custom.input_schema: JSON schema is invalid"), "The AI service doesn't accept my tools. Please tell an operator."),
        new("content that is refused", _ => Refuse(400, "invalid_request_error", "Output blocked by content filtering policy"), "The AI service refuses this content. Please rephrase it."),
        new("something else that is refused", _ => Refuse(400, "invalid_request_error", "max_tokens: 16000 > 8192, which is the maximum allowed number of output tokens for claude-odd"), Refused),
        new("a refusal that is cut off", _ => new OddReply(["HTTP/1.1 400 Odd\r\nContent-Length: 9999\r\nConnection: close\r\n\r\n{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low"u8.ToArray()]), NoCredit),
        new("a refusal without an end", _ => new OddReply(["HTTP/1.1 400 Odd\r\nConnection: close\r\n\r\n"u8.ToArray(), .. Enumerable.Repeat(Encoding.ASCII.GetBytes(new string('x', 16 * 1024)), 10_000)]), Refused),
        new("a page with 200", _ => OddReply.Status(200, "<!doctype html><html><title>Chat</title></html>", type: "text/html"), "I got a web page instead of the AI service's answer…", 3),
        new("a redirect", _ => OddReply.Status(307, "", "Location: https://elsewhere.example/v1/messages\r\n"), "I can't use the AI service: it has moved to another address. Please tell an operator."),
        new("half an answer", _ => OddReply.CutStream(Lines([Start(), Delta(0, TextDelta("Half"))])), "I can't reach the AI service. Please try again later.", 3),
        new("half an answer with an orderly end", _ => Stream(Start(), Delta(0, TextDelta("Half"))), CutOff, 3),
        new("everything but the end", _ => Stream([Start(), .. Call(0, "toolu_a", "{}"), Delta("tool_use")]), CutOff, 3),
        new("half an answer made whole", request => request.Number == 1 ? Stream(Start(), Delta(0, TextDelta("Half"))) : Good("Fine."), "Fine.", 2),
        new("no answer at all", _ => OddReply.Status(200, ""), CutOff, 3),
        new("JSON that is cut", _ => OddReply.Stream("event: content_block_delta\ndata: {\"type\":\"content_bl\n\n"), Unreadable, 3),
        new("words in place of events", _ => OddReply.Stream("Internal Server Error"), Troubled, 3),
        new("something that nobody knows", _ => OddReply.Status(418, "teapot", type: "text/plain"), Refused),
        new("an endless line", _ => Endless("x"), Endlessly),
        new("endless comments", _ => Endless(": ping\n\n"), Endlessly),
        new("an endless answer", _ => Endless(Lines(Delta(0, TextDelta(new string('x', 50_000))))), Endlessly),
        new("endless thinking", _ => Endless(Lines(Delta(0, $$"""{"type":"thinking_delta","thinking":"{{new string('x', 50_000)}}"}"""))), Endlessly),
        new("endless parameters", _ => Endless(Lines(Call(0, "toolu_a", new string('x', 50_000)))), Endlessly),
    ];

    private static OddReply GoesOn(OddRequest request, string block, string text) =>
        request.Count($"\"type\":\"{block}\"") == 1 && request.Count("\"text\":\"Fi\"") == 1 ? Good(text) : Refuse(400, "invalid_request_error", "Where is what I began?");

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    /// <summary>Text that goes on for as long as somebody reads it.</summary>
    private static OddReply Endless(string text)
    {
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, Math.Max(1, 64 * 1024 / text.Length))));
        return new OddReply(OddReply.Stream("").Pieces.Concat(Enumerable.Repeat(piece, int.MaxValue)));
    }
}
