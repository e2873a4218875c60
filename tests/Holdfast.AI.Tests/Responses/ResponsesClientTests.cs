using System.Text.Json;
using Holdfast.AI.Prompts;
using Holdfast.Agents;
using Holdfast.AI.Chat;
using Holdfast.AI.OpenAI;
using Holdfast.AI.Tests.OpenAI;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Responses;

/// <summary>What OpenAI's official client sends and brings for Responses.</summary>
[Trait("Req", "AS-6")]
public sealed class ResponsesClientTests : IAsyncLifetime
{
    private const string Fine = """{"object":"response","status":"completed","model":"gpt-real","output":[{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Fine."}]}]}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly AITool Look = AIFunctionFactory.CreateDeclaration(
        "look", "Looks.", JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"number","maximum":1.10}}}"""));

    private FakeProvider _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await FakeProvider.StartAsync();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task A_question_is_as_compact_as_it_can_be_and_nothing_is_kept_there()
    {
        ChatMessage[] prompt =
        [
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, "hi \"ä\""),
            new(ChatRole.Assistant, "hello"),
            new(ChatRole.System, "Be briefer."),
            new(ChatRole.User, "look"),
            new(ChatRole.Assistant, [new TextContent("Let me."), FunctionCalls.Create("c1", "look", """{"n": 1.10}"""), FunctionCalls.Create("c2", "look", "{\"n\":")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "seen"), new FunctionResultContent("c2", JsonElement.Parse("""{"a":1}"""))]),
        ];
        var response = await AskAsync(prompt, new ChatOptions { Tools = [Look], Temperature = 0.5f, MaxOutputTokens = 77, AllowMultipleToolCalls = false });

        Assert.Equal(("Fine.", "gpt-real", ChatFinishReason.Stop), (response.Text, response.ModelId, response.FinishReason!.Value));
        var request = Assert.Single(_provider.Requests);
        Assert.Equal(("/v1/responses", "Bearer sk-secret"), (request.Path, request.Authorization));
        Assert.Equal(
            """
            {"model":"gpt-test","store":false,"include":["reasoning.encrypted_content"],"reasoning":{"summary":"auto"},
            "tools":[{"type":"function","name":"look","description":"Looks.","parameters":{"type":"object","properties":{"n":{"type":"number","maximum":1.10}}},"strict":false}],
            "parallel_tool_calls":false,"temperature":0.5,"max_output_tokens":77,"instructions":"Be brief.",
            "input":[{"type":"message","role":"user","content":"hi \"ä\""},{"type":"message","role":"assistant","content":"hello"},{"type":"message","role":"system","content":"Be briefer."},
            {"type":"message","role":"user","content":"look"},{"type":"message","role":"assistant","content":"Let me."},
            {"type":"function_call","call_id":"c1","name":"look","arguments":"{\"n\": 1.10}"},{"type":"function_call","call_id":"c2","name":"look","arguments":"{}"},
            {"type":"function_call_output","call_id":"c1","output":"seen"},{"type":"function_call_output","call_id":"c2","output":"{\"a\":1}"}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            request.Body);
    }

    [Fact]
    [Trait("Req", "AS-12")]
    public async Task How_much_it_is_to_think_stands_beside_what_it_tells_of_it()
    {
        await AskAsync([new(ChatRole.User, "hi")], new ChatOptions { Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low } });
        Assert.Contains("\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}", Assert.Single(_provider.Requests).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "\"auto\"")]
    [InlineData("none", "\"none\"")]
    [InlineData("any", "\"required\"")]
    [InlineData("look", """{"type":"function","name":"look"}""")]
    public async Task The_choice_of_tools_is_passed_on(string choice, string sent)
    {
        ChatToolMode mode = choice switch
        {
            "auto" => ChatToolMode.Auto, "none" => ChatToolMode.None, "any" => ChatToolMode.RequireAny, _ => ChatToolMode.RequireSpecific(choice),
        };
        await AskAsync([new(ChatRole.User, "hi")], new ChatOptions { Tools = [Look], ToolMode = mode });
        Assert.Contains($"\"tool_choice\":{sent}", _provider.Requests.Last().Body, StringComparison.Ordinal);
        await AskAsync([new(ChatRole.User, "hi")], new ChatOptions { ToolMode = mode, AllowMultipleToolCalls = false });
        Assert.DoesNotContain("tool", _provider.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_OpenAI_cannot_be_told_of_is_a_defect() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => AskAsync([new(ChatRole.User, "hi")], new ChatOptions { Tools = [new HostedWebSearchTool()] }));

    /// <summary>The words of an answer may be cut where they do not fit; what was thought, and the names of things, stay.</summary>
    [Theory]
    [InlineData("I look.\n\nOnce more.", """{"id":"m1","type":"message","role":"assistant","content":[{"type":"output_text","text":"I look."}],"phase":"commentary"}""", """{"id":"m2","type":"message","role":"assistant","content":[{"type":"output_text","text":"Once more."}]}""")]
    [InlineData("I … more.", """{"id":"m1","type":"message","role":"assistant","phase":"commentary","content":[{"type":"output_text","text":"I … more.","annotations":[]}]}""")]
    public async Task What_was_said_goes_back_as_it_is_now(string text, params string[] said)
    {
        const string First = """{"id":"m1","type":"message","role":"assistant","content":[{"type":"output_text","text":"I look."}],"phase":"commentary"}""";
        const string Second = """{"id":"m2","type":"message","role":"assistant","content":[{"type":"output_text","text":"Once more."}]}""";
        var answer = new ModelAnswer(text, [new ModelCall("c1", "look", "{}"), new ModelCall("c2", "look", "{}")], $$"""{"output":[{"type":"reasoning","id":"r1","encrypted_content":"+"},{{First}},{"type":"function_call","id":"f1"},{{Second}}]}""") { Protocol = "responses" };
        await AskAsync([new(ChatRole.User, "hi"), ModelAnswer.Read(answer.ToResume())!.ToMessage("model")], options: null);

        var items = JsonElement.Parse(_provider.Requests.Last().Body).GetProperty("input").EnumerateArray().Skip(1).Select(item => item.GetRawText()).ToList();
        Assert.Equal(
            [
                """{"type":"reasoning","id":"r1","encrypted_content":"+"}""",
                said[0],
                """{"type":"function_call","call_id":"c1","name":"look","arguments":"{}","id":"f1"}""",
                .. said.Skip(1),
                """{"type":"function_call","call_id":"c2","name":"look","arguments":"{}"}""",
            ],
            items);
    }

    [Fact]
    public async Task What_another_protocol_hung_on_a_message_stays_there()
    {
        ChatMessage[] prompt = [new(ChatRole.User, "hi"), new(ChatRole.Assistant, [new TextContent("x"), new ProviderFields("""{"reasoning":"hm"}""")]), new(ChatRole.User, "hi")];
        await AskAsync(prompt, options: null);
        Assert.DoesNotContain("hm", _provider.Requests.Last().Body, StringComparison.Ordinal);

        await using var other = await FakeProvider.StartAsync(OpenAIApi.ChatCompletions);
        other.Says(200, """{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}""");
        prompt[1].Contents[1] = new ProviderFields("""{"output":[{"type":"reasoning","id":"r1"}]}""", "responses");
        await other.Client.GetResponseAsync(prompt, options: null, CancellationToken.None);
        Assert.Equal("""{"role":"assistant","content":"x"}""", JsonElement.Parse(Assert.Single(other.Requests).Body).GetProperty("messages")[1].GetRawText());
    }

    [Theory]
    [InlineData(429, """{"error":{"code":"rate_limit_exceeded","message":"Slow down, sk-secret"}}""", true, "overloaded")]
    [InlineData(401, """{"error":{"code":"invalid_api_key","message":"Incorrect key sk-secret"}}""", false, "doesn't accept my key")]
    [InlineData(404, """{"error":{"code":"model_not_found","message":"The model does not exist"}}""", false, "doesn't exist")]
    [InlineData(500, "", true, "having problems")]
    [InlineData(503, "<html>no</html>", true, "having problems")]
    [InlineData(413, "", false, "too long for me")]
    public async Task An_error_says_whether_to_try_again_and_nothing_is_repeated(int status, string body, bool transient, string told)
    {
        _provider.Says(status, body, retryAfter: "20");
        var error = await Assert.ThrowsAsync<AgentException>(() => StreamAsync());
        Assert.Equal((transient, transient ? 20.0 : (double?)null), (error.IsTransient, error.RetryAfter?.TotalSeconds));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Single(_provider.Requests);
    }

    /// <summary>Ids of events would let the SDK ask anew, and put another answer behind the half of this one.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("id: 1\nretry: 0\n")]
    public async Task A_connection_that_is_cut_in_the_middle_is_a_failure_that_may_pass(string fields)
    {
        _provider.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(fields + "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hal\"}\n\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        Assert.True((await Assert.ThrowsAsync<AgentException>(() => StreamAsync())).IsTransient);
        Assert.Single(_provider.Requests);
    }

    [Theory]
    [InlineData("/elsewhere")]
    [InlineData("https://elsewhere.example/v1/responses")]
    public async Task A_redirect_is_told_and_not_followed(string location)
    {
        _provider.Answer = context =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (307, location);
            return Task.CompletedTask;
        };
        Assert.Contains("moved to another address", (await Assert.ThrowsAsync<AgentException>(() => StreamAsync())).Message, StringComparison.Ordinal);
        Assert.Single(_provider.Requests);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_provider_that_hangs_is_let_go_when_the_caller_cancels()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.Answer = async context =>
        {
            context.RequestAborted.Register(() => letGo.TrySetResult());
            await context.Response.Body.FlushAsync();
            asked.TrySetResult();
            await letGo.Task;
        };
        using var impatient = new CancellationTokenSource();
        var streaming = StreamAsync(impatient.Token);
        await asked.Task.WaitAsync(Patience, CancellationToken.None);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => streaming.WaitAsync(Patience, CancellationToken.None));
        await letGo.Task.WaitAsync(Patience, CancellationToken.None);
    }

    /// <summary>The default by address and by model, and where an operator says otherwise.</summary>
    [Theory]
    [InlineData(null, "http://api.openai.com/v1", "gpt-test", "/v1/responses", "Bearer sk-secret", true)]
    [InlineData(null, "http://eu.api.openai.com/v1/", "gpt-test", "/v1/responses", "Bearer sk-secret", true)]
    [InlineData(null, "http://api.openai.com/v1", "gpt-4.1-mini", "/v1/responses", "Bearer sk-secret", false)]
    [InlineData(OpenAIApi.ChatCompletions, "http://api.openai.com/v1", "gpt-test", "/v1/chat/completions", "Bearer sk-secret", false)]
    [InlineData(null, "http://models.example/v1", "gpt-test", "/v1/chat/completions", "Bearer sk-secret", false)]
    [InlineData(null, "http://models.example/v1/chat/completions", "gpt-test", "/v1/chat/completions", "Bearer sk-secret", false)]
    [InlineData(OpenAIApi.Responses, "http://models.example/v1/chat/completions", "gpt-test", "/v1/responses", "Bearer sk-secret", true)]
    [InlineData(OpenAIApi.Responses, "http://models.example/v1/responses?v=2", "gpt-test", "/v1/responses?v=2", "Bearer sk-secret", true)]
    [InlineData(null, "http://odd.openai.azure.com/openai/v1?api-version=1", "gpt-test", "/openai/v1/chat/completions?api-version=1", "sk-secret", false)]
    [InlineData(OpenAIApi.Responses, "http://odd.openai.azure.com/openai/v1?api-version=1", "gpt-test", "/openai/v1/responses?api-version=1", "sk-secret", true)]
    public async Task The_address_decides_on_the_protocol_unless_an_operator_does(OpenAIApi? api, string address, string model, string path, string key, bool asksForThinking)
    {
        await using var provider = await FakeProvider.StartAsync(api, address, model);
        provider.Says(200, path.Contains("responses", StringComparison.Ordinal) ? Fine : """{"choices":[{"message":{"content":"Fine."},"finish_reason":"stop"}]}""");
        Assert.Equal("Fine.", (await provider.Client.GetResponseAsync([new(ChatRole.User, "hi")], options: null, CancellationToken.None)).Text);
        var request = Assert.Single(provider.Requests);
        Assert.Equal((path, key, asksForThinking), (request.Path, request.Authorization, request.Body.Contains("encrypted_content", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task Where_there_is_no_Responses_Chat_Completions_is_asked_and_that_is_remembered()
    {
        _provider.Answer = async context =>
        {
            var isMissing = context.Request.Path.Value!.EndsWith("/responses", StringComparison.Ordinal);
            context.Response.StatusCode = isMissing ? 404 : 200;
            await context.Response.WriteAsync(isMissing ? """{"error":{"message":"Invalid URL (POST /v1/responses)"}}""" : """{"choices":[{"message":{"content":"Fine."},"finish_reason":"stop"}]}""");
        };
        for (var i = 0; i < 2; i++)
            Assert.Equal("Fine.", (await _provider.Client.GetResponseAsync([new(ChatRole.User, "hi")], options: null, CancellationToken.None)).Text);
        Assert.Equal("Fine.", (await StreamAsync()).ToChatResponse().Text);

        Assert.Equal(["/v1/responses", "/v1/chat/completions", "/v1/chat/completions", "/v1/chat/completions"], _provider.Requests.Select(request => request.Path));
        Assert.Contains("api.openai.com does not have OpenAI's Responses API", Assert.Single(_provider.Log), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task A_seal_that_cannot_be_opened_is_forgotten_for_one_call_alone()
    {
        _provider.Answer = async context =>
        {
            var isRefused = _provider.Requests.Last().Body.Contains("\"broken\"", StringComparison.Ordinal);
            context.Response.StatusCode = isRefused ? 400 : 200;
            await context.Response.WriteAsync(isRefused ? """{"error":{"message":"The encrypted content for item r1 could not be verified.","code":"invalid_encrypted_content"}}""" : Fine);
        };
        foreach (var seal in (string[])["broken", "whole"])
        {
            var answer = new ModelAnswer("", [new ModelCall("c1", "look", "{}")], $$"""{"output":[{"type":"reasoning","id":"r1","encrypted_content":"{{seal}}"}]}""") { Protocol = "responses" };
            await _provider.Client.GetResponseAsync([new(ChatRole.User, "hi"), answer.ToMessage("model")], options: null, CancellationToken.None);
        }

        Assert.Equal([true, false, true], _provider.Requests.Select(request => request.Body.Contains("\"r1\"", StringComparison.Ordinal)));
        Assert.Contains("did not take back", Assert.Single(_provider.Log), StringComparison.Ordinal);
    }

    private async Task<ChatResponse> AskAsync(ChatMessage[] prompt, ChatOptions? options)
    {
        _provider.Says(200, Fine);
        return await _provider.Client.GetResponseAsync(prompt, options, CancellationToken.None);
    }

    private async Task<List<ChatResponseUpdate>> StreamAsync(CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in _provider.Client.GetStreamingResponseAsync([new(ChatRole.User, "hi")], options: null, cancellationToken))
            updates.Add(update);
        return updates;
    }
}
