using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Tests.Runs;

/// <summary>The message that says that a run is at work, and what takes its place.</summary>
[Trait("Req", "AS-21")]
public sealed class RunNoticeTests : IAsyncDisposable
{
    private readonly RunBench _bench = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_run_that_takes_long_says_so_once_with_a_button_to_stop_it_and_its_answer_takes_that_place()
    {
        _bench.Agent.Script = AfterRelease(new AgentUpdate.Answer("done"));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        var handling = _bench.BeginAsync(claim);
        await AtWorkAsync(1);
        _bench.Clock.Advance(_bench.Options.NoticeAfter - TimeSpan.FromTicks(1));
        Assert.DoesNotContain(_bench.Store.Kept, kept => kept.Append.Count > 0);
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        await _bench.Store.Commits.AtLeastAsync(2);
        _bench.Clock.Advance(_bench.Options.NoticeAfter * 3);

        var notice = Assert.Single(_bench.Store.Kept.SelectMany(kept => kept.Append));
        Assert.Equal(["run.stop", "flow.open"], RunBench.ButtonsOf(notice));
        Assert.Equal(notice.Id, (await _bench.RunAsync(claim.Item.Id))!.Notice);

        _released.SetResult();
        var transition = await _bench.KeepAsync(handling);
        var answer = Assert.Single(transition.Append);
        AssertTakesPlace(answer, claim.Item.Id, notice.Id);
        Assert.Equal("done", RunBench.TextOf(answer));
        Assert.Equal(["flow.open"], RunBench.ButtonsOf(answer));
    }

    [Fact]
    public async Task A_run_that_answers_soon_says_nothing_else_and_neither_does_an_immediate_agents()
    {
        _bench.Agent.Says(new AgentUpdate.Answer("quick"));
        var transition = await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> hi"));
        Assert.Null(transition.Run!.Notice);
        Assert.Equal("chat.postMessage", RunBench.PlanOf(Assert.Single(transition.Append)).Method);
    }

    [Theory]
    [InlineData("answers", RunStatus.Completed)]
    [InlineData("fails", RunStatus.Failed)]
    [InlineData("times out", RunStatus.TimedOut)]
    [InlineData("is stopped", RunStatus.Stopped)]
    public async Task Whatever_ends_the_run_in_the_instant_of_the_notice_takes_its_place(string end, RunStatus status)
    {
        AgentUpdate[] said = end == "answers" ? [new AgentUpdate.Answer("done")] : [];
        _bench.Agent.Script = AfterRelease(end == "fails" ? new AgentException("No key.", isTransient: false) : null, said);
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        var stopping = Task.CompletedTask;
        _bench.Store.FailCommit = transition =>
        {
            // While the notice is on its way to the disk.
            if (transition.Append.Count == 1 && !_released.Task.IsCompleted)
            {
                if (end == "times out")
                    _bench.Clock.Advance(_bench.Options.Timeout);
                else if (end == "is stopped")
                    stopping = _bench.Stops.StopAsync(claim.Item.Id);
                else
                    _released.SetResult();
            }

            return null;
        };
        var handling = _bench.BeginAsync(claim);
        await AtWorkAsync(1);
        _bench.Clock.Advance(_bench.Options.NoticeAfter);
        var transition = await _bench.KeepAsync(handling);
        await stopping;
        Assert.Equal(status, transition.Run!.Status);
        var notice = Assert.Single(_bench.Store.Kept.SelectMany(kept => kept.Append));
        AssertTakesPlace(Assert.Single(transition.Append), claim.Item.Id, notice.Id);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task After_a_crash_the_notice_that_was_said_is_not_said_again_and_the_answer_takes_its_place()
    {
        _bench.Agent.Script = AfterRelease(new InvalidOperationException("the plug was pulled"));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        var handling = _bench.BeginAsync(claim);
        await AtWorkAsync(1);
        _bench.Clock.Advance(_bench.Options.NoticeAfter);
        await _bench.Store.Commits.AtLeastAsync(2);
        var notice = Assert.Single(_bench.Store.Kept.SelectMany(kept => kept.Append));
        _released.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => handling);

        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Agent.Script = (_, cancellationToken) => After(late.Task, null, [new AgentUpdate.Answer("done")], cancellationToken);
        var again = _bench.BeginAsync(await _bench.CrashAsync());
        await _bench.Agent.Begun.AtLeastAsync(2);
        _bench.Clock.Advance(_bench.Options.NoticeAfter * 2);
        late.SetResult();
        var transition = await _bench.KeepAsync(again);
        AssertTakesPlace(Assert.Single(transition.Append), claim.Item.Id, notice.Id);
        Assert.Single(_bench.Store.Kept.SelectMany(kept => kept.Append));
    }

    [Fact]
    public async Task A_notice_that_cannot_be_kept_ends_the_attempt_only_after_the_agent_has_come_to_rest()
    {
        var rested = false;
        _bench.Agent.Script = Rests;
        _bench.Store.FailCommit = transition => transition.Append.Count == 1 ? new StoreException("full", isTransient: true) : null;
        var handling = _bench.BeginAsync(await _bench.MentionAsync("<@UBOT> hi"));
        await AtWorkAsync(1);
        _bench.Clock.Advance(_bench.Options.NoticeAfter);
        await Assert.ThrowsAsync<StoreException>(() => handling.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(rested);

        async IAsyncEnumerable<AgentUpdate> Rests(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            finally
            {
                await Task.Yield();
                rested = true;
            }

            yield break;
        }
    }

    /// <summary>The agent works, and whoever shows the notice waits for its time.</summary>
    private async Task AtWorkAsync(int runs)
    {
        await _bench.Agent.Begun.AtLeastAsync(runs);
        await _bench.Clock.TimerSetAsync(_bench.Options.NoticeAfter);
    }

    private static void AssertTakesPlace(NewItem answer, ItemId run, ItemId notice)
    {
        var plan = RunBench.PlanOf(answer);
        Assert.Equal(("chat.update", new DeliveryTarget(run, notice), true), (plan.Method, plan.Target, plan.PostIfGone));
    }

    private Func<AgentTurn, CancellationToken, IAsyncEnumerable<AgentUpdate>> AfterRelease(params AgentUpdate[] updates) => AfterRelease(null, updates);

    private Func<AgentTurn, CancellationToken, IAsyncEnumerable<AgentUpdate>> AfterRelease(Exception? error, params AgentUpdate[] updates) =>
        (_, cancellationToken) => After(_released.Task, error, updates, cancellationToken);

    private static async IAsyncEnumerable<AgentUpdate> After(
        Task released, Exception? error, AgentUpdate[] updates, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await released.WaitAsync(cancellationToken);
        if (error is not null)
            throw error;
        foreach (var update in updates)
            yield return update;
    }
}
