using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Testing;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Tools;

[Trait("Req", "AS-15")]
public sealed class ToolBoxTests
{
    private readonly FakeClock _clock = new();
    private readonly RecordedLogs<ToolBox> _logs = new();
    private readonly ToolOptions _options = new();

    [Fact]
    public async Task A_run_has_what_is_always_there_and_what_sources_have_for_it()
    {
        var asked = new List<string>();
        var box = Box(new Source("hub_", (turn, _) =>
        {
            asked.Add(turn.User);
            return ["hub_a", "hub_b"];
        }));
        Assert.Equal(["look", "hub_a", "hub_b"], await NamesAsync(box));
        Assert.Equal(["U1"], asked);
        Assert.Equal(["look"], box.Always.Offered.Select(tool => tool.Name));
    }

    [Fact]
    public async Task Names_that_are_taken_foreign_or_none_are_left_out()
    {
        var box = Box(
            new Source("look", (_, _) => ["look", "lookup"]),
            new Source("hub_", (_, _) => ["hub_a", "hub_a", "exec", "hub_ä", ""]));
        Assert.Equal(["look", "lookup", "hub_a"], await NamesAsync(box));
        Assert.Equal(5, _logs.Lines.Count);
    }

    [Fact]
    public async Task A_source_that_throws_or_does_not_answer_takes_no_other_tool_with_it()
    {
        var never = new TaskCompletionSource<IReadOnlyList<IAgentTool>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var box = Box(
            new Source("bad_", Task.FromException<IReadOnlyList<IAgentTool>>(new InvalidOperationException("a defect"))),
            new Source("slow_", never.Task),
            new Source("hub_", (_, _) => ["hub_a"]));
        var asking = NamesAsync(box);
        await _clock.TimerSetAsync(TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["look", "hub_a"], await asking);
        Assert.Equal(2, _logs.Lines.Count);
    }

    [Fact]
    public async Task A_run_that_is_stopped_waits_for_no_source()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource<IReadOnlyList<IAgentTool>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Box(new Source("slow_", never.Task)).GetAsync(Turn, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task What_is_made_of_the_same_lists_is_made_once()
    {
        IReadOnlyList<IAgentTool> tools = [new Tool("hub_a"), new Tool("exec")];
        var box = Box(new Source("hub_", (_, _) => Task.FromResult(tools)));
        var first = await box.GetAsync(Turn, CancellationToken.None);
        Assert.Same(first, await box.GetAsync(Turn, CancellationToken.None));
        Assert.Single(_logs.Lines);
        tools = [new Tool("hub_b")];
        Assert.Equal(["look", "hub_b"], await NamesAsync(box));
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task A_model_is_given_as_many_as_providers_take_of_each_source_in_turns()
    {
        _options.Policies["off_*"] = ToolPolicy.Off;
        var box = Box(
            new Source("many_", (_, _) => [.. Enumerable.Range(0, 5_000).Select(number => $"many_{number}")]),
            new Source("few_", (_, _) => ["few_a", "few_b"]),
            new Source("off_", (_, _) => [.. Enumerable.Range(0, 200).Select(number => $"off_{number}")]));
        var offered = (await NamesAsync(box)).ToList();
        Assert.Equal(128, offered.Count);
        Assert.Contains("few_b", offered);
        Assert.Contains("many_124", offered);
        Assert.Contains("4875 tools of the source of many_*", Assert.Single(_logs.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task What_sources_say_of_their_tools_is_bounded_together()
    {
        var box = Box(new Source("wordy_", (_, _) => Task.FromResult<IReadOnlyList<IAgentTool>>([.. Enumerable.Range(0, 100).Select(number => new Tool($"wordy_{number}", new string('x', 10_000)))])));
        Assert.Equal(17, (await NamesAsync(box)).Count());
    }

    [Fact]
    public void What_may_need_an_approval_is_known_before_sources_have_been_asked()
    {
        _options.Policies["look"] = ToolPolicy.Approve;
        _options.Policies["free_*"] = ToolPolicy.Auto;
        Assert.Equal(["look", "hub_*"], Box(new Source("free_", (_, _) => []), new Source("hub_", (_, _) => [])).Asked);
    }

    [Theory]
    [InlineData("hub_a", ToolPolicy.Auto)]
    [InlineData("hub_admin_x", ToolPolicy.Off)]
    [InlineData("hub_b", ToolPolicy.Approve)]
    [InlineData("hub", null)]
    [InlineData("other", null)]
    public void The_nearest_policy_counts(string tool, ToolPolicy? policy)
    {
        _options.Policies["hub_a"] = ToolPolicy.Auto;
        _options.Policies["hub_*"] = ToolPolicy.Approve;
        _options.Policies["hub_admin_*"] = ToolPolicy.Off;
        Assert.Equal(policy, _options.PolicyOf(tool));
    }

    private static AgentTurn Turn => new()
    {
        Run = default, Conversation = new ConversationId(new TeamId("T1"), new ChannelId("C1"), null), User = "U1", Content = new MessageContent("hi"), Memory = null!,
    };

    private ToolBox Box(params IToolSource[] sources) => new([new Tool("look")], sources, Options.Create(_options), _clock, _logs);

    private static async Task<IEnumerable<string>> NamesAsync(ToolBox box) => (await box.GetAsync(Turn, CancellationToken.None)).Offered.Select(tool => tool.Name);

    private sealed class Source(string prefix, Func<AgentTurn, CancellationToken, Task<IReadOnlyList<IAgentTool>>> tools) : IToolSource
    {
        public Source(string prefix, Func<AgentTurn, CancellationToken, string[]> names)
            : this(prefix, (turn, token) => Task.FromResult<IReadOnlyList<IAgentTool>>([.. names(turn, token).Select(name => new Tool(name))]))
        {
        }

        public Source(string prefix, Task<IReadOnlyList<IAgentTool>> tools)
            : this(prefix, (_, _) => tools)
        {
        }

        public string Prefix => prefix;

        public async ValueTask<IReadOnlyList<IAgentTool>> GetToolsAsync(AgentTurn turn, CancellationToken cancellationToken) => await tools(turn, cancellationToken);
    }

    private sealed class Tool(string name, string description = "") : IAgentTool
    {
        public string Name => name;

        public string Description => description;

        public JsonElement Parameters => default;

        public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

        public ToolReview Review(JsonElement arguments) => new ToolReview.Accepted("");

        public ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
