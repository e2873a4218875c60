using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Model;

[Trait("Req", "XP-1")]
public sealed class ModelEndpointTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SlackSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _simulator.ModelKey);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("Hello! Good to meet you. Tell me your name and I will remember it.", "hello")]
    [InlineData("Your name is Ada.", "my name is Ada", "what is my name?")]
    [InlineData("You asked me to remember: the tide turns at six", "remember the tide turns at six", "what should you remember?")]
    [InlineData("Before that you said:\n1. red\n2. blue", "red", "blue", "what did I say before?")]
    [InlineData("You said: sails (message 1 of this conversation)", "sails")]
    [InlineData("You said: oars (message 2 of this conversation). We began with: \"sails\"", "sails", "oars")]
    [InlineData("I will remember: tea at 5", "remember: tea at 5")]
    [InlineData("You asked me to remember: tea at 5", "remember: tea at 5", "what do you remember?")]
    [InlineData("Before that you said:\n1. oars", "oars", "what do you remember?")]
    [InlineData("You said: oars (message 1 of this conversation)", "[Ada Lovelace]: <@U0HOLDFAST> oars")]
    [InlineData("", "silent")]
    public async Task The_script_answers_from_the_conversation_it_was_given(string expected, params string[] said)
    {
        using var response = await AskAsync(stream: false, said);
        var choice = (await Api.ReadAsync(response)).GetProperty("choices")[0];

        Assert.Equal(expected, choice.GetProperty("message").Text("content"));
        Assert.Equal("stop", choice.Text("finish_reason"));
    }

    [Fact]
    public async Task A_stream_gives_the_same_text_in_pieces_with_usage_and_an_end()
    {
        using var response = await AskAsync(stream: true, "sails and oars and rope");
        var lines = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var chunks = lines[..^1].Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement).ToList();
        var text = string.Concat(chunks.Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0)
            .Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta"))
            .Select(delta => delta.TryGetProperty("content", out var content) ? content.GetString() : ""));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("data: [DONE]", lines[^1]);
        Assert.Equal("You said: sails and oars and rope (message 1 of this conversation)", text);
        Assert.True(chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
        Assert.True(chunks.Count > 5);
    }

    [Theory]
    [InlineData("fail 500", 500, "server_error")]
    [InlineData("fail 429", 429, "rate_limit_exceeded")]
    [InlineData("fail 400", 400, "invalid_request")]
    [InlineData("fail 401", 401, "invalid_api_key")]
    [InlineData("fail context", 400, "context_length_exceeded")]
    public async Task Failures_have_openais_shape(string command, int status, string code)
    {
        using var response = await AskAsync(stream: false, command);
        var error = (await Api.ReadAsync(response)).GetProperty("error");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, error.Text("code"));
        Assert.NotEmpty(error.Text("message"));
    }

    [Fact]
    public async Task A_wrong_key_or_body_is_refused_and_garbage_is_garbage()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var noModel = await _http.PostAsync(Address("chat/completions"), content);
        Assert.Equal(HttpStatusCode.BadRequest, noModel.StatusCode);
        using var garbage = await AskAsync(stream: false, "fail garbage");
        await Assert.ThrowsAnyAsync<JsonException>(() => Api.ReadAsync(garbage));
        using var models = await _http.GetAsync(Address("models"));
        Assert.Equal("list", (await Api.ReadAsync(models)).Text("object"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-wrong");
        using var refused = await AskAsync(stream: false, "hello");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_failure_can_pass_after_some_calls()
    {
        for (var i = 0; i < 2; i++)
        {
            using var failed = await AskAsync(stream: false, "fail 503 2");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        }

        using var response = await AskAsync(stream: false, "fail 503 2");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Stalled_calls_are_held_counted_and_released()
    {
        _simulator.Model.StallAll = true;
        using var impatient = new CancellationTokenSource();
        var given = AskAsync(stream: false, impatient.Token, "give up");
        await _simulator.Model.WaitForCallAsync(call => call.LastUserText == "give up");
        var held = AskAsync(stream: false, "hold on");
        await _simulator.Model.WaitForCallAsync(call => call.LastUserText == "hold on");
        Assert.Equal(2, _simulator.Model.InFlight);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _simulator.Model.StallAll = false;
        using var response = await held;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_responder_can_call_tools()
    {
        _simulator.Model.Responder = (_, _) => new ValueTask<ModelReply>(new ModelReply("") { ToolCalls = [new ModelToolCall("look_up", """{"q":"tide"}""")] });
        using var response = await AskAsync(stream: false, "when is the tide?");
        var choice = (await Api.ReadAsync(response)).GetProperty("choices")[0];

        Assert.Equal("tool_calls", choice.Text("finish_reason"));
        Assert.Equal("look_up", choice.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").Text("name"));
    }

    private Task<HttpResponseMessage> AskAsync(bool stream, params string[] said) => AskAsync(stream, CancellationToken.None, said);

    private async Task<HttpResponseMessage> AskAsync(bool stream, CancellationToken cancellationToken, params string[] said)
    {
        var body = JsonSerializer.Serialize(new
        {
            model = "simulated",
            stream,
            stream_options = new { include_usage = true },
            messages = said.Select(text => new { role = "user", content = text }),
        });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.PostAsync(Address("chat/completions"), content, cancellationToken);
    }

    private string Address(string path) => $"{_simulator.OpenAIBaseUrl}/{path}";
}
