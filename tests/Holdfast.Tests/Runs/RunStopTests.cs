using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Storage;

namespace Holdfast.Tests.Runs;

/// <summary>A run that somebody wants stopped.</summary>
[Trait("Req", "AS-21")]
public sealed class RunStopTests : IAsyncDisposable
{
    private const string Here = "T1/C1/1700000000.000100";
    private readonly RunBench _bench = new();

    private static CancellationToken None => CancellationToken.None;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_stop_while_the_model_stalls_keeps_what_it_had_written_and_shows_it()
    {
        _bench.Agent.Script = Stalls;
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        var handling = _bench.BeginAsync(claim);
        await _bench.Agent.Begun.AtLeastAsync(1);
        await _bench.RequestStopAsync(claim.Item.Id);
        await _bench.Stops.StopAsync(claim.Item.Id);
        var transition = await _bench.KeepAsync(handling);

        Assert.Equal(ItemOutcome.Answered, transition.Outcome);
        Assert.Equal("The first half\n\n(stopped)", RunBench.TextOf(Assert.Single(transition.Append)));
        Assert.Equal(["run.retry", "flow.open"], RunBench.ButtonsOf(transition.Append[0]));
        Assert.Equal([new NewTurn(Here, RunBench.Asked), new NewTurn(Here, new Turn(Turn.Assistant, "The first half"))], transition.Turns);
        Assert.Equal(RunStatus.Stopped, (await _bench.RunAsync(claim.Item.Id))!.Status);
        var step = Assert.Single(await _bench.Memory.GetStepsAsync(claim.Item.Id, None));
        Assert.Equal(("The first half", "stopped"), (step.Output, step.Error));
        Assert.Null(await RunRecords.Stops.FindAsync(_bench.Memory, claim.Item.Id, None));
    }

    [Fact]
    public async Task A_stop_that_was_wanted_before_a_crash_is_honoured_after_it_without_asking_the_agent_again()
    {
        _bench.Agent.Fails(new TimeoutException("the plug was pulled"));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        await Assert.ThrowsAsync<TimeoutException>(() => _bench.BeginAsync(claim));
        await _bench.RequestStopAsync(claim.Item.Id);
        var transition = await _bench.HandleAsync(await _bench.CrashAsync());
        Assert.Equal((RunStatus.Stopped, 1), (transition.Run!.Status, _bench.Agent.Begun.Times));
        Assert.Contains("Stopped before I could answer.", RunBench.TextOf(Assert.Single(transition.Append)), StringComparison.Ordinal);
        Assert.Null(await RunRecords.Stops.FindAsync(_bench.Memory, claim.Item.Id, None));
    }

    /// <summary>The wish comes after the run has looked for one, and before it could be told.</summary>
    [Fact]
    public async Task A_stop_that_comes_in_the_moment_of_a_resumed_runs_start_is_not_lost()
    {
        _bench.Agent.Fails(new TimeoutException("the plug was pulled"));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        await Assert.ThrowsAsync<TimeoutException>(() => _bench.BeginAsync(claim));
        var again = await _bench.CrashAsync();
        _bench.Agent.Script = Stalls;
        var stopping = Task.CompletedTask;
        _bench.Store.RecordRead = key =>
        {
            if (key == new RecordKey(RunRecords.Stops.Kind, claim.Item.Id))
                stopping = _bench.Stops.StopAsync(claim.Item.Id);
        };
        var transition = await _bench.KeepAsync(_bench.BeginAsync(again));
        await stopping;
        Assert.Equal(RunStatus.Stopped, transition.Run!.Status);
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task A_stop_of_a_run_that_waits_withdraws_what_it_asked_for()
    {
        _bench.Agent.Says(new AgentUpdate.ApprovalNeeded([new ToolRequest("c1", "exec", "rm -rf /"), new ToolRequest("c2", "exec", "ls")]));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        await _bench.HandleAsync(claim);
        var asked = await _bench.ApprovalsAsync(claim.Item.Id);
        await _bench.DecideAsync(asked[0], ApprovalStatus.Approved);
        await _bench.HandleAsync(await _bench.ClaimAsync());

        await _bench.RequestStopAsync(claim.Item.Id);
        await _bench.Memory.AppendAsync([RunItems.ToResume(claim.Item.Id, Here, "U1", _bench.Clock, null)], None);
        var transition = await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal(RunStatus.Stopped, transition.Run!.Status);

        // In the approval's own lane, where a click may be under way.
        var withdrawn = Assert.Single(transition.Append, item => item.Kind == ApprovalItems.Withdrawal);
        Assert.Equal((LaneQueue.Scheduled, ApprovalRequests.LaneOf(asked[1].Id)), (withdrawn.Queue, withdrawn.Lane));
        Assert.Equal(1, _bench.Agent.Begun.Times);
    }

    [Fact]
    public async Task A_server_that_stops_in_the_same_instant_leaves_the_run_in_its_lane_and_the_wish_with_it()
    {
        _bench.Agent.Script = Stalls;
        using var stopping = new CancellationTokenSource();
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        var handling = _bench.BeginAsync(claim, stopping.Token);
        await _bench.Agent.Begun.AtLeastAsync(1);
        await _bench.RequestStopAsync(claim.Item.Id);
        await stopping.CancelAsync();
        await _bench.Stops.StopAsync(claim.Item.Id);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handling);
        Assert.Equal(RunStatus.Stopped, (await _bench.HandleAsync(await _bench.CrashAsync())).Run!.Status);
    }

    [Fact]
    public async Task A_run_that_is_given_up_on_takes_the_wish_with_it_so_that_a_replay_runs()
    {
        _bench.Agent.Fails(new InvalidOperationException("a defect"));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.BeginAsync(claim));
        await _bench.RequestStopAsync(claim.Item.Id);
        await _bench.Memory.CommitAsync(_bench.Executor.GiveUp(claim, new InvalidOperationException("a defect")), None);

        Assert.True(await _bench.Memory.ReplayAsync(claim.Item.Id, [], None));
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        Assert.Equal(RunStatus.Completed, (await _bench.HandleAsync(await _bench.ClaimAsync())).Run!.Status);
    }

    [Fact]
    [Trait("Req", "AS-25")]
    public async Task What_the_agent_took_back_is_not_shown_when_it_is_stopped()
    {
        _bench.Agent.Script = TakesBack;
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        var handling = _bench.BeginAsync(claim);
        await _bench.Agent.Begun.AtLeastAsync(1);
        await _bench.RequestStopAsync(claim.Item.Id);
        await _bench.Stops.StopAsync(claim.Item.Id);
        var transition = await _bench.KeepAsync(handling);

        Assert.Equal("Yes, so it is.\n\n(stopped)", RunBench.TextOf(Assert.Single(transition.Append)));
        Assert.Equal(new NewTurn(Here, new Turn(Turn.Assistant, "Yes, so it is.")), transition.Turns[^1]);
    }

    private static async IAsyncEnumerable<AgentUpdate> TakesBack(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new AgentUpdate.TextDelta("Yes, ");
        yield return new AgentUpdate.TextDelta("SECRET");
        yield return new AgentUpdate.TextTakenBack(6);
        yield return new AgentUpdate.TextDelta("so it is.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private static async IAsyncEnumerable<AgentUpdate> Stalls(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new AgentUpdate.StepStarted(StepKinds.Model, "m");
        yield return new AgentUpdate.TextDelta("The first ");
        yield return new AgentUpdate.TextDelta("half");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
