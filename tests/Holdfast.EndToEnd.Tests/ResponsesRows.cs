using Holdfast.EndToEnd.Tests.Support;
using static Holdfast.EndToEnd.Tests.Support.OddReply;
using static Holdfast.EndToEnd.Tests.Support.ResponseEvents;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What comes over OpenAI's Responses, from OpenAI itself and from others, and what becomes of it. A new oddity is a new line.</summary>
internal static class ResponsesRows
{
    private const string Overloaded = "The AI service is overloaded. Please try again in a minute.";
    private const string Troubled = "The AI service is having problems. Please try again later.";
    private const string CutOff = "The answer was cut off. Please try again.";
    private const string Cut = "\n\n(The answer is cut off here: it reached the limit of its length.)";
    private const string Unverified =
        """{"error":{"message":"Your organization must be verified to generate reasoning summaries. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.","type":"invalid_request_error","param":"reasoning.summary","code":"unsupported_value"}}""";
    private const string NotThinking =
        """{"error":{"message":"Unsupported parameter: 'reasoning.summary' is not supported with this model.","type":"invalid_request_error","param":"reasoning.summary","code":"unsupported_parameter"}}""";

    /// <summary>Answers: each is what was said.</summary>
    public static IEnumerable<EndpointRow> Answers =>
    [
        new("as it should be", _ => Good("Fine."), "Fine."),
        new("thinking is not shown", _ => Tell(Created, Thought("SECRET "), Thought("one"), Thought("SECRET two", part: 1), Done(Reasoning("1", "abc")), Text("Fine.", 1), Done(Message("Fine."), 1), Completed()), "Fine."),
        new("thinking in words", _ => Tell(Created, """{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"SECRET"}""", Text("Fine.", 1), Completed()), "Fine."),
        new("two messages", _ => Tell(Created, Text("I look.", 0), Done(Message("I look.")), Text("Fine.", 1), Done(Message("Fine."), 1), Completed()), "I look.\n\nFine."),
        new("a refusal", _ => Tell(Created, """{"type":"response.refusal.delta","output_index":0,"content_index":0,"delta":"I'd rather "}""", """{"type":"response.refusal.delta","output_index":0,"content_index":0,"delta":"not."}""", Done("""{"id":"m","type":"message","role":"assistant","content":[{"type":"refusal","refusal":"I'd rather not."}]}"""), Completed()), "I'd rather not."),
        new("a refusal that comes whole", _ => Tell(Created, Done("""{"id":"m","type":"message","role":"assistant","content":[{"type":"refusal","refusal":"I'd rather not."}]}"""), Completed()), "I'd rather not."),
        new("events, items and fields that nobody knows", _ => Tell(Created, """{"type":"keepalive","sequence_number":7}""", """{"type":"response.dreaming","dream":{"n":1.5}}""", Done("""{"type":"dream","id":"d_1","depth":[1]}"""), Text("Fine.", 1), Done("""{"id":7,"type":"message","status":"shiny","role":"assistant","phase":"final_answer","content":[{"type":"output_text","text":"Fine.","mood":"good"}],"aura":null}""", 1), Completed().Replace("\"created_at\":1", "\"created_at\":\"now\"", StringComparison.Ordinal)), "Fine."),
        new("only whole items", _ => Tell(Created, Done(Message("Fine.")), Completed()), "Fine."),
        new("only the end", _ => Tell(Completed($"[{Message("Fine.")}]")), "Fine."),
        new("only whole parts", _ => Tell(Created, """{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"Fine."}""", Completed($"[{Message("Fine.")}]")), "Fine."),
        new("not streamed", _ => Status(200, Whole(Message("Fine."))), "Fine."),
        new("a mark of the end", _ => OddReply.Stream($"data: {Text("Fine.")}\n\ndata: [DONE]\n\n"), "Fine."),
        new("no names of events, carriage returns", _ => OddReply.Stream($"data: {Text("Fine.")}\r\n\r\ndata: {Completed()}\r\n\r\n"), "Fine."),
        new("a connection that breaks behind the end", _ => CutStream($"data: {Text("Fine.")}\n\ndata: {Completed()}\n\n"), "Fine."),
        new("a connection that stays open behind the end", _ => Tell(Created, Text("Fine."), Completed()) with { Hangs = true }, "Fine."),
        new("cut at its limit", _ => Tell(Created, Text("Once upon a"), Incomplete("max_output_tokens")), "Once upon a" + Cut),
        new("cut at its limit in the midst of thinking", _ => Tell(Created, Thought("SECRET"), Incomplete("max_output_tokens")), "(The AI model reached the limit…"),
        new("nothing but thinking", _ => Tell(Created, Done(Reasoning("1", "abc")), Completed()), "I got no answer. Could you rephrase that?"),
    ];

    /// <summary>Calls of tools: each is made, once.</summary>
    public static IEnumerable<EndpointRow> Tools =>
    [
        new("one call in pieces", ThenTells(Added(Call("a", arguments: "", status: "in_progress")), Arguments("{\"zo"), Arguments("ne\":\"UTC\"}"), """{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{\"zone\":\"UTC\"}"}""", Done(Call("a", arguments: "{\"zone\":\"UTC\"}"))), "1 results", 2),
        new("several at once", ThenTells(Added(Call("a", arguments: ""), 0), Added(Call("b", arguments: ""), 1), Arguments("{", 0), Arguments("{}", 1), Arguments("}", 0), Done(Call("b"), 1), Done(Call("a"), 0)), "2 results", 2),
        new("several with the place 0", ThenTells(Added(Call("a", arguments: "")), Arguments("{}"), Done(Call("a")), Added(Call("b", arguments: "")), Arguments("{}"), Done(Call("b"))), "2 results", 2),
        new("without parameters", ThenTells(Added(Call("a", arguments: "")), Done(Call("a", arguments: ""))), "1 results", 2),
        new("only at the end", request => request.HasResult ? Good("1 results") : Tell(Created, Completed($"[{Call("a")}]")), "1 results", 2),
        new("not streamed", request => request.HasResult ? Good("1 results") : Status(200, Whole(Message("I look."), Call("a"))), "1 results", 2),
        new("one that is never whole", ThenTells(Added(Call("a", arguments: "")), Arguments("{}")), "1 results", 2),
        new("thinking that has no seal stays behind, with the names that go with it", request => !request.HasResult
            ? Tell(Created, Done(Reasoning("1", seal: null)), Done(Call("a"), 1), Completed())
            : Good(request.Count("\"rs_1\"") + request.Count("\"fc_a\"") == 0 && request.Count("\"call_a\"") == 2 ? "As it should be." : request.Body), "As it should be.", 2),
        new("thinking in words goes back", request => !request.HasResult
            ? Tell(Created, Done("""{"id":"rs_1","type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"SECRET"}]}"""), Done(Call("a"), 1), Completed())
            : Good(request.Count("\"content\":[{\"type\":\"reasoning_text\",\"text\":\"SECRET\"}]") == 1 ? "As it should be." : request.Body), "As it should be.", 2),
        new("a field that is not taken back is done without", request => request switch
        {
            { HasResult: false } => Tell(Created, Done("""{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"abc","mood":"good"}"""), Done(Call("a"), 1), Completed()),
            _ when request.Count("\"mood\"") > 0 => Status(400, """{"error":{"message":"Unknown parameter: 'input[1].mood'.","type":"invalid_request_error","param":"input[1].mood","code":"unknown_parameter"}}"""),
            _ => Good("Fine."),
        }, "Fine.", 3),
        new("a seal that cannot be opened is done without", request => request switch
        {
            { HasResult: false } => Tell(Created, Done(Reasoning("1", "abc")), Done(Call("a"), 1), Completed()),
            _ when request.Count("\"abc\"") > 0 => Status(400, """{"error":{"message":"The encrypted content for item rs_1 could not be verified.","type":"invalid_request_error","param":null,"code":"invalid_encrypted_content"}}"""),
            _ => Good("Fine."),
        }, "Fine.", 3),
    ];

    /// <summary>Errors: each in words, and tried again where that may help (three attempts in all).</summary>
    public static IEnumerable<EndpointRow> Errors =>
    [
        new("failed", _ => Tell(Created, Text("Half"), Failed("server_error", "The server had an error.")), Troubled, 3),
        new("failed by a limit", _ => Tell(Created, Failed("rate_limit_exceeded", "Rate limit reached. Please try again in 20ms.")), Overloaded, 3),
        new("failed by moderation", _ => Tell(Created, Failed("invalid_prompt", "Invalid prompt: your prompt was flagged as potentially violating our usage policy.")), "The AI service refuses this content. Please rephrase it."),
        new("failed and then well", request => request.Number == 1 ? Tell(Created, Failed("server_error", "The server had an error.")) : Good("Fine."), "Fine.", 2),
        new("an error in the stream", _ => Tell(Created, """{"type":"error","code":"context_length_exceeded","message":"Your input exceeds the context window of this model.","param":"input","sequence_number":2}"""), "This thread is too long for me. Please start a new one.", 2),
        new("an error in the stream, within", _ => Tell(Created, """{"type":"error","sequence_number":2,"error":{"type":"insufficient_quota","code":"insufficient_quota","message":"You exceeded your current quota, please check your plan and billing details.","param":null}}"""), "The AI service's account has no credit left. Please tell an operator."),
        new("not streamed, and failed", _ => Status(200, """{"id":"resp_1","object":"response","status":"failed","error":{"code":"server_error","message":"The server had an error."},"output":[]}"""), Troubled, 3),
        new("moderation as a reason", _ => Tell(Created, Text("Well"), Incomplete("content_filter")), "The AI service refuses to answer this."),
        new("no end", _ => Tell(Created, Text("Half")), CutOff, 3),
        new("no end behind a call", _ => Tell(Created, Done(Call("a"))), CutOff, 3),
        new("no end, and then well", request => request.Number == 1 ? Tell(Created, Text("Half")) : Good("Fine."), "Fine.", 2),
        new("half an answer", _ => CutStream($"data: {Text("Half")}\n\n"), "I can't reach the AI service. Please try again later.", 3),
        new("a limit with its delay", request => request.Number == 1 ? Status(429, """{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}""", "retry-after-ms: 20\r\n") : Good("Fine."), "Fine.", 2),
        new("a wrong key", _ => Status(401, """{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","code":"invalid_api_key"}}"""), "I can't use the AI service: it doesn't accept my key. Please tell an operator."),
        new("a wrong model", _ => Status(404, """{"error":{"message":"The model `odd` does not exist or you do not have access to it.","type":"invalid_request_error","code":"model_not_found"}}"""), "The AI model I'm set to use doesn't exist, or I may not use it. Please tell an operator."),
        new("a redirect", _ => Status(307, "", "Location: https://elsewhere.example/v1/responses\r\n"), "I can't use the AI service: it has moved to another address. Please tell an operator."),
        new("JSON that is cut", _ => OddReply.Stream("data: {\"type\":\"resp\n\n"), "I couldn't read the AI service's answer. If this keeps happening, please tell an operator.", 3),
        new("a page with 200", _ => Status(200, "<!doctype html><title>Chat</title>", type: "text/html"), "I got a web page instead of the AI service's answer…", 3),
        new("an endless answer", _ => new OddReply(OddReply.Stream("").Pieces.Concat(Enumerable.Repeat(System.Text.Encoding.UTF8.GetBytes($"data: {Text(new string('x', 50_000))}\n\n"), int.MaxValue))), "The answer is longer than 1000000 characters…"),
    ];

    /// <summary>What an endpoint or a model refuses, found out by the first question and not asked for by the next.</summary>
    public static IEnumerable<(string Features, Func<OddRequest, OddReply?> Refuses)> Refused =>
    [
        ("Summaries", request => request.Count("\"summary\":\"auto\"") > 0 ? Status(400, Unverified) : null),
        ("Summaries, SealedThinking", request => request.Count("\"summary\":\"auto\"") + request.Count("\"include\"") > 0 ? Status(400, NotThinking) : null),
        ("SealedThinking", request => request.Count("\"include\"") > 0 ? Status(400, """{"error":{"message":"Encrypted content is not supported here.","type":"invalid_request_error","param":"include","code":null}}""") : null),
    ];

    /// <summary>Ways to say that there is no such thing as Responses.</summary>
    public static IEnumerable<OddReply> NoResponses =>
    [
        Status(404, """{"error":{"message":"Unknown request URL: POST /v1/responses. Please check the URL for typos.","type":"invalid_request_error","code":"unknown_url"}}"""),
        Status(404, "404 page not found", type: "text/plain"),
        Status(404, """{"detail":"Not Found"}"""),
        Status(405, """{"detail":"Method Not Allowed"}"""),
        Status(400, """{"error":{"message":"The Responses API is not enabled for this deployment.","type":"invalid_request_error"}}"""),
    ];
}
