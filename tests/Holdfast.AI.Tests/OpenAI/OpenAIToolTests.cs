using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.OpenAI;
using Microsoft.Extensions.AI;
using static Holdfast.AI.Tests.OpenAI.FakeProvider;

namespace Holdfast.AI.Tests.OpenAI;

[Trait("Req", "AS-15")]
public sealed class OpenAIToolTests : IAsyncLifetime
{
    private static readonly AITool Look = AIFunctionFactory.CreateDeclaration(
        "look", "Looks.", JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"number","maximum":1.10}},"additionalProperties":false}"""));

    private FakeProvider _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await StartAsync(OpenAIApi.ChatCompletions);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Tools_calls_and_results_are_sent_as_OpenAI_wants_them()
    {
        ChatMessage[] prompt =
        [
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, "hi"),
            new(ChatRole.Assistant, [new TextContent("Let me look."), FunctionCalls.Create("c1", "look", """{"n": 1.10}"""), FunctionCalls.Create("c2", "look", "")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "seen"), new FunctionResultContent("c2", "also \"seen\"")]),
            new(ChatRole.Assistant, [FunctionCalls.Create("c3", "look", "{\"n\":")]),
            new(ChatRole.Tool, [new FunctionResultContent("c3", "no")]),
            new(ChatRole.Assistant, [FunctionCalls.Create("c4", "look", "[1]")]),
            new(ChatRole.Tool, [new FunctionResultContent("c4", JsonElement.Parse("""{"a":1}""")), new FunctionResultContent("c5", null)]),
        ];
        var body = await SendAsync(prompt, new ChatOptions { Tools = [Look] });
        Assert.Equal(
            """[{"type":"function","function":{"name":"look","description":"Looks.","parameters":{"type":"object","properties":{"n":{"type":"number","maximum":1.10}},"additionalProperties":false}}}]""",
            body.GetProperty("tools").GetRawText());
        Assert.False(body.TryGetProperty("tool_choice", out _));
        var messages = body.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["system", "user", "assistant", "tool", "tool", "assistant", "tool", "assistant", "tool", "tool"], messages.Select(message => message.GetProperty("role").GetString()));
        Assert.Equal("Let me look.", TextOf(messages[2]));
        Assert.Equal(
            ["""c1 function look {"n": 1.10}""", "c2 function look {}"],
            messages[2].GetProperty("tool_calls").EnumerateArray().Select(call =>
                $"{call.GetProperty("id")} {call.GetProperty("type")} {call.GetProperty("function").GetProperty("name")} {call.GetProperty("function").GetProperty("arguments").GetString()}"));
        Assert.Equal(
            ["c1 seen", "c2 also \"seen\"", "c3 no", """c4 {"a":1}""", "c5 "],
            messages.Where(message => message.TryGetProperty("tool_call_id", out _)).Select(message => $"{message.GetProperty("tool_call_id")} {TextOf(message)}"));

        // Some providers read the arguments back, and refuse the whole conversation when they are not an object.
        Assert.All(messages.Where(message => message.TryGetProperty("tool_calls", out _)).SelectMany(message => message.GetProperty("tool_calls").EnumerateArray()), call =>
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!).ValueKind));
    }

    [Theory]
    [InlineData("auto", "\"auto\"")]
    [InlineData("none", "\"none\"")]
    [InlineData("any", "\"required\"")]
    [InlineData("look", """{"type":"function","function":{"name":"look"}}""")]
    public async Task The_choice_of_tools_is_passed_on(string choice, string sent)
    {
        ChatToolMode mode = choice switch
        {
            "auto" => ChatToolMode.Auto, "none" => ChatToolMode.None, "any" => ChatToolMode.RequireAny, _ => ChatToolMode.RequireSpecific(choice),
        };
        var body = await SendAsync([new(ChatRole.User, "hi")], new ChatOptions { Tools = [Look], ToolMode = mode, AllowMultipleToolCalls = false });
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(sent), body.GetProperty("tool_choice")));
        Assert.False(body.GetProperty("parallel_tool_calls").GetBoolean());
        body = await SendAsync([new(ChatRole.User, "hi")], new ChatOptions { ToolMode = mode, AllowMultipleToolCalls = false });
        Assert.False(body.TryGetProperty("tools", out _) || body.TryGetProperty("tool_choice", out _) || body.TryGetProperty("parallel_tool_calls", out _));
    }

    [Fact]
    public async Task A_tool_that_OpenAI_cannot_be_told_of_is_a_defect() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => SendAsync([new(ChatRole.User, "hi")], new ChatOptions { Tools = [new HostedWebSearchTool()] }));

    [Fact]
    public async Task Calls_come_with_the_whole_answer()
    {
        _provider.Says(200, """
            {"id":"c1","object":"chat.completion","created":1,"model":"gpt-real","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
            "tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{\"n\": 1.10}"}},{"id":"call_2","type":"function","function":{"name":"look","arguments":""}}]}}]}
            """);
        var response = await _provider.Client.GetResponseAsync([new ChatMessage(ChatRole.User, "hi")], new ChatOptions { Tools = [Look] }, CancellationToken.None);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal(["""call_1 look {"n": 1.10}""", "call_2 look "], Calls(response.Messages.SelectMany(message => message.Contents)));
        var number = Assert.IsType<JsonElement>(response.Messages[0].Contents.OfType<FunctionCallContent>().First().Arguments!["n"]);
        Assert.Equal("1.10", number.GetRawText());
    }

    [Fact]
    public async Task Calls_of_a_stream_are_put_together_from_their_pieces_by_index()
    {
        // As recorded: name and id come once, arguments in pieces, several calls after and among one another.
        var updates = await StreamAsync(
            Chunk("""{"role":"assistant","content":"Let me look."}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"look","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"n\": 1."}}]}"""),
            Chunk("""{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"exec","arguments":"{\"command\":\"äöü"}},{"index":0,"function":{"arguments":"10}"}}]}"""),
            Chunk("""{"tool_calls":[{"index":1,"function":{"arguments":" 😀\"}"}}]}"""),
            Chunk("{}", "tool_calls"),
            """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-real","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14}}""",
            "[DONE]");
        Assert.Equal("Let me look.", string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(["""call_1 look {"n": 1.10}""", """call_2 exec {"command":"äöü 😀"}"""], Calls(updates.SelectMany(update => update.Contents)));
        Assert.Equal(ChatFinishReason.ToolCalls, Assert.Single(updates, update => update.FinishReason is not null).FinishReason);
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>());
    }

    [Fact]
    public async Task Calls_that_all_have_the_index_0_are_told_apart_by_their_ids()
    {
        var updates = await StreamAsync(
            Chunk("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"look","arguments":"{}"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"b","type":"function","function":{"name":"exec","arguments":"{\"x\""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"b","type":"function","function":{"name":"exec","arguments":":1}"}}]}"""),
            Chunk("{}", "stop"),
            "[DONE]");
        Assert.Equal(["a look {}", """b exec {"x":1}"""], Calls(updates.SelectMany(update => update.Contents)));
    }

    [Fact]
    public async Task Calls_of_a_stream_that_was_cut_off_are_not_passed_on()
    {
        var updates = await StreamAsync(Chunk("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"look","arguments":"{}"}}]}"""));
        Assert.Empty(Calls(updates.SelectMany(update => update.Contents)));
    }

    [Theory]
    [Trait("Req", "AS-24")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"a","type":"custom","custom":{"name":"look","input":"{}"}}]}""", "tool_calls", "a  ")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"a","type":"","function":{"name":"x","arguments":"{}"}}]}""", "tool_calls", "a x {}")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":{"n":1}}}]}""", "tool_calls", """a x {"n":1}""")]
    [InlineData("""{"tool_calls":"many","content":"Fine."}""", "stop")]
    [InlineData("""{"content":"Fine."}""", "eos")]
    public async Task A_shape_that_is_not_known_costs_no_answer(string delta, string finish, params string[] calls)
    {
        var updates = await StreamAsync(Chunk(delta), Chunk("{}", finish), "[DONE]");
        Assert.Equal(calls, Calls(updates.SelectMany(update => update.Contents)));
        Assert.Equal(calls.Length == 0 ? "Fine." : "", string.Concat(updates.Select(update => update.Text)));
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task What_is_hung_on_a_message_and_its_calls_goes_back()
    {
        var updates = await StreamAsync(
            Chunk("""{"content":"Let me look.","reasoning":"hm","tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"look","arguments":"{}"},"extra":{"n":1.10}}]}"""),
            Chunk("{}", "tool_calls"), "[DONE]");
        var answer = updates.ToChatResponse().Messages.Single();
        var body = await SendAsync([new(ChatRole.User, "hi"), answer, new(ChatRole.Tool, [new FunctionResultContent("a", "seen")])], new ChatOptions { Tools = [Look] });
        Assert.Equal(
            """{"role":"assistant","content":"Let me look.","tool_calls":[{"id":"a","type":"function","function":{"name":"look","arguments":"{}"},"extra":{"n":1.10}}],"reasoning":"hm"}""",
            body.GetProperty("messages")[1].GetRawText());
    }

    private static IEnumerable<string> Calls(IEnumerable<AIContent> contents) =>
        contents.OfType<FunctionCallContent>().Select(call => $"{call.CallId} {call.Name} {FunctionCalls.ArgumentsOf(call)}");

    private static string TextOf(JsonElement message) => message.GetProperty("content") is { ValueKind: JsonValueKind.Array } parts
        ? string.Concat(parts.EnumerateArray().Select(part => part.GetProperty("text").GetString()))
        : message.GetProperty("content").GetString()!;

    private async Task<JsonElement> SendAsync(ChatMessage[] prompt, ChatOptions options)
    {
        _provider.Says(200, """{"id":"c1","object":"chat.completion","created":1,"model":"gpt-real","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""");
        await _provider.Client.GetResponseAsync(prompt, options, CancellationToken.None);
        return JsonElement.Parse(_provider.Requests.Last().Body);
    }

    private async Task<List<ChatResponseUpdate>> StreamAsync(params string[] events)
    {
        _provider.Streams(events);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in _provider.Client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hi")], new ChatOptions { Tools = [Look] }, CancellationToken.None))
            updates.Add(update);
        return updates;
    }
}
