using System.Text;
using Holdfast.EndToEnd.Tests.Support;
using static Holdfast.EndToEnd.Tests.Support.EndpointRow;
using static Holdfast.EndToEnd.Tests.Support.OddReply;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What endpoints do that speak OpenAI's protocol in their own way, and what comes of it. A new oddity is a new line.</summary>
internal static class ModelEndpointRows
{
    private const string Time = """{"index":0,"id":"a","type":"function","function":{"name":"current_time","arguments":"{}"}}""";
    private const string Overloaded = "The AI service is overloaded. Please try again in a minute.";
    private const string Troubled = "The AI service is having problems. Please try again later.";
    private const string NoCredit = "The AI service's account has no credit left. Please tell an operator.";
    private const string WrongKey = "I can't use the AI service: it doesn't accept my key. Please tell an operator.";
    private const string WrongModel = "The AI model I'm set to use doesn't exist, or I may not use it. Please tell an operator.";
    private const string WrongAddress = "I can't use the AI service: its address seems to be wrong. Please tell an operator.";
    private const string Moderated = "The AI service refuses this content. Please rephrase it.";
    private const string TooLong = "This thread is too long for me. Please start a new one.";
    private const string Unreadable = "I couldn't read the AI service's answer. If this keeps happening, please tell an operator.";
    private const string CutOff = "The answer was cut off. Please try again.";
    private const string Empty = "I got no answer. Could you rephrase that?";

    /// <summary>Odd and harmless: the answer is what was said.</summary>
    public static IEnumerable<EndpointRow> Harmless =>
    [
        new("as it should be", _ => Good("Fine."), "Fine."),
        new("a finish reason that is empty until the end", _ => Events(Chunk("""{"content":"Fi"}""", "\"\""), Chunk("""{"content":"ne."}""", "\"\""), "[DONE]"), "Fine."),
        new("a finish reason that nobody knows", _ => Events(Text("Fine."), End("eos_token")), "Fine."),
        new("an empty role", _ => Events(Chunk("""{"role":"","content":"Fine."}"""), End()), "Fine."),
        new("created as a float", _ => Events(Text("Fine.").Replace("\"created\":1", "\"created\":1732900000.25", StringComparison.Ordinal), End()), "Fine."),
        new("created and id as other types", _ => Events(Text("Fine.").Replace("\"created\":1", "\"created\":\"now\"", StringComparison.Ordinal).Replace("\"c1\"", "17", StringComparison.Ordinal), End()), "Fine."),
        new("usage as text", _ => Events(Text("Fine."), End(), """{"choices":[],"usage":{"prompt_tokens":"7","completion_tokens":1.0}}"""), "Fine."),
        new("usage as a list", _ => Events(Text("Fine."), End(), """{"choices":[],"usage":[]}"""), "Fine."),
        new("choices null", _ => Events(Text("Fine."), End(), """{"choices":null,"usage":{"prompt_tokens":7,"completion_tokens":1}}"""), "Fine."),
        new("no choices", _ => Events(Text("Fine."), End(), """{"usage":{"prompt_tokens":7,"completion_tokens":1}}"""), "Fine."),
        new("an index as text", _ => Events(Text("Fine.").Replace("\"index\":0", "\"index\":\"0\"", StringComparison.Ordinal), End()), "Fine."),
        new("a second choice", _ => Events(Text("Fine."), Text("Or not.").Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal), End()), "Fine."),
        new("a delta that is null", _ => Events(Chunk("null"), Text("Fine."), Chunk("null", "\"stop\"")), "Fine."),
        new("an empty data line", _ => Stream($"data:\n\ndata: {Text("Fine.")}\n\ndata: \n\ndata: {End()}\n\n"), "Fine."),
        new("comments and other fields", _ => Stream($": processing\n\nid: 1\nretry: 3000\nevent: message\ndata: {Text("Fine.")}\n\n: ping\n\ndata: {End()}\n\n"), "Fine."),
        new("carriage returns", _ => Stream($"data: {Text("Fine.")}\r\n\r\ndata: {End()}\r\n\r\ndata: [DONE]\r\n\r\n"), "Fine."),
        new("a byte order mark", _ => Stream($"\uFEFFdata: {Text("Fine.")}\n\ndata: {End()}\n\n"), "Fine."),
        new("no blank lines", _ => Stream($"data: {Text("Fi")}\ndata: {Text("ne.")}\ndata: {End()}\ndata: [DONE]\n"), "Fine."),
        new("no blank after the colon, no end of the last line", _ => Stream($"data:{Text("Fine.")}\n\ndata:{End()}"), "Fine."),
        new("no mark of the end", _ => Events(Text("Fine."), End()), "Fine."),
        new("no finish reason, but the mark", _ => Events(Text("Fine."), "[DONE]"), "Fine."),
        new("a connection that breaks behind the end", _ => CutStream($"data: {Text("Fine.")}\n\ndata: {End()}\n\n"), "Fine."),
        new("content as parts", _ => Events(Chunk("""{"content":[{"type":"text","text":"Fi"},{"type":"text","text":"ne."}]}"""), End()), "Fine."),
        new("content as one part", _ => Events(Chunk("""{"content":{"type":"text","text":"Fine."}}"""), End()), "Fine."),
        new("not streamed", _ => Status(200, Whole("""{"role":"assistant","content":"Fine."}""")), "Fine."),
        new("not streamed, without a reason", _ => Status(200, Whole("""{"content":"Fine."}""", "null")), "Fine."),
        new("not streamed, under the type of streams", _ => Stream(Whole("""{"content":"Fine."}""")), "Fine."),
        new("one whole message as an event", _ => Events(Whole("""{"content":"Fine."}""")), "Fine."),
        new("lines of JSON", _ => Stream($"{Text("Fi")}\n{Text("ne.")}\n{End()}\n"), "Fine."),
        new("bytes that are no UTF-8", _ => Stream([.. "data: {\"choices\":[{\"delta\":{\"content\":\"Fine\xFF.\"},\"finish_reason\":\"stop\"}]}\n\n".Select(c => (byte)c)]), "Fine\uFFFD."),
        new("half a character, and the other half in the next event", _ => Events(Chunk("""{"content":"Fine \ud83d"}"""), Chunk("""{"content":"\ude00."}"""), End()), "Fine 😀."),
        new("half a character alone", _ => Events(Chunk("""{"content":"Fine \ud83d"}"""), Chunk("""{"content":"."}"""), End()), "Fine \uFFFD."),
        new("a megabyte on one line", _ => Events($$"""{"pad":"{{new string('x', 1_000_000)}}","choices":[{"delta":{"content":"Fine."},"finish_reason":"stop"}]}"""), "Fine."),
        new("a refusal in words", _ => Events(Chunk("""{"refusal":"I'd rather not."}"""), End()), "I'd rather not."),
    ];

    /// <summary>Calls of tools: each is made, once.</summary>
    public static IEnumerable<EndpointRow> Tools =>
    [
        new("one call", ThenTells(Calls(Time)), "1 results", 2),
        new("several with the index 0", ThenTells(Calls(Time), Calls(Time.Replace("\"a\"", "\"b\"", StringComparison.Ordinal))), "2 results", 2),
        new("several without ids", ThenTells(Calls(NoId("UTC")), Calls(NoId("Asia/Tokyo"))), "2 results", 2),
        new("one id for all", ThenTells(Calls(Zoned("x", "UTC")), Calls(Zoned("x", "Asia/Tokyo"))), "2 results", 2),
        new("without an index", ThenTells(Calls(Zoned("x", "UTC").Replace("\"index\":0,", "", StringComparison.Ordinal), Zoned("y", "Asia/Tokyo").Replace("\"index\":0,", "", StringComparison.Ordinal))), "2 results", 2),
        new("repeated whole at the end", ThenTells(Calls("""{"index":0,"id":"a","function":{"name":"current_time","arguments":""}}"""), Calls("""{"index":0,"function":{"arguments":"{}"}}"""), Calls(Time)), "1 results", 2),
        new("pieces with an id each", ThenTells(Calls("""{"index":0,"id":"a1","function":{"name":"current_time","arguments":"{"}}"""), Calls("""{"index":0,"id":"a2","function":{"arguments":"}"}}""")), "1 results", 2),
        new("arguments as an object", ThenTells(Calls("""{"index":0,"id":"a","function":{"name":"current_time","arguments":{"zone":"UTC"}}}""")), "1 results", 2),
        new("no arguments", ThenTells(Calls("""{"index":0,"id":"a","function":{"name":"current_time","arguments":""}}""")), "1 results", 2),
        new("null for arguments", ThenTells(Calls("""{"index":0,"id":"a","function":{"name":"current_time","arguments":null}}""")), "1 results", 2),
        new("the old function_call", ThenTells(Chunk("""{"function_call":{"name":"current_time","arguments":"{}"}}""")), "1 results", 2),
        new("not streamed", request => request.HasResult ? Good("1 results") : Status(200, Whole($$"""{"role":"assistant","content":null,"tool_calls":[{{Time}}]}""", "\"tool_calls\"")), "1 results", 2),
        new("an assistant's message has a content", request => request.HasResult ? Good(request.Count("\"role\":\"assistant\",\"content\":\"\"") == 1 ? "It has." : "It has none.") : Events(Calls(Time), End("tool_calls")), "It has.", 2),
        new("200 calls", ThenTells(Calls([.. Enumerable.Range(0, 200).Select(i => $$$"""{"index":{{{i}}},"id":"i{{{i}}}","function":{"name":"current_time","arguments":"{}"}}""")])), "200 results", 2),
    ];

    /// <summary>What is not for people.</summary>
    public static IEnumerable<EndpointRow> Control =>
    [
        new("thinking in tags", _ => Good("<think>hmm SECRET</think>\n\nFine."), "Fine."),
        new("thinking in tags over events", _ => Events(Text("<th"), Text("ink>hmm SEC"), Text("RET</thi"), Text("nking>Fi"), Text("ne."), End()), "Fine."),
        new("thinking that never ends", _ => Good("<think>hmm SECRET"), Empty),
        new("thinking whose beginning is not shown", _ => Good("hmm SECRET</think>Fine."), "Fine."),
        new("thinking of other names", _ => Good("<reasoning>SECRET</reasoning>[THINK]SECRET[/THINK]◁think▷SECRET◁/think▷Fine."), "Fine."),
        new("channels", _ => Good("<|channel|>analysis<|message|>SECRET<|end|><|start|>assistant<|channel|>final<|message|>Fine.<|return|>"), "Fine."),
        new("a tool call as text", _ => Good("Fine.<tool_call>{\"name\":\"SECRET\"}</tool_call>"), "Fine."),
        new("a tool call as text that takes the rest", _ => Good("Fine.[TOOL_CALLS][{\"name\":\"SECRET\"}]"), "Fine."),
        new("a tool call for Python", _ => Good("<|python_tag|>SECRET.call()"), Empty),
        new("a tag that is talked about", _ => Good("Use `<think>` like this:\n```\n<think>x</think>\n```"), "Use <think> like this:…"),
        new("thinking in a field", _ => Events(Chunk("""{"reasoning_content":"SECRET"}"""), Text("Fine."), End()), "Fine."),
        new("thinking as a part", _ => Events(Chunk("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"SECRET"}]},{"type":"text","text":"Fine."}]}"""), End()), "Fine."),
        new("cut at its limit", _ => Events(Text("Once upon a"), End("length"), "[DONE]"), "Once upon a\n\n(The answer is cut off here: it reached the limit of its length.)"),
        new("cut at its limit before a word", _ => Events(Text("<think>SECRET"), End("max_tokens"), "[DONE]"), "(The AI model reached the limit…"),
    ];

    /// <summary>Errors: each in words, and tried again where that may help (three attempts in all).</summary>
    public static IEnumerable<EndpointRow> Errors =>
    [
        new("no credit, 402", _ => Status(402, """{"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}"""), NoCredit),
        new("no credit, 429", _ => Status(429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","code":"insufficient_quota"}}"""), NoCredit),
        new("no credit, in a stream", _ => Events("""{"error":{"message":"This request requires more credits, or fewer max_tokens","code":402}}"""), NoCredit),
        new("a limit that passes", request => request.Number == 1 ? Status(429, """{"error":{"message":"Rate limit reached. Please try again in 20ms."}}""") : Good("Fine."), "Fine.", 2),
        new("a limit in a list", _ => Status(429, """[{"error":{"code":429,"message":"Quota exceeded. Please retry in 0.02s.","status":"RESOURCE_EXHAUSTED"}}]"""), Overloaded, 3),
        new("a limit with its delay in milliseconds", _ => Status(429, "", "retry-after-ms: 20\r\n"), Overloaded, 3),
        new("overloaded, in a stream", _ => Events("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""), Overloaded, 3),
        new("loading", request => request.Number == 1 ? Status(503, """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", "retry-after-ms: 20\r\n") : Good("Fine."), "Fine.", 2),
        new("a wrong key", _ => Status(401, """{"error":"Unauthorized"}"""), WrongKey),
        new("a wrong key, as 400", _ => Status(400, """[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]"""), WrongKey),
        new("a wrong model", _ => Status(404, """{"error":{"message":"model \"odd\" not found, try pulling it first","type":"api_error"}}"""), WrongModel),
        new("a wrong model, as 400 in other words", _ => Status(400, """{"object":"error","message":"The model `odd` does not exist.","type":"NotFoundError","param":null,"code":404}"""), WrongModel),
        new("a wrong address", _ => Status(404, """{"detail":"Not Found"}"""), WrongAddress),
        new("a wrong address, as text", _ => Status(404, "404 page not found", type: "text/plain"), WrongAddress),
        new("a wrong address with a page", _ => Status(404, "<!doctype html><title>Not here</title>", type: "text/html"), WrongAddress),
        new("a page with 200", _ => Status(200, "<!doctype html><html><title>Chat</title></html>", type: "text/html"), "I got a web page instead of the AI service's answer…", 3),
        new("a redirect", _ => Status(307, "", "Location: https://elsewhere.example/v1/chat/completions\r\n"), "I can't use the AI service: it has moved to another address. Please tell an operator."),
        new("moderation", _ => Status(400, """{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","code":"content_filter","status":400}}"""), Moderated),
        new("moderation, in a stream", _ => Events("""{"error":{"code":403,"message":"Your input was flagged","metadata":{"reasons":["violence"]}}}"""), Moderated),
        new("moderation, as a reason", _ => Events(Text("Well"), End("content_filter")), "The AI service refuses to answer this."),
        new("a country", _ => Status(400, """{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}"""), "I can't use the AI service: it isn't available in the country…"),
        new("too long", _ => Status(400, """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}"""), TooLong, 2),
        new("too long, as 413", _ => Status(413, "Payload Too Large", type: "text/plain"), TooLong, 2),
        new("a tool that is refused", _ => Status(400, """{"error":{"message":"Invalid schema for function 'current_time'","param":"tools[0].function.parameters"}}"""), "The AI service doesn't accept my tools. Please tell an operator."),
        new("trouble, with a page", _ => Status(502, "<html><title>Bad gateway</title></html>", type: "text/html"), Troubled, 3),
        new("an error behind half an answer", _ => Events(Text("Half an"), """{"error":{"message":"upstream died","code":502}}"""), Troubled, 3),
        new("an error at the choice", _ => Events("""{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error","error":{"code":502,"message":"Provider disconnected"}}]}"""), Troubled, 3),
        new("an event that is called an error", _ => Stream("event: error\ndata: the engine has died\n\n"), Troubled, 3),
        new("an error as text in a stream", _ => Stream("Internal Server Error"), Troubled, 3),
        new("an error that is an empty object is none", _ => Events(Text("Fine.").Replace("{\"id\"", "{\"error\":{},\"id\"", StringComparison.Ordinal), End()), "Fine."),
        new("a reason that is an error", _ => Events(Text("Half"), End("error")), Troubled, 3),
        new("half an answer", _ => CutStream($"data: {Text("Half")}\n\n"), "I can't reach the AI service. Please try again later.", 3),
        new("half an answer with an orderly end", _ => Events(Text("Half")), CutOff, 3),
        new("an encoding that is broken", _ => Status(200, "This was never gzip.", "Content-Encoding: gzip\r\n"), "I can't reach the AI service. Please try again later.", 3),
        new("another encoding that is broken", _ => Status(200, "This was never Brotli.", "Content-Encoding: br\r\n"), "I can't reach the AI service. Please try again later.", 3),
        new("an error whose encoding is broken", _ => Status(503, "This was never gzip.", "Content-Encoding: gzip\r\n"), Troubled, 3),
        new("no answer at all", _ => Status(200, ""), CutOff, 3),
        new("JSON that is cut", _ => Stream("data: {\"choices\":[{\"del\n\n"), Unreadable, 3),
        new("something that nobody knows", _ => Status(418, "teapot", type: "text/plain"), "The AI service refused my request. Please tell an operator: the log says why."),
        new("an endless line", _ => Endless("x"), "The answer is longer than 1000000 characters…"),
        new("endless comments", _ => Endless(": ping\n\n"), "The answer is longer than 1000000 characters…"),
        new("an endless answer", _ => Endless($"data: {Text(new string('x', 50_000))}\n\n"), "The answer is longer than 1000000 characters…"),
        new("endless calls", _ => Endless($"data: {Calls($$$"""{"index":0,"id":"a","function":{"name":"current_time","arguments":"{{{new string('x', 50_000)}}}"}}""")}\n\n"), "The answer is longer than 1000000 characters…"),
    ];

    private static string Zoned(string id, string zone) => $$$"""{"index":0,"id":"{{{id}}}","type":"function","function":{"name":"current_time","arguments":"{\"zone\":\"{{{zone}}}\"}"}}""";

    private static string NoId(string zone) => Zoned("", zone).Replace("\"id\":\"\",", "", StringComparison.Ordinal);

    /// <summary>Text that goes on for as long as somebody reads it.</summary>
    private static OddReply Endless(string text)
    {
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, Math.Max(1, 64 * 1024 / text.Length))));
        return new OddReply(Stream("").Pieces.Concat(Enumerable.Repeat(piece, int.MaxValue)));
    }
}
