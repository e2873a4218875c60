using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Tests.Runs;

/// <summary>Whoever watches a run is told of it, and costs it nothing.</summary>
[Trait("Req", "XP-11")]
public sealed class RunObserverTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RunBench _bench = new();

    private ShownSigns Watcher => _bench.Signs;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("answers", "ended Completed")]
    [InlineData("asks", "ended Waiting")]
    [InlineData("fails", "ended Failed")]
    [InlineData("may pass", "ended Running")]
    [InlineData("breaks", "ended Running")]
    public async Task However_a_run_ends_it_is_told_last_and_once(string how, string end)
    {
        if (how == "answers")
            _bench.Agent.Says(new AgentUpdate.Answer("done"));
        else if (how == "asks")
            _bench.Agent.Says(new AgentUpdate.ApprovalNeeded([new ToolRequest("c1", "exec", "rm")]));
        else
            _bench.Agent.Fails(how == "breaks" ? new InvalidOperationException("a defect") : new AgentException("No.", isTransient: how == "may pass"));
        var handling = _bench.BeginAsync(await _bench.MentionAsync("<@UBOT> hi"));
        if (how == "breaks")
            await Assert.ThrowsAsync<InvalidOperationException>(() => handling);
        else
            await handling.WaitAsync(Patience);
        await Watcher.Ended.AtLeastAsync(1);
        Assert.Equal(["started", end], Watcher.Told);
    }

    [Fact]
    public async Task One_that_throws_is_logged_once_and_hears_only_the_end_after_that()
    {
        Watcher.Does = (what, _, _) => what.StartsWith("ended", StringComparison.Ordinal) ? Task.CompletedTask : throw new FormatException("a defect");
        _bench.Agent.Says(new AgentUpdate.TextDelta("a"), new AgentUpdate.StepStarted("model", "m"), new AgentUpdate.StepFinished("b"), new AgentUpdate.Answer("done"));
        var transition = await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> hi"));
        await Watcher.Ended.AtLeastAsync(1);
        Assert.Equal("done", RunBench.TextOf(Assert.Single(transition.Append)));
        Assert.Equal(["started", "ended Completed"], Watcher.Told);
        Assert.IsType<FormatException>(Assert.Single(_bench.WatchLogs.Lines).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_hangs_costs_the_run_nothing_and_is_logged_when_it_outlives_it(bool blocks)
    {
        using var released = new ManualResetEventSlim();
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Watcher.Does = (_, _, _) =>
        {
            if (!blocks)
                return never.Task;
            released.Wait(CancellationToken.None);
            return Task.CompletedTask;
        };
        _bench.Agent.Says(new AgentUpdate.TextDelta("a"), new AgentUpdate.Answer("done"));
        var transition = await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> hi"));
        Assert.Equal("done", RunBench.TextOf(Assert.Single(transition.Append)));

        await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(10));
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        await _bench.WatchLogs.Written.AtLeastAsync(1);
        Assert.Contains(_bench.WatchLogs.Lines, line => line.Text.StartsWith("ShownSigns has not finished 00:00:10 after the end", StringComparison.Ordinal));
        released.Set();
        never.SetResult();
        await Watcher.Ended.AtLeastAsync(1);
        Assert.Equal(["started", "delta a", "ended Completed"], Watcher.Told);
    }

    [Fact]
    public async Task What_is_under_way_is_called_off_when_the_run_ends()
    {
        Watcher.Does = (what, _, cancellationToken) => what == "started" ? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken) : Task.CompletedTask;
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> hi"));
        await Watcher.Ended.AtLeastAsync(1);
        Assert.Equal(["started", "ended Completed"], Watcher.Told);
        Assert.Empty(_bench.WatchLogs.Lines);
    }

    [Fact]
    [Trait("Req", "AS-21")]
    public async Task One_that_wants_something_said_at_once_has_it_said_once_and_the_answer_takes_its_place()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Watcher.Does = (what, run, _) =>
        {
            run.ShowNotice($"{what} {run.Question.Text}", [new SectionBlock { Text = TextObject.Plain("soon") }]);
            return Task.CompletedTask;
        };
        _bench.Agent.Script = AfterRelease;
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        var handling = _bench.BeginAsync(claim);
        await _bench.Store.Commits.AtLeastAsync(2);
        release.SetResult();
        var transition = await _bench.KeepAsync(handling);

        var notice = Assert.Single(_bench.Store.Kept.SelectMany(kept => kept.Append));
        Assert.Equal("started hi", RunBench.TextOf(notice));
        Assert.Equal("chat.update", RunBench.PlanOf(Assert.Single(transition.Append)).Method);

        async IAsyncEnumerable<AgentUpdate> AfterRelease(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await release.Task.WaitAsync(cancellationToken);
            yield return new AgentUpdate.Answer("done");
        }
    }
}
