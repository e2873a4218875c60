#pragma warning disable OPENAI001 // The SDK calls Responses experimental; these tests are to tell when it changes.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI.Responses;

namespace Holdfast.Simulator.Tests.Model;

/// <summary>OpenAI's own client against the scripted model by Responses: what it understands is OpenAI's protocol, whatever our reading of it is.</summary>
[Trait("Req", "XP-1")]
public sealed class ResponsesSdkTests : IAsyncLifetime
{
    private const string Model = "simulated";
    private static readonly FunctionTool Look = Tool("look");
    private static readonly FunctionTool Exec = Tool("exec");
    private SlackSimulator _simulator = null!;
    private ResponsesClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _client = new ResponsesClient(
            new ApiKeyCredential(_simulator.ModelKey),
            new ResponsesClientOptions { Endpoint = _simulator.OpenAIBaseUrl, RetryPolicy = new ClientRetryPolicy(0) });
    }

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tools_are_called_at_once_and_in_turn_and_thinking_comes_back_before_its_calls(bool stream)
    {
        List<ResponseItem> items = [ResponseItem.CreateUserMessageItem("<@U0HOLDFAST> use look {\"at\":\"⚓ the 🌊\"}\nuse exec\nthen use look {\"to\":\"<@U0ADA>\"}")];

        var first = await AskAsync(items, stream, Look, Exec);
        Assert.Equal(["look {\"at\":\"⚓ the 🌊\"}", "exec {}"], Calls(first).Select(Show));
        Assert.IsType<ReasoningResponseItem>(first.OutputItems[0]);
        Answer(items, first, "calm", "denied by policy");

        var second = await AskAsync(items, stream, Look, Exec);
        Assert.Equal(["look {\"to\":\"<@U0ADA>\"}"], Calls(second).Select(Show));
        Answer(items, second, "rough");

        var last = await AskAsync(items, stream, Look, Exec);
        Assert.Equal((ResponseStatus.Completed, "look said: calm\nexec said: denied by policy\nlook said: rough"), (last.Status, last.GetOutputText()));
        Assert.Equal(3, Calls(first).Concat(Calls(second)).Select(call => call.CallId).Distinct().Count());
        Assert.True(last.Usage.TotalTokenCount > 0);
        Assert.True(first.Usage.OutputTokenDetails.ReasoningTokenCount > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_come_before_the_calls_they_belong_to(bool stream)
    {
        var answer = await AskAsync([ResponseItem.CreateUserMessageItem("say I take a look.\nuse look")], stream, Look);

        Assert.Collection(
            answer.OutputItems,
            item => Assert.IsType<ReasoningResponseItem>(item),
            item => Assert.IsAssignableFrom<MessageResponseItem>(item),
            item => Assert.IsType<FunctionCallResponseItem>(item));
        Assert.Equal(("I take a look.", "look {}"), (answer.GetOutputText(), Show(Assert.Single(Calls(answer)))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_summary_of_what_it_thinks_comes_apart_from_what_it_says(bool stream)
    {
        var answer = await AskAsync([ResponseItem.CreateUserMessageItem("odd reasoning Fine.")], stream);

        Assert.Equal("Fine.", answer.GetOutputText());
        Assert.StartsWith("Somebody wants", Assert.IsType<ReasoningResponseItem>(answer.OutputItems[0]).GetSummaryText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_the_same_text_in_pieces()
    {
        var pieces = new List<string>();
        var text = new StringBuilder();
        await foreach (var update in await _client.CreateResponseStreamingAsync(Options([ResponseItem.CreateUserMessageItem("sails and oars")], stream: true)))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta) pieces.Add(delta.Delta);
            if (update is StreamingResponseOutputTextDoneUpdate done) text.Append(done.Text);
        }

        Assert.True(pieces.Count > 3);
        Assert.Equal("You said: sails and oars (message 1 of this conversation)", string.Concat(pieces));
        Assert.Equal(text.ToString(), string.Concat(pieces));
    }

    [Fact]
    public async Task An_answer_that_fails_in_its_middle_says_so()
    {
        var answer = await AskAsync([ResponseItem.CreateUserMessageItem("odd error")], stream: true);

        Assert.Equal((ResponseStatus.Failed, ResponseErrorCode.ServerError), (answer.Status, answer.Error.Code));
    }

    [Fact]
    public async Task A_failure_has_its_status()
    {
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync([ResponseItem.CreateUserMessageItem("fail 429")], stream: false));

        Assert.Equal(429, refused.Status);
    }

    private async Task<ResponseResult> AskAsync(List<ResponseItem> items, bool stream, params FunctionTool[] tools)
    {
        if (!stream) return (await _client.CreateResponseAsync(Options(items, stream: false, tools))).Value;
        var arguments = new Dictionary<int, StringBuilder>();
        ResponseResult? ended = null;
        await foreach (var update in await _client.CreateResponseStreamingAsync(Options(items, stream: true, tools)))
        {
            switch (update)
            {
                case StreamingResponseFunctionCallArgumentsDeltaUpdate delta:
                    if (!arguments.TryGetValue(delta.OutputIndex, out var soFar)) arguments[delta.OutputIndex] = soFar = new StringBuilder();
                    soFar.Append(delta.Delta);
                    break;
                case StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem call } done:
                    Assert.Equal(call.FunctionArguments.ToString(), arguments[done.OutputIndex].ToString());
                    break;
                case StreamingResponseCompletedUpdate end:
                    ended = end.Response;
                    break;
                case StreamingResponseFailedUpdate end:
                    ended = end.Response;
                    break;
                default:
                    break;
            }
        }

        return ended!;
    }

    private static CreateResponseOptions Options(List<ResponseItem> items, bool stream, params FunctionTool[] tools)
    {
        var options = new CreateResponseOptions
        {
            Model = Model, StoredOutputEnabled = false, StreamingEnabled = stream ? true : null,
            ReasoningOptions = new ResponseReasoningOptions { ReasoningSummaryVerbosity = ResponseReasoningSummaryVerbosity.Auto },
        };
        options.IncludedProperties.Add(IncludedResponseProperty.ReasoningEncryptedContent);
        foreach (var item in items) options.InputItems.Add(item);
        foreach (var tool in tools) options.Tools.Add(tool);
        return options;
    }

    private static void Answer(List<ResponseItem> items, ResponseResult answer, params string[] results)
    {
        items.AddRange(answer.OutputItems);
        items.AddRange(Calls(answer).Zip(results, (call, result) => ResponseItem.CreateFunctionCallOutputItem(call.CallId, result)));
    }

    private static List<FunctionCallResponseItem> Calls(ResponseResult answer) => [.. answer.OutputItems.OfType<FunctionCallResponseItem>()];

    private static string Show(FunctionCallResponseItem call) => $"{call.FunctionName} {call.FunctionArguments}";

    private static FunctionTool Tool(string name) => ResponseTool.CreateFunctionTool(
        name, BinaryData.FromString("""{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}}}}"""), strictModeEnabled: false, $"The tool {name}.");
}
