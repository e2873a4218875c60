using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Model;

/// <summary>What a client of Responses does wrong is refused in OpenAI's words.</summary>
[Trait("Req", "XP-1")]
public sealed class ResponsesEndpointTests : IAsyncLifetime
{
    private const string Asked = """{"type":"message","role":"user","content":"use look"}""";
    private const string Tools = "\"tools\":[{\"type\":\"function\",\"name\":\"look\",\"strict\":false}]";
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
    [InlineData("""{"model":"m","input":[{"role":"user","content":"hello"}]}""", 200, "")]
    [InlineData("""{"model":"m","input":"hello"}""", 200, "")]
    [InlineData("""{"input":"hello"}""", 400, "Missing required parameter: 'model'.")]
    [InlineData("""{"model":"m"}""", 400, "Missing required parameter: 'input'.")]
    [InlineData("""{"model":"m","input":"hello","messages":[]}""", 400, "Unknown parameter: 'messages'.")]
    [InlineData("""{"model":"m","input":"hello","max_tokens":1}""", 400, "Unknown parameter: 'max_tokens'.")]
    [InlineData("""{"model":"m","input":[{"role":"tool","content":"x"}]}""", 400, "Invalid value: 'tool'.")]
    [InlineData("""{"model":"m","input":[{"type":"dream"}]}""", 400, "Invalid value: 'dream'.")]
    [InlineData("""{"model":"m","input":[7]}""", 400, "Missing required parameter: 'input[0].type'.")]
    [InlineData("""{"model":"m","input":"hello","previous_response_id":"resp_1"}""", 400, "Previous response with id 'resp_1' not found.")]
    [InlineData("""{"model":"gpt-4.1-mini","input":"hello","reasoning":{"summary":"auto"}}""", 400, "Unsupported parameter: 'reasoning.summary' is not supported with this model.")]
    [InlineData("""{"model":"gpt-4.1-mini","input":"hello","include":["reasoning.encrypted_content"]}""", 400, "Encrypted content is not supported with this model.")]
    [InlineData("""{"model":"m","input":"hello","tools":[{"type":"function","function":{"name":"look"}}]}""", 400, "Missing required parameter: 'tools[0].name'.")]
    [InlineData("""{"model":"m","input":"hello","tools":[{"type":"function","name":"look","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}]}""", 400, "'additionalProperties' is required")]
    [InlineData("""{"model":"m","input":"hello","tools":[{"type":"function","name":"look","parameters":{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}}]}""", 400, "Missing 'a'.")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":"x"},{"type":"function_call","call_id":"c","name":"look","arguments":"{}"}]}""", 400, "No tool output found for function call c.")]
    [InlineData("""{"model":"m","input":[{"type":"function_call_output","call_id":"c","output":"x"}]}""", 400, "No tool call found for function call output with call_id c.")]
    [InlineData("""{"model":"m","input":[{"type":"reasoning","id":"rs_1","summary":[]},{"role":"assistant","content":"x"}]}""", 404, "Item with id 'rs_1' not found.")]
    [InlineData("""{"model":"m","input":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"x"},{"role":"assistant","content":"x"}]}""", 400, "The encrypted content for item rs_1 could not be verified.")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","id":"fc_rs_","call_id":"c","name":"look","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"x"}]}""", 200, "")]
    [InlineData("not JSON", 400, "We could not parse the JSON body of your request.")]
    public async Task A_request_is_taken_or_refused_as_OpenAI_does(string body, int status, string message)
    {
        using var response = await PostAsync(body);
        var answer = await Api.ReadAsync(response);

        Assert.Equal(status, (int)response.StatusCode);
        if (status != 200) Assert.Contains(message, answer.GetProperty("error").Text("message"), StringComparison.Ordinal);
        else Assert.Equal("completed", answer.Text("status"));
    }

    [Fact]
    public async Task Thinking_must_come_back_whole_and_with_what_came_of_it()
    {
        using var first = await PostAsync($$"""{"model":"m","store":false,"include":["reasoning.encrypted_content"],"input":[{{Asked}}],{{Tools}}}""");
        var items = (await Api.ReadAsync(first)).GetProperty("output").EnumerateArray().Select(item => item.GetRawText()).ToList();
        var result = $$"""{"type":"function_call_output","call_id":{{JsonElement.Parse(items[^1]).GetProperty("call_id").GetRawText()}},"output":"sea"}""";

        Assert.Equal((200, ""), await AskAsync(Asked, items[0], items[1], result));
        Assert.Equal((400, $"Item '{JsonElement.Parse(items[0]).Text("id")}' of type 'reasoning' was provided without its required following item."), await AskAsync(Asked, items[0]));
        var (status, message) = await AskAsync(Asked, items[1], result);
        Assert.Equal(400, status);
        Assert.EndsWith("was provided without its required 'reasoning' item: '" + JsonElement.Parse(items[0]).Text("id") + "'.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_ends_its_stream_without_one()
    {
        using var response = await PostAsync("""{"model":"m","stream":true,"input":"odd no finish"}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains("response.output_item.done", text, StringComparison.Ordinal);
        Assert.DoesNotContain("response.completed", text, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Message)> AskAsync(params string[] items)
    {
        using var response = await PostAsync($$"""{"model":"m","store":false,"input":[{{string.Join(',', items)}}],{{Tools}}}""");
        var answer = await Api.ReadAsync(response);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? "" : answer.GetProperty("error").Text("message")!);
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.PostAsync($"{_simulator.OpenAIBaseUrl}/responses", content);
    }
}
