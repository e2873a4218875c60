using System.Text.Json;
using Holdfast.Agents;
using Holdfast.AI.OpenAI;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using static Holdfast.AI.Tests.OpenAI.FakeProvider;

namespace Holdfast.AI.Tests.OpenAI;

[Trait("Req", "AS-6")]
public sealed class OpenAIChatClientTests : IAsyncLifetime
{
    private const string Usage = """{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ChatMessage[] Prompt =
        [new(ChatRole.System, "Be brief."), new(ChatRole.User, "hi"), new(ChatRole.Assistant, "hello"), new(ChatRole.User, "again \"ä\"")];

    private FakeProvider _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await StartAsync(OpenAIApi.ChatCompletions);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task The_whole_answer_comes_with_model_end_and_usage()
    {
        _provider.Says(200, Completion("""{"role":"assistant","content":"Hello"}""", "stop"));
        var response = await _provider.Client.GetResponseAsync(Prompt, new ChatOptions { Temperature = 0.5f, MaxOutputTokens = 77 }, CancellationToken.None);
        Assert.Equal(("Hello", "gpt-real", ChatFinishReason.Stop, 11L, 3L, 14L), (
            response.Text, response.ModelId, response.FinishReason!.Value, response.Usage!.InputTokenCount!.Value, response.Usage.OutputTokenCount!.Value, response.Usage.TotalTokenCount!.Value));

        var request = Assert.Single(_provider.Requests);
        Assert.Equal(("/v1/chat/completions", "Bearer sk-secret"), (request.Path, request.Authorization));
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("gpt-test", body.GetProperty("model").GetString());
        Assert.Equal(0.5, body.GetProperty("temperature").GetDouble(), 3);
        Assert.Equal(77, body.GetProperty("max_completion_tokens").GetInt32());
        Assert.False(body.TryGetProperty("stream", out var stream) && stream.GetBoolean());
        Assert.Equal(
            [("system", "Be brief."), ("user", "hi"), ("assistant", "hello"), ("user", "again \"ä\"")],
            body.GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("role").GetString()!, ContentOf(message))));
    }

    [Fact]
    [Trait("Req", "AS-7")]
    public async Task A_stream_comes_piece_by_piece_with_end_and_usage()
    {
        _provider.Streams(
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"content":"Hel"}"""),
            Chunk("""{"content":"lo"}"""),
            Chunk("{}", "stop"),
            $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-real","choices":[],"usage":{{Usage}}}""",
            "[DONE]");
        var updates = await StreamAsync();
        Assert.Equal(["Hel", "lo"], updates.Select(update => update.Text).Where(text => text.Length > 0));
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates, update => update.FinishReason is not null).FinishReason);
        var usage = Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>()).Details;
        Assert.Equal((11, 3), (usage.InputTokenCount, usage.OutputTokenCount));
        var body = JsonDocument.Parse(Assert.Single(_provider.Requests).Body).RootElement;
        Assert.True(body.GetProperty("stream").GetBoolean());
        Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task The_reason_of_the_end_is_passed_on(string reason)
    {
        _provider.Streams(Chunk("""{"content":"x"}"""), Chunk("{}", reason), "[DONE]");
        Assert.Equal(reason, (await StreamAsync()).Last(update => update.FinishReason is not null).FinishReason!.Value.Value);
        _provider.Says(200, Completion("""{"role":"assistant","content":"x"}""", reason));
        Assert.Equal(reason, (await _provider.Client.GetResponseAsync(Prompt, null, CancellationToken.None)).FinishReason!.Value.Value);
    }

    [Fact]
    public async Task A_refusal_in_words_is_the_answer()
    {
        _provider.Streams(Chunk("""{"refusal":"I cannot"}"""), Chunk("""{"refusal":" do that."}"""), Chunk("{}", "stop"), "[DONE]");
        Assert.Equal("I cannot do that.", string.Concat((await StreamAsync()).Select(update => update.Text)));
        _provider.Says(200, Completion("""{"role":"assistant","content":null,"refusal":"No."}""", "stop"));
        Assert.Equal("No.", (await _provider.Client.GetResponseAsync(Prompt, null, CancellationToken.None)).Text);
    }

    [Theory]
    [InlineData(401, "invalid_api_key", false, "doesn't accept my key", "OPENAI_API_KEY")]
    [InlineData(403, "forbidden", false, "doesn't accept my key", "OPENAI_API_KEY")]
    [InlineData(403, "unsupported_country", false, "isn't available in the country")]
    [InlineData(404, "model_not_found", false, "doesn't exist", "Agent:Model")]
    [InlineData(400, "context_length_exceeded", false, "Please start a new one")]
    [InlineData(400, "content_filter", false, "refuses this content")]
    [InlineData(400, "content_policy_violation", false, "refuses this content")]
    [InlineData(400, "invalid_value", false, "refused my request")]
    [InlineData(422, null, false, "refused my request")]
    [InlineData(429, "rate_limit_exceeded", true, "overloaded")]
    [InlineData(429, "insufficient_quota", false, "no credit left")]
    [InlineData(408, null, true, "can't reach the AI service")]
    [InlineData(409, null, true, "can't reach the AI service")]
    [InlineData(500, "server_error", true, "having problems")]
    [InlineData(503, null, true, "having problems")]
    public async Task An_error_says_whether_to_try_again_and_what_to_tell_without_secrets_and_nothing_is_repeated(
        int status, string? code, bool transient, string told, string? toOperator = null)
    {
        _provider.Says(status, $$$"""{"error":{"message":"Incorrect key sk-secret","type":"t","code":{{{(code is null ? "null" : $"\"{code}\"")}}}}}""");
        foreach (var error in await BothWaysAsync())
        {
            Assert.Equal(transient, error.IsTransient);
            Assert.Contains(told, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-secret", error.ToString(), StringComparison.Ordinal);
            Assert.Contains(toOperator ?? "", error.InnerException!.Message, StringComparison.Ordinal);
            Assert.Null(error.RetryAfter);
        }

        Assert.Equal(2, _provider.Requests.Count);
    }

    [Theory]
    [InlineData("20", 20.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("999999", null)]
    public async Task A_429_carries_the_wait_that_was_asked_for_when_it_makes_sense(string retryAfter, double? seconds)
    {
        _provider.Says(429, """{"error":{"code":"rate_limit_exceeded"}}""", retryAfter);
        foreach (var error in await BothWaysAsync())
            Assert.Equal(seconds, error.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(502, "<html>Bad gateway</html>", true)]
    [InlineData(400, "<html>no</html>", false)]
    [InlineData(400, "[]", false)]
    [InlineData(400, """{"error":"text"}""", false)]
    [InlineData(400, """{"error":{"code":7}}""", false)]
    public async Task An_error_body_of_another_shape_is_judged_by_its_status(int status, string body, bool transient)
    {
        _provider.Says(status, body);
        Assert.All(await BothWaysAsync(), error => Assert.Equal(transient, error.IsTransient));
    }

    [Theory]
    [InlineData("this is not json")]
    [InlineData("<html></html>")]
    [InlineData("{\"id\":\"c1\",\"choi")]
    public async Task An_answer_that_cannot_be_read_may_be_better_the_next_time(string body)
    {
        _provider.Says(200, body);
        var error = await Assert.ThrowsAsync<AgentException>(() => _provider.Client.GetResponseAsync(Prompt, null, CancellationToken.None));
        Assert.True(error.IsTransient);
        _provider.Streams(body);
        Assert.True((await Assert.ThrowsAsync<AgentException>(StreamAsync)).IsTransient);
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_is_a_failure_that_may_pass()
    {
        _provider.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {Chunk("""{"content":"Hel"}""").Trim()}\n\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        Assert.All(await BothWaysAsync(), error => Assert.True(error.IsTransient));
        Assert.Equal(2, _provider.Requests.Count);
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

    private static string Completion(string message, string finish) => $$"""
        {"id":"c1","object":"chat.completion","created":1,"model":"gpt-real","choices":[{"index":0,"message":{{message}},"finish_reason":"{{finish}}"}],"usage":{{Usage}}}
        """;

    private static string ContentOf(JsonElement message) => message.GetProperty("content") is { ValueKind: JsonValueKind.Array } parts
        ? string.Concat(parts.EnumerateArray().Select(part => part.GetProperty("text").GetString()))
        : message.GetProperty("content").GetString()!;

    private Task<List<ChatResponseUpdate>> StreamAsync() => StreamAsync(CancellationToken.None);

    private async Task<List<ChatResponseUpdate>> StreamAsync(CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in _provider.Client.GetStreamingResponseAsync(Prompt, null, cancellationToken))
            updates.Add(update);
        return updates;
    }

    private async Task<AgentException[]> BothWaysAsync() =>
    [
        await Assert.ThrowsAsync<AgentException>(() => _provider.Client.GetResponseAsync(Prompt, null, CancellationToken.None).WaitAsync(Patience)),
        await Assert.ThrowsAsync<AgentException>(() => StreamAsync().WaitAsync(Patience)),
    ];
}
