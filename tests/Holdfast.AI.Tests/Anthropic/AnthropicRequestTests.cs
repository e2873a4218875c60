using System.Text.Json;
using Holdfast.AI.Anthropic;
using Holdfast.AI.Chat;
using Holdfast.AI.Prompts;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Anthropic;

/// <summary>What Anthropic is asked, byte for byte where it matters.</summary>
[Trait("Req", "AS-6")]
public sealed class AnthropicRequestTests : IDisposable
{
    private static readonly ChatMessage Hello = new(ChatRole.User, "hello");

    private static readonly ChatOptions Tools = new()
    {
        Tools = [Declared("one", """{"type":"object","properties":{"a":{"type":"string","x-odd":1.10}},"additionalProperties":false}"""), Declared("two", """{"type":"object"}""")],
    };

    private readonly FakeAnthropic _endpoint = new();

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public async Task Model_limit_tools_and_instructions_are_in_their_places_and_what_every_call_repeats_is_kept()
    {
        await _endpoint.AskAsync([new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.System, "Be kind."), Hello], Tools);

        var body = _endpoint.Asked;
        Assert.Equal(("claude-test", 16_000, true), (body.GetProperty("model").GetString(), body.GetProperty("max_tokens").GetInt32(), body.GetProperty("stream").GetBoolean()));
        Assert.Equal("""[{"type":"text","text":"Be brief."},{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral"}}]""", Sorted(body.GetProperty("system"), "type", "text", "cache_control"));
        Assert.Equal("""[{"role":"user","content":[{"type":"text","text":"hello"}]}]""", await _endpoint.WritesAsync(Hello) is var written ? Plain(written) : "");
        var tools = body.GetProperty("tools").EnumerateArray().ToList();
        Assert.Equal(["one", "two"], tools.Select(tool => tool.GetProperty("name").GetString()));
        Assert.Equal([false, true], tools.Select(tool => tool.TryGetProperty("cache_control", out _)));
        Assert.Equal("1.10", tools[0].GetProperty("input_schema").GetProperty("properties").GetProperty("a").GetProperty("x-odd").GetRawText());
        Assert.False(body.TryGetProperty("thinking", out _) || body.TryGetProperty("tool_choice", out _));
    }

    [Fact]
    [Trait("Req", "AS-12")]
    public async Task How_much_it_is_to_think_is_said_and_a_model_that_refuses_that_is_asked_without_from_then_on()
    {
        var (wish, isRefused) = (new ChatOptions { Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High } }, false);
        var fine = _endpoint.Answer;
        _endpoint.Answer = (request, cancellation) => isRefused && _endpoint.Asked.TryGetProperty("output_config", out _)
            ? Task.FromResult(FakeAnthropic.Says(400, """{"type":"error","error":{"type":"invalid_request_error","message":"This model does not support the effort parameter."}}"""))
            : fine(request, cancellation);
        using var client = _endpoint.Client();
        await client.GetResponseAsync([Hello], wish);
        Assert.Equal("""{"effort":"high"}""", _endpoint.Asked.GetProperty("output_config").GetRawText());
        isRefused = true;
        await client.GetResponseAsync([Hello], wish);
        await client.GetResponseAsync([Hello], wish);

        Assert.Equal([true, true, false, false], _endpoint.Requests.Select(request => request.Body.Contains("output_config", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_key_goes_along_once_and_nothing_of_the_SDKs_limits()
    {
        await _endpoint.AskAsync([Hello]);

        var request = Assert.Single(_endpoint.Requests).Message;
        Assert.Equal("https://api.anthropic.com/v1/messages", request.RequestUri!.ToString());
        Assert.Equal($"Bearer {FakeAnthropic.Key}", request.Headers.Authorization!.ToString());
        Assert.False(request.Headers.Contains("x-api-key"));
        using var other = new HttpRequestMessage();
        _endpoint.Options.Authorize(other);
        Assert.Equal(request.Headers.GetValues("anthropic-version"), other.Headers.GetValues("anthropic-version"));
        Assert.False(request.Headers.Contains("X-Stainless-Timeout"));
    }

    [Theory]
    [InlineData("https://gate.example/anthropic", "https://gate.example/anthropic/v1/messages")]
    [InlineData("https://gate.example/anthropic/", "https://gate.example/anthropic/v1/messages")]
    [InlineData("https://gate.example/v1", "https://gate.example/v1/messages")]
    [InlineData("https://gate.example/v1/messages", "https://gate.example/v1/messages")]
    public async Task The_address_may_end_in_several_ways(string set, string asked)
    {
        _endpoint.Options.BaseUrl = new Uri(set);

        await _endpoint.AskAsync([Hello]);

        var request = Assert.Single(_endpoint.Requests).Message;
        Assert.Equal(asked, request.RequestUri!.ToString());
        Assert.Equal([FakeAnthropic.Key], request.Headers.GetValues("x-api-key"));
    }

    [Fact]
    public async Task Text_is_not_longer_on_the_way_than_it_is()
    {
        await _endpoint.AskAsync([new ChatMessage(ChatRole.User, "žluťoučký <b>\"kůň\"</b> & 日本 + \ud83d")]);

        Assert.Contains("""žluťoučký <b>\"kůň\"</b> & 日本 + """ + "\uFFFD", _endpoint.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AnthropicThinking.Unset, null)]
    [InlineData(AnthropicThinking.Off, """{"type":"disabled"}""")]
    [InlineData(AnthropicThinking.Adaptive, """{"type":"adaptive","display":"summarized"}""")]
    [InlineData(AnthropicThinking.Budget, """{"type":"enabled","budget_tokens":8000,"display":"summarized"}""")]
    public async Task The_model_is_told_whether_to_think(AnthropicThinking thinking, string? sent)
    {
        _endpoint.Options.Thinking = thinking;

        await _endpoint.AskAsync([Hello]);

        Assert.Equal(sent, _endpoint.Asked.TryGetProperty("thinking", out var told) ? Sorted(told, "type", "budget_tokens", "display") : null);
    }

    [Fact]
    public async Task Calls_that_were_made_without_thinking_are_gone_on_with_without()
    {
        _endpoint.Options.Thinking = AnthropicThinking.Budget;
        ChatMessage[] without = [Hello, new(ChatRole.Assistant, [Call("a")]), new(ChatRole.Tool, [new FunctionResultContent("a", "1")])];

        await _endpoint.AskAsync(without);
        Assert.False(_endpoint.Asked.TryGetProperty("thinking", out _));

        await _endpoint.AskAsync([Hello, new(ChatRole.Assistant, [Call("a"), Fields("""{"type":"thinking","thinking":"t","signature":"s"}""")]), without[2]]);
        Assert.True(_endpoint.Asked.TryGetProperty("thinking", out _));

        await _endpoint.AskAsync([.. without, new(ChatRole.Assistant, "Done."), Hello]);
        Assert.True(_endpoint.Asked.TryGetProperty("thinking", out _));
    }

    [Fact]
    public async Task Roles_alternate_and_nothing_is_empty()
    {
        var written = await _endpoint.WritesAsync(
            new(ChatRole.Assistant, "Good morning."), new(ChatRole.User, "one"), new(ChatRole.User, " "), new(ChatRole.Assistant, ""), new(ChatRole.User, "two"), new(ChatRole.Assistant, "three "));

        Assert.Equal(
            """
            user: (The conversation begins with your own message.)
            assistant: Good morning.
            user: one/(This message has no text.)/two
            assistant: three
            """,
            string.Join('\n', JsonElement.Parse(written).EnumerateArray().Select(message =>
                $"{message.GetProperty("role").GetString()}: {string.Join('/', message.GetProperty("content").EnumerateArray().Select(block => block.GetProperty("text").GetString()))}")));
    }

    [Fact]
    public async Task Calls_and_their_results_stand_together_whatever_their_ids_are()
    {
        var written = Plain(await _endpoint.WritesAsync(
            Hello, new(ChatRole.Assistant, [new TextContent("So."), Call("f.x:0", """{"a":1.10,"é":"+"}"""), Call("b", "no json")]),
            new(ChatRole.Tool, [new FunctionResultContent("f.x:0", "1"), new FunctionResultContent("b", "2")])));

        Assert.Equal(
            """
            [{"role":"user","content":[{"type":"text","text":"hello"}]},
            {"role":"assistant","content":[{"type":"text","text":"So."},{"type":"tool_use","id":"f_2ex_3a0","name":"f","input":{"a":1.10,"é":"+"}},{"type":"tool_use","id":"b","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"f_2ex_3a0","content":"1"},{"type":"tool_result","tool_use_id":"b","content":"2"}]}]
            """.Replace("\n", "", StringComparison.Ordinal),
            written);
    }

    [Theory]
    [InlineData("a b", """[{"type":"thinking","thinking":"é","signature":"s+/="},{"type":"text","text":" a "},{"type":"odd","n":1.10},{"type":"tool_use","id":"c","name":"f","input":{}},{"type":"text","text":"b"}]""")]
    [InlineData("a […] b", """[{"type":"thinking","thinking":"é","signature":"s+/="},{"type":"text","text":"a […] b"},{"type":"odd","n":1.10},{"type":"tool_use","id":"c","name":"f","input":{}}]""")]
    public async Task What_Anthropic_hung_on_its_answer_comes_back_in_its_place(string text, string expected)
    {
        var fields = Fields(
            """{"type":"thinking","thinking":"é","signature":"s+/="}""", """{"type":"text","text":" a "}""", """{"type":"odd","n":1.10}""", """{"type":"tool_use"}""", """{"type":"text","text":"b"}""");

        var written = JsonElement.Parse(await _endpoint.WritesAsync(Hello, new(ChatRole.Assistant, [new TextContent(text), Call("c"), fields]), new(ChatRole.Tool, [new FunctionResultContent("c", "1")])));

        Assert.Equal(expected, Plain(written[1].GetProperty("content").GetRawText()));
    }

    [Theory]
    [InlineData("""{"reasoning_content":"because"}""")]
    [InlineData("""{"anthropic":"no list"}""")]
    [InlineData("[]")]
    public async Task What_another_provider_hung_on_it_is_not_sent(string fields)
    {
        var written = await _endpoint.WritesAsync(Hello, new(ChatRole.Assistant, [Call("c"), new ProviderFields(fields)]), new(ChatRole.Tool, [new FunctionResultContent("c", "1")]));

        Assert.Equal("""[{"type":"tool_use","id":"c","name":"f","input":{}}]""", Plain(JsonElement.Parse(written)[1].GetProperty("content").GetRawText()));
    }

    [Fact]
    public async Task What_is_nested_too_deeply_is_left_out()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);

        var written = await _endpoint.WritesAsync(Hello, new(ChatRole.Assistant, [Call("c", deep), Fields(deep)]), new(ChatRole.Tool, [new FunctionResultContent("c", "1")]));

        Assert.Equal("""[{"type":"tool_use","id":"c","name":"f","input":{}}]""", Plain(JsonElement.Parse(written)[1].GetProperty("content").GetRawText()));
    }

    private static FunctionCallContent Call(string id, string arguments = "{}") => FunctionCalls.Create(id, "f", arguments);

    private static ProviderFields Fields(params string[] blocks) => new($$"""{"anthropic":[{{string.Join(',', blocks)}}]}""");

    private static AIFunctionDeclaration Declared(string name, string schema) => AIFunctionFactory.CreateDeclaration(name, $"Does {name}.", JsonElement.Parse(schema));

    /// <summary>The SDK gives no order to what it writes: it is put in one.</summary>
    private static string Plain(string json) =>
        Sorted(JsonElement.Parse(json), "role", "type", "id", "name", "tool_use_id", "input", "text", "thinking", "signature", "content");

    private static string Sorted(JsonElement value, params string[] names) => value.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(item => Sorted(item, names)))}]",
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().OrderBy(property => Array.IndexOf(names, property.Name) is >= 0 and var place ? place : int.MaxValue).Select(property => $"\"{property.Name}\":{Sorted(property.Value, names)}"))}}}",
        _ => value.GetRawText(),
    };
}
