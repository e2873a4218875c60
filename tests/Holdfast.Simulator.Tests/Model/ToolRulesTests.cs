using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Model;

[Trait("Req", "XP-1")]
public sealed class ToolRulesTests : IAsyncLifetime
{
    private const string Tool = """{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{}}}}""";
    private const string Asked = """{"role":"user","content":"hello"}""";
    private const string Called = """{"role":"assistant","content":null,"tool_calls":[{"id":"call_a","type":"function","function":{"name":"look","arguments":"{}"}}]}""";
    private const string Answered = """{"role":"tool","tool_call_id":"call_a","content":"sea"}""";

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
    [InlineData("tool_call_ids did not have response messages: call_a", $"{Asked},{Called}")]
    [InlineData("tool_call_ids did not have response messages: call_a", $"{Asked},{Called},{Asked}")]
    [InlineData("'tool_call_id' of 'call_b' not found", Asked + "," + Called + """,{"role":"tool","tool_call_id":"call_b","content":"sea"}""")]
    [InlineData("'tool_call_id' of 'call_a' not found", $"{Asked},{Called},{Answered},{Answered}")]
    [InlineData("must have a 'tool_call_id'", Asked + "," + Called + """,{"role":"tool","content":"sea"}""")]
    [InlineData("must be a response to a preceeding message", $"{Asked},{Answered}")]
    [InlineData("must be a response to a preceeding message", $"{Asked},{Called},{Answered},{Asked},{Answered}")]
    [InlineData("Missing required parameter: 'messages[1].tool_calls[0].id'", Asked + """,{"role":"assistant","tool_calls":[{"type":"function"}]}""")]
    [InlineData("Invalid value: 'bot'", """{"role":"bot","content":"hello"}""")]
    public async Task A_conversation_whose_calls_and_answers_do_not_match_is_refused(string problem, string messages) =>
        Assert.Contains(problem, await RefusalAsync(messages, Tool), StringComparison.Ordinal);

    [Theory]
    [InlineData("Expected an array with minimum length 1", "")]
    [InlineData("does not match pattern", """{"type":"function","function":{"name":"look at"}}""")]
    [InlineData("string too long", """{"type":"function","function":{"name":"a23456789012345678901234567890123456789012345678901234567890123456789"}}""")]
    [InlineData("empty string", """{"type":"function","function":{"name":""}}""")]
    [InlineData("Missing required parameter: 'tools[0].type'", """{"function":{"name":"look"}}""")]
    [InlineData("Missing required parameter: 'tools[1].function.name'", Tool + """,{"type":"function","function":{}}""")]
    [InlineData("got 'type: \"array\"'", """{"type":"function","function":{"name":"look","parameters":{"type":"array"}}}""")]
    [InlineData("got 'type: \"None\"'", """{"type":"function","function":{"name":"look","parameters":{}}}""")]
    [InlineData("array schema missing items", """{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{"a":{"type":"array"}}}}}""")]
    public async Task A_malformed_tool_is_refused(string problem, string tools) =>
        Assert.Contains(problem, await RefusalAsync(Asked, tools), StringComparison.Ordinal);

    [Fact]
    public async Task A_matching_conversation_passes_and_is_on_record()
    {
        using var response = await AskAsync($"{Asked},{Called},{Answered}", Tool);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var request = Assert.Single(_simulator.Model.Recent);
        var result = Assert.Single(request.ToolResults);

        Assert.Equal(("look", "{}", "call_a", "sea"), (result.Call.Name, result.Call.Arguments, result.Call.Id, result.Text));
        Assert.Equal(("look", """{"type":"object","properties":{}}"""), (request.Tools[0].Name, request.Tools[0].Parameters));
        Assert.Equal("call_a", request.Messages[^1].ToolCallId);
    }

    private async Task<string> RefusalAsync(string messages, string tools)
    {
        using var response = await AskAsync(messages, tools);
        var error = (await Api.ReadAsync(response)).GetProperty("error");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request_error", error.Text("type"));
        return error.Text("message");
    }

    private async Task<HttpResponseMessage> AskAsync(string messages, string tools)
    {
        using var content = new StringContent($$"""{"model":"simulated","messages":[{{messages}}],"tools":[{{tools}}]}""", Encoding.UTF8, "application/json");
        return await _http.PostAsync($"{_simulator.OpenAIBaseUrl}/chat/completions", content);
    }
}
