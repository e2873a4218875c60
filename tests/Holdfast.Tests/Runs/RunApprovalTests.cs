using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Runs;

/// <summary>A run that waits for people, and goes on.</summary>
[Trait("Req", "RS-18")]
public sealed class RunApprovalTests : IAsyncDisposable
{
    private readonly RunBench _bench = new();

    private static CancellationToken None => CancellationToken.None;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Req", "RS-14")]
    public async Task A_run_that_needs_people_frees_its_lane_and_keeps_card_expiry_and_state_in_one_transition()
    {
        var (claim, transition) = await AskAsync("c1", "c2");
        Assert.Equal((ItemOutcome.Answered, RunStatus.Waiting, null), (transition.Outcome, transition.Run!.Status, transition.Run.EndedAt));
        Assert.Empty(transition.Turns);
        Assert.Equal(["c1", "c2"], transition.Approvals.Select(approval => approval.CallId));
        Assert.All(transition.Approvals, approval => Assert.Equal(("U1", ApprovalStatus.Pending), (approval.RequestedBy, approval.Status)));
        var cards = transition.Append.Where(item => item.Queue == LaneQueue.Outbound).ToList();
        Assert.Equal(transition.Approvals.Select(approval => approval.Card), cards.Select(card => card.Id));
        Assert.All(cards, card => Assert.Equal(["approval.approve", "approval.deny"], RunBench.ButtonsOf(card)));
        var ends = transition.Append.Where(item => item.Kind == ApprovalItems.Expiry).ToList();
        Assert.Equal(transition.Approvals.Select(approval => (ApprovalRequests.LaneOf(approval.Id), (DateTimeOffset?)approval.ExpiresAt)), ends.Select(end => (end.Lane, end.DueAt)));
        var reminders = transition.Append.Where(item => item.Kind == ApprovalItems.Reminder);
        Assert.Equal(transition.Approvals.Select(approval => (DateTimeOffset?)(approval.CreatedAt + ((approval.ExpiresAt - approval.CreatedAt) / 2))), reminders.Select(reminder => reminder.DueAt));

        // The lane is free, and the thread is still the app's: the next message is answered.
        _bench.Agent.Says(new AgentUpdate.Answer("meanwhile"));
        var other = await _bench.HandleAsync(await _bench.MentionAsync("and now?", """{"ts":"1700000005.000000","thread_ts":"1700000000.000100"}"""));
        Assert.Equal("meanwhile", RunBench.TextOf(Assert.Single(other.Append)));
        Assert.Equal(RunStatus.Waiting, (await _bench.RunAsync(claim.Item.Id))!.Status);
    }

    [Fact]
    public async Task It_goes_on_only_when_the_last_one_is_decided_and_the_agent_sees_all_decisions()
    {
        var (claim, _) = await AskAsync("c1", "c2", "c3");
        var asked = await _bench.ApprovalsAsync(claim.Item.Id);
        ApprovalStatus[] decisions = [ApprovalStatus.Approved, ApprovalStatus.Denied, ApprovalStatus.Expired];
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        for (var i = 0; i < 3; i++)
        {
            await _bench.DecideAsync(asked[i], decisions[i], decisions[i] == ApprovalStatus.Expired ? null : "U7");
            var transition = await _bench.HandleAsync(await _bench.ClaimAsync());
            Assert.Equal(i < 2 ? RunStatus.Waiting : RunStatus.Completed, transition.Run!.Status);
            Assert.Equal(i < 2 ? 1 : 2, _bench.Agent.Begun.Times);
        }

        Assert.Equal(decisions, _bench.Agent.LastTurn!.Approvals.Select(approval => approval.Status));
        Assert.Equal("hi", _bench.Agent.LastTurn.Content.Text);
        var steps = await _bench.Memory.GetStepsAsync(claim.Item.Id, None);
        Assert.Equal(
            [(1, "approval", "Approved by U7", null), (2, "approval", "Denied by U7", "denied"), (3, "approval", "Expired", "expired")],
            steps.Select(step => (step.Number, step.Kind, step.Output!, step.Error)));
    }

    [Fact]
    public async Task What_was_asked_before_is_not_asked_again()
    {
        var (claim, _) = await AskAsync("c1", "c2");
        var asked = await _bench.ApprovalsAsync(claim.Item.Id);
        await _bench.DecideAsync(asked[0], ApprovalStatus.Approved);
        await _bench.DecideAsync(asked[1], ApprovalStatus.Approved);
        _bench.Agent.Says(Needs("c1", "c2", "c9"));
        var transition = await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal("c9", Assert.Single(transition.Approvals).CallId);

        // The second decision's item comes round as well, and finds one undecided.
        Assert.Equal(RunStatus.Waiting, (await _bench.HandleAsync(await _bench.ClaimAsync())).Run!.Status);
        Assert.Equal(2, _bench.Agent.Begun.Times);
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task That_an_approval_is_used_is_durable_before_the_agent_goes_on()
    {
        var (claim, _) = await AskAsync("c1");
        var approval = Assert.Single(await _bench.ApprovalsAsync(claim.Item.Id));
        await _bench.DecideAsync(approval, ApprovalStatus.Approved);
        DateTimeOffset? usedAt = null;
        _bench.Agent.Script = Uses;
        var transition = await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.Equal(_bench.Clock.GetUtcNow(), usedAt);
        Assert.Equal(RunStatus.Completed, transition.Run!.Status);
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(await _bench.ApprovalsAsync(claim.Item.Id)).Status);

        async IAsyncEnumerable<AgentUpdate> Uses(AgentTurn turn, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new AgentUpdate.StepStarted(StepKinds.Tool, "exec") { Approval = approval.Id };
            usedAt = (await _bench.ApprovalsAsync(claim.Item.Id))[0].UsedAt;
            yield return new AgentUpdate.StepFinished("done");
            yield return new AgentUpdate.Answer("done");
        }
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task An_approval_whose_use_cannot_be_kept_is_not_used()
    {
        var (claim, _) = await AskAsync("c1");
        var approval = Assert.Single(await _bench.ApprovalsAsync(claim.Item.Id));
        await _bench.DecideAsync(approval, ApprovalStatus.Approved);
        var wentOn = false;
        _bench.Agent.Script = (_, _) => Uses();
        _bench.Store.FailCommit = transition => transition.Approvals.Count > 0 ? new StoreException("full", isTransient: true) : null;
        await Assert.ThrowsAsync<StoreException>(async () => await _bench.BeginAsync(await _bench.ClaimAsync()));
        Assert.False(wentOn);

        async IAsyncEnumerable<AgentUpdate> Uses()
        {
            await Task.Yield();
            yield return new AgentUpdate.StepStarted(StepKinds.Tool, "exec") { Approval = approval.Id };
            wentOn = true;
        }
    }

    [Fact]
    public async Task Waiting_in_good_order_any_number_of_times_is_no_crash_that_the_run_is_given_up_for()
    {
        _bench.Options.MaxStarts = 2;
        var (claim, _) = await AskAsync("c0");
        for (var i = 1; i <= 6; i++)
        {
            var pending = (await _bench.ApprovalsAsync(claim.Item.Id)).Single(approval => approval.Status == ApprovalStatus.Pending);
            await _bench.DecideAsync(pending, ApprovalStatus.Approved);
            _bench.Agent.Says(Needs($"c{i}"));
            Assert.Equal(RunStatus.Waiting, (await _bench.HandleAsync(await _bench.ClaimAsync())).Run!.Status);
        }
    }

    [Fact]
    public async Task A_run_that_was_started_too_often_withdraws_what_nobody_has_decided()
    {
        var (claim, _) = await AskAsync("c1", "c2");
        var asked = await _bench.ApprovalsAsync(claim.Item.Id);
        await _bench.DecideAsync(asked[0], ApprovalStatus.Approved);
        _bench.Options.MaxStarts = 0;
        var transition = await _bench.HandleAsync(await _bench.ClaimAsync());
        Assert.IsType<ItemOutcome.Dead>(transition.Outcome);
        Assert.Equal(RunStatus.Failed, (await _bench.RunAsync(claim.Item.Id))!.Status);
        var withdrawn = Assert.Single(transition.Append, item => item.Kind == ApprovalItems.Withdrawal);
        Assert.Equal(ApprovalRequests.LaneOf(asked[1].Id), withdrawn.Lane);
    }

    [Fact]
    public async Task A_decision_about_a_run_that_has_ended_does_nothing()
    {
        var (claim, _) = await AskAsync("c1");
        var approval = Assert.Single(await _bench.ApprovalsAsync(claim.Item.Id));
        await _bench.RequestStopAsync(claim.Item.Id);
        await _bench.DecideAsync(approval, ApprovalStatus.Approved);
        await _bench.DecideAsync(approval, ApprovalStatus.Approved);
        Assert.Equal(RunStatus.Stopped, (await _bench.HandleAsync(await _bench.ClaimAsync())).Run!.Status);
        Assert.Equal(ItemOutcome.Ignored("the run has ended"), (await _bench.HandleAsync(await _bench.ClaimAsync())).Outcome);
        Assert.Equal(1, _bench.Agent.Begun.Times);
    }

    [Fact]
    [Trait("Req", "AS-5")]
    public async Task What_was_approved_before_a_stop_is_not_done_because_somebody_has_the_run_go_on()
    {
        var (claim, _) = await AskAsync("c1");
        await _bench.RequestStopAsync(claim.Item.Id);
        await _bench.DecideAsync(Assert.Single(await _bench.ApprovalsAsync(claim.Item.Id)), ApprovalStatus.Approved);
        Assert.Equal(RunStatus.Stopped, (await _bench.HandleAsync(await _bench.ClaimAsync())).Run!.Status);

        await _bench.Memory.AppendAsync([RunItems.ToRetry(claim.Item.Id, claim.Item.Lane, "U1", _bench.Clock, null)], None);
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        Assert.Equal(RunStatus.Completed, (await _bench.HandleAsync(await _bench.ClaimAsync())).Run!.Status);
        Assert.Equal(ApprovalStatus.Withdrawn, Assert.Single(_bench.Agent.LastTurn!.Approvals).Status);
        Assert.Equal(ApprovalStatus.Withdrawn, Assert.Single(await _bench.ApprovalsAsync(claim.Item.Id)).Status);
    }

    [Fact]
    public async Task A_resumed_run_that_crashes_goes_on_after_its_steps()
    {
        var (claim, _) = await AskAsync("c1");
        await _bench.DecideAsync(Assert.Single(await _bench.ApprovalsAsync(claim.Item.Id)), ApprovalStatus.Approved);
        _bench.Agent.Fails(new TimeoutException("the plug was pulled"));
        var resumed = await _bench.ClaimAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => _bench.BeginAsync(resumed));
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        Assert.Equal(RunStatus.Completed, (await _bench.HandleAsync(await _bench.CrashAsync())).Run!.Status);
        Assert.Single(await _bench.Memory.GetStepsAsync(claim.Item.Id, None), step => step.Kind == StepKinds.Approval);
    }

    [Fact]
    public async Task A_resume_that_is_given_up_on_ends_its_run()
    {
        var (claim, _) = await AskAsync("c1");
        await _bench.DecideAsync(Assert.Single(await _bench.ApprovalsAsync(claim.Item.Id)), ApprovalStatus.Approved);
        var dead = _bench.Executor.GiveUp(await _bench.ClaimAsync(), new InvalidOperationException("a defect"));
        Assert.Contains("something went wrong on my side", RunBench.TextOf(Assert.Single(dead.Append)), StringComparison.Ordinal);
        await _bench.Memory.CommitAsync(dead, None);
        Assert.Equal(RunStatus.Failed, (await _bench.RunAsync(claim.Item.Id))!.Status);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task The_buttons_retry_lets_the_same_run_go_on_after_what_it_had_done()
    {
        _bench.Agent.FailsAfter(
            new AgentException("No key.", isTransient: false), new AgentUpdate.StepStarted(StepKinds.Tool, "set_timer"), new AgentUpdate.StepFinished("set"));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        var failed = await _bench.HandleAsync(claim);
        Assert.Contains("Before that I had done: set_timer. Retry goes on from there.", RunBench.TextOf(Assert.Single(failed.Append)), StringComparison.Ordinal);
        Assert.Equal(["run.retry", "flow.open"], RunBench.ButtonsOf(Assert.Single(failed.Append)));

        await _bench.Memory.AppendAsync([RunItems.ToRetry(claim.Item.Id, claim.Item.Lane, "U1", _bench.Clock, null)], None);
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        var retry = await _bench.ClaimAsync();
        var retried = await _bench.HandleAsync(retry);
        Assert.Equal((claim.Item.Id, "hi", "U1", RunStatus.Completed), (retried.Run!.Id, retried.Run.Question.Text, retried.Run.User, retried.Run.Status));
        Assert.Equal(
            [(1, StepKinds.Tool), (2, StepKinds.Again)], (await _bench.Memory.GetStepsAsync(claim.Item.Id, None)).Select(step => (step.Number, step.Kind)));
        Assert.Equal("set_timer", Assert.Single(_bench.Agent.LastTurn!.FinishedSteps).Name);
        Assert.Empty(await _bench.Memory.ClaimAsync(LaneQueue.Inbound, new WorkerId("w"), 1, TimeSpan.FromDays(1), None));
    }

    [Fact]
    [Trait("Req", "VF-5")]
    public async Task A_retry_that_is_given_up_on_ends_its_run_again()
    {
        _bench.Agent.Fails(new AgentException("No key.", isTransient: false));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        await _bench.HandleAsync(claim);
        await _bench.Memory.AppendAsync([RunItems.ToRetry(claim.Item.Id, claim.Item.Lane, "U1", _bench.Clock, null)], None);
        var retry = await _bench.ClaimAsync();
        _bench.Agent.Fails(new InvalidOperationException("a defect"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.BeginAsync(retry));
        await _bench.Memory.CommitAsync(_bench.Executor.GiveUp(retry, new InvalidOperationException("a defect")), None);
        Assert.Equal(RunStatus.Failed, (await _bench.RunAsync(claim.Item.Id))!.Status);
    }

    [Fact]
    [Trait("Req", "VF-6")]
    public async Task A_run_is_kept_as_long_as_its_user_chose()
    {
        await _bench.CommitAsync(claim => new Transition
        {
            Claim = claim, Outcome = ItemOutcome.Answered, Records = [RunRecords.Retention("T1", "U1").With("604800")],
        });
        _bench.Agent.Says(new AgentUpdate.Answer("done"));
        var run = (await _bench.HandleAsync(await _bench.MentionAsync("<@UBOT> hi"))).Run!;
        Assert.Equal(run.EndedAt + TimeSpan.FromDays(7), run.ExpiresAt);
    }

    private static AgentUpdate.ApprovalNeeded Needs(params string[] calls) => new([.. calls.Select(call => new ToolRequest(call, "exec", $"run {call}"))]);

    private async Task<(Claim Claim, Transition Transition)> AskAsync(params string[] calls)
    {
        _bench.Agent.Says(Needs(calls));
        var claim = await _bench.MentionAsync("<@UBOT> hi");
        return (claim, await _bench.HandleAsync(claim));
    }
}
