using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace Holdfast.Simulator.Tests.Model;

/// <summary>OpenAI's own client against the scripted model.</summary>
[Trait("Req", "XP-1")]
public sealed class OpenAISdkTests : IAsyncLifetime
{
    private static readonly ChatTool Look = Tool("look");
    private static readonly ChatTool Exec = Tool("exec");
    private SlackSimulator _simulator = null!;
    private ChatClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _client = new ChatClient(
            "simulated",
            new ApiKeyCredential(_simulator.ModelKey),
            new OpenAIClientOptions { Endpoint = _simulator.OpenAIBaseUrl, RetryPolicy = new ClientRetryPolicy(0) });
    }

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tools_are_called_at_once_and_in_turn_and_their_results_told(bool stream)
    {
        List<ChatMessage> messages = [new UserChatMessage("<@U0HOLDFAST> use look {\"at\":\"⚓ the 🌊\"}\nuse exec\nthen use look {\"to\":\"<@U0ADA>\"}")];

        var first = await AskAsync(messages, stream, Look, Exec);
        Assert.Equal(ChatFinishReason.ToolCalls, first.Finish);
        Assert.Equal(["look {\"at\":\"⚓ the 🌊\"}", "exec {}"], first.Calls.Select(Show));
        Assert.All(first.Calls, call => Assert.StartsWith("call_", call.Id, StringComparison.Ordinal));
        Assert.Equal("", first.Text);
        Answer(messages, first, "calm", "denied by policy");

        var second = await AskAsync(messages, stream, Look, Exec);
        Assert.Equal(["look {\"to\":\"<@U0ADA>\"}"], second.Calls.Select(Show));
        Answer(messages, second, "rough");

        var last = await AskAsync(messages, stream, Look, Exec);
        Assert.Equal((ChatFinishReason.Stop, "look said: calm\nexec said: denied by policy\nlook said: rough"), (last.Finish, last.Text));
        Assert.Equal(3, first.Calls.Concat(second.Calls).Select(call => call.Id).Distinct().Count());
        Assert.True(last.Usage!.TotalTokenCount > 0);

        messages.Add(new AssistantChatMessage(last.Text));
        messages.Add(new UserChatMessage("hello"));
        Assert.Equal("Hello again!", (await AskAsync(messages, stream, Look)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_come_before_the_calls_they_belong_to(bool stream)
    {
        var answer = await AskAsync([new UserChatMessage("say I take a look.\nuse look")], stream, Look);

        Assert.Equal(("I take a look.", "look {}"), (answer.Text, Show(Assert.Single(answer.Calls))));
    }

    [Theory]
    [InlineData("I have no tool named swim. I have: look.", "use swim {}")]
    [InlineData("I have no tool named exec. I have: look.", "run the command git status")]
    public async Task A_tool_that_is_not_offered_is_declined_in_words(string expected, string text) =>
        Assert.Equal(expected, (await AskAsync([new UserChatMessage(text)], stream: true, Look)).Text);

    [Fact]
    public async Task Without_tools_it_says_so() =>
        Assert.Equal("I have no tool named look; I have no tools at all.", (await AskAsync([new UserChatMessage("use look")], stream: false)).Text);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_long_run_goes_on_even_when_old_rounds_are_dropped(bool dropsOld)
    {
        List<ChatMessage> messages = [new UserChatMessage("""repeat 40 use look {"n":"{n}"} then say that is all""")];
        var called = 0;
        while (await AskAsync(messages, stream: true, Look) is { Calls: [var call] } answer)
        {
            Assert.Equal($$"""look {"n":"{{++called}}"}""", Show(call));
            Answer(messages, answer, "sea");
            if (dropsOld && messages.Count > 5) messages.RemoveRange(1, 2);
        }

        Assert.Equal(40, called);
        Assert.Equal("that is all", _simulator.Model.Script(_simulator.Model.Recent[^1]).Text);
    }

    [Fact]
    public async Task Many_results_are_counted_and_the_last_one_told()
    {
        List<ChatMessage> messages = [new UserChatMessage("steps 25 of 10 bytes")];
        Answered answer;
        while ((answer = await AskAsync(messages, stream: false, Exec)).Calls.Count > 0) Answer(messages, answer, $"result {messages.Count}");

        Assert.Equal("I called tools 25 times. At last exec said: result 49", answer.Text);
    }

    [Fact]
    public async Task A_client_that_takes_one_call_at_a_time_gets_them_in_turn()
    {
        List<ChatMessage> messages = [new UserChatMessage("use look\nuse exec")];
        var options = Options(Look, Exec);
        options.AllowParallelToolCalls = false;
        var completion = (await _client.CompleteChatAsync(messages, options)).Value;
        messages.Add(new AssistantChatMessage(completion));
        messages.Add(new ToolChatMessage(Assert.Single(completion.ToolCalls).Id, "sea"));

        Assert.Equal("exec", Assert.Single((await _client.CompleteChatAsync(messages, options)).Value.ToolCalls).FunctionName);
    }

    [Fact]
    public async Task A_forbidden_choice_of_tools_is_obeyed()
    {
        var options = Options(Look);
        options.ToolChoice = ChatToolChoice.CreateNoneChoice();

        Assert.Empty((await _client.CompleteChatAsync([new UserChatMessage("use look")], options)).Value.ToolCalls);
    }

    [Fact]
    public async Task A_refusal_reaches_the_client()
    {
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(
            [new UserChatMessage("hello"), new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("call_a", "look", BinaryData.FromString("{}"))])],
            stream: false, Look));

        Assert.Equal(400, refused.Status);
        Assert.Contains("call_a", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_stall_after_some_words_until_the_client_gives_up()
    {
        using var impatient = new CancellationTokenSource();
        var said = new StringBuilder();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in _client.CompleteChatStreamingAsync([new UserChatMessage("say anchors aweigh then stall")], cancellationToken: impatient.Token))
            {
                foreach (var part in update.ContentUpdate) said.Append(part.Text);
                if (said.ToString() == "anchors aweigh") await impatient.CancelAsync();
            }
        });

        Assert.Equal("anchors aweigh", said.ToString());
    }

    private async Task<Answered> AskAsync(List<ChatMessage> messages, bool stream, params ChatTool[] tools)
    {
        if (!stream)
        {
            var whole = (await _client.CompleteChatAsync(messages, Options(tools))).Value;
            return new Answered(string.Concat(whole.Content.Select(part => part.Text)), [.. whole.ToolCalls], whole.FinishReason, whole.Usage);
        }

        var text = new StringBuilder();
        var calls = new SortedDictionary<int, (string? Id, string? Name, StringBuilder Arguments)>();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in _client.CompleteChatStreamingAsync(messages, Options(tools)))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            foreach (var piece in update.ToolCallUpdates)
            {
                if (!calls.TryGetValue(piece.Index, out var call)) call = (piece.ToolCallId, piece.FunctionName, new StringBuilder());
                if (piece.FunctionArgumentsUpdate is { } bytes) call.Arguments.Append(Encoding.UTF8.GetString(bytes));
                calls[piece.Index] = call;
            }

            finish ??= update.FinishReason;
            usage ??= update.Usage;
        }

        return new Answered(
            text.ToString(),
            [.. calls.Values.Select(call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments.ToString())))],
            finish,
            usage);
    }

    private static void Answer(List<ChatMessage> messages, Answered answer, params string[] results)
    {
        messages.Add(new AssistantChatMessage(answer.Calls));
        messages.AddRange(answer.Calls.Zip(results, (call, result) => new ToolChatMessage(call.Id, result)));
    }

    private static ChatCompletionOptions Options(params ChatTool[] tools)
    {
        var options = new ChatCompletionOptions();
        foreach (var tool in tools) options.Tools.Add(tool);
        return options;
    }

    private static ChatTool Tool(string name) =>
        ChatTool.CreateFunctionTool(name, $"The tool {name}.", BinaryData.FromString("""{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}}}}"""));

    private static string Show(ChatToolCall call) => $"{call.FunctionName} {call.FunctionArguments}";

    private sealed record Answered(string Text, List<ChatToolCall> Calls, ChatFinishReason? Finish, ChatTokenUsage? Usage);
}
