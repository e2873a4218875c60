using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Ingress;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Runs;

public sealed class RunExecutorTests : IAsyncDisposable
{
    private const string Here = "T1/C1/1700000000.000100";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RunBench _bench = new();

    private FakeClock Clock => _bench.Clock;

    private InMemoryStore Memory => _bench.Memory;

    private ObservedStore Store => _bench.Store;

    private RunOptions RunSettings => _bench.Options;

    private ScriptedAgent Agent => _bench.Agent;

    private ShownSigns Thinking => _bench.Signs;

    private RunExecutor Executor => _bench.Executor;

    private static CancellationToken None => CancellationToken.None;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task What_is_done_is_durable_while_others_beside_it_are_under_way()
    {
        var (go, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        Agent.Script = (_, _) => Several();
        var claim = await MentionAsync("<@UBOT> hi");
        var handling = HandleAsync(claim);
        await told.Task.WaitAsync(Patience);
        Assert.Equal(("tool", "quick", "one", null), Described(Assert.Single(await Memory.GetStepsAsync(claim.Item.Id, None))));
        go.SetResult();
        await handling;
        Assert.Equal(["quick", "slow", "other"], (await Memory.GetStepsAsync(claim.Item.Id, None)).Select(step => step.Name));

        async IAsyncEnumerable<AgentUpdate> Several()
        {
            yield return new AgentUpdate.StepStarted("tool", "slow") { Id = "1" };
            yield return new AgentUpdate.StepStarted("tool", "quick") { Id = "2" };
            yield return new AgentUpdate.StepFinished("one") { Id = "2" };
            told.SetResult();
            await go.Task;
            yield return new AgentUpdate.StepFinished("two") { Id = "1" };
            yield return new AgentUpdate.StepStarted("tool", "other");
            yield return new AgentUpdate.StepFinished("three");
            yield return Answer("done");
        }
    }

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "CX-1")]
    public async Task An_answer_consumes_the_message_and_plans_the_reply_the_run_and_the_turns_in_one_transition()
    {
        Agent.Says(new AgentUpdate.TextDelta("Hel"), new AgentUpdate.StepStarted("model", "m"), new AgentUpdate.StepFinished("Hello") { Usage = new AgentUsage("gpt", 5, 7) }, Answer("Hello <b>"));
        var claim = await MentionAsync("<@UBOT> hi");
        var transition = await HandleAsync(claim);

        Assert.Equal(ItemOutcome.Answered, transition.Outcome);
        Assert.Equal([new NewTurn(Here, RunBench.Asked), new NewTurn(Here, new Turn(Turn.Assistant, "Hello <b>"))], transition.Turns);
        Assert.Equal(("Hello &lt;b&gt;", Here), (TextOf(Assert.Single(transition.Append)), transition.Append[0].Lane));
        Assert.Equal("1700000000.000100", DeliveryPlan.Read(transition.Append[0].Payload).Thread);
        var run = await Memory.GetRunAsync(claim.Item.Id, None);
        Assert.Equal((RunStatus.Completed, "gpt", 5L, 7L, "U1", 1), (run!.Status, run.Model, run.InputTokens, run.OutputTokens, run.User, run.Starts));
        Assert.Equal(("model", "m", "Hello", null), Described(Assert.Single(await Memory.GetStepsAsync(claim.Item.Id, None))));
        await Thinking.Ended.AtLeastAsync(1);
        Assert.Equal([Here], Thinking.In);
        Assert.Equal(["started", "delta Hel", "step m", "step done Hello", "ended Completed"], Thinking.Told);
        Assert.Equal("hi", Agent.LastTurn!.Content.Text);
    }

    [Fact]
    [Trait("Req", "CX-1")]
    public async Task A_follow_up_in_the_thread_is_answered_with_the_conversation_so_far()
    {
        Agent.Says(Answer("one"));
        await HandleAsync(await MentionAsync("<@UBOT> first"));
        Agent.Says(Answer("two"));
        var transition = await HandleAsync(await MentionAsync("and second", """{"ts":"1700000005.000000","thread_ts":"1700000000.000100"}"""));
        Assert.Equal("two", TextOf(Assert.Single(transition.Append)));

        // What it says itself is kept for the next one.
        var heard = await Agent.LastTurn!.Memory.GetTurnsAsync(Agent.LastTurn.Conversation, None);
        Assert.Equal(["first", "one"], heard.Select(turn => turn.Content.Text));
        var kept = await Store.GetTurnsAsync(Here, DateTimeOffset.UnixEpoch, 10, except: null, None);
        Assert.Equal(["first", "one", "and second", "two"], kept.Select(turn => turn.Content.Text));
    }

    [Fact]
    public async Task A_thread_reply_is_left_alone_where_the_app_takes_no_part()
    {
        var claim = await MentionAsync("hello there", """{"ts":"1700000005.000000","thread_ts":"1700000000.000100"}""");
        Assert.Equal(InboundKinds.ThreadReply, claim.Item.Kind);
        var transition = await HandleAsync(claim);
        Assert.Equal(ItemOutcome.Ignored("not addressed to the app"), transition.Outcome);
        Assert.Empty(transition.Append);
    }

    [Theory]
    [InlineData("not addressed to the app", true)]
    [InlineData("busy", false)]
    [InlineData(null, false)]
    [InlineData("swept", false)]
    [Trait("Req", "AS-2")]
    public async Task An_edited_mention_is_answered_if_its_message_was_not_for_the_app_and_else_left_alone(string? reason, bool isAnswered)
    {
        var envelope = Envelopes.Event("""{"type":"app_mention","text":"<@UBOT> hi","edited":{"ts":"1700000009.000000"}}""");
        var route = Assert.IsType<Route.ToLane>(EventRouter.Route(envelope, Envelopes.Me));
        var edit = route.Message.ToItem(ItemId.New(Clock), route.Message.ToPayload(envelope.Payload.Span), traceParent: null) with { Kind = InboundKinds.EditedMention };
        var original = Clock.Item("a", "") with { DedupeKey = route.DedupeKey, Settled = reason is null ? Settlement.Answered : Settlement.Ignored(reason) };
        await Memory.AppendAsync(reason == "swept" ? [edit] : [original, edit], None);
        Agent.Says(Answer("one"));
        var transition = await HandleAsync(await ClaimAsync());
        Assert.Equal(isAnswered ? ItemOutcome.Answered : ItemOutcome.Ignored("edit of a message that was taken in before"), transition.Outcome);
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task Finished_steps_are_journalled_when_the_agent_goes_on_and_a_resumed_run_gets_them_back()
    {
        Agent.Script = Interrupted;
        var claim = await MentionAsync("<@UBOT> hi");
        await Assert.ThrowsAsync<TimeoutException>(() => HandleAsync(claim));
        Assert.Equal(("tool", "search", "found", null), Described(Assert.Single(await Memory.GetStepsAsync(claim.Item.Id, None))));
        Assert.Equal(RunStatus.Running, (await Memory.GetRunAsync(claim.Item.Id, None))!.Status);

        // The process died: another holder takes the item, in doubt.
        Clock.Advance(TimeSpan.FromDays(2));
        Agent.Says(new AgentUpdate.StepStarted("model", "m"), new AgentUpdate.StepFinished("out"), Answer("done"));
        var again = await ClaimAsync();
        Assert.True(again.Item.InDoubt);
        await HandleAsync(again);
        Assert.Equal(["found"], Agent.LastTurn!.FinishedSteps.Select(step => step.Output));
        Assert.Equal([(1, "search"), (2, "m")], (await Memory.GetStepsAsync(claim.Item.Id, None)).Select(step => (step.Number, step.Name)));
        Assert.Equal(2, (await Memory.GetRunAsync(claim.Item.Id, None))!.Starts);

        static async IAsyncEnumerable<AgentUpdate> Interrupted(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new AgentUpdate.StepStarted("tool", "search");
            yield return new AgentUpdate.StepFinished("found");
            yield return new AgentUpdate.StepStarted("model", "m");
            throw new TimeoutException("the plug was pulled");
        }
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_run_without_an_answer_in_time_is_cancelled_and_the_user_told()
    {
        Agent.Script = Hangs;
        var claim = await MentionAsync("<@UBOT> hi");
        var handling = Executor.HandleAsync(new LaneWork(claim, Store), None).AsTask();
        await Agent.Begun.AtLeastAsync(1);
        Clock.Advance(RunSettings.Timeout - TimeSpan.FromTicks(1));
        Assert.False(handling.IsCompleted);
        Clock.Advance(TimeSpan.FromTicks(1));
        var transition = await handling.WaitAsync(Patience, None);

        Assert.Equal(ItemOutcome.Answered, transition.Outcome);
        Assert.Contains("no answer within 305 seconds", TextOf(Assert.Single(transition.Append)), StringComparison.Ordinal);
        Assert.Equal(RunStatus.TimedOut, transition.Run!.Status);
        Assert.Equal([new NewTurn(Here, RunBench.Asked)], transition.Turns);
        Assert.NotNull(Assert.Single(transition.Steps).Error);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_time_out_during_a_checkpoint_does_not_journal_its_steps_twice()
    {
        Agent.Says(new AgentUpdate.StepStarted("tool", "search"), new AgentUpdate.StepFinished("found"), new AgentUpdate.StepStarted("model", "m"), Answer("late"));
        var checkpoints = 0;
        Store.FailCommit = transition =>
        {
            // The disk is slow: the time-out comes while the checkpoint is on its way to it, and it is kept all the same.
            if (transition.Outcome is ItemOutcome.Keep && ++checkpoints == 2)
                Clock.Advance(RunSettings.Timeout);
            return null;
        };
        var claim = await MentionAsync("<@UBOT> hi");
        var transition = await Executor.HandleAsync(new LaneWork(claim, Store), None);
        Assert.Equal(CommitResult.Committed, await Memory.CommitAsync(transition, None));
        Assert.Single(await Memory.GetStepsAsync(claim.Item.Id, None), step => step.Name == "search");
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_is_no_time_out_nothing_is_told_and_the_item_stays()
    {
        Agent.Script = Hangs;
        using var stopping = new CancellationTokenSource();
        var handling = Executor.HandleAsync(new LaneWork(await MentionAsync("<@UBOT> hi"), Store), stopping.Token).AsTask();
        await Agent.Begun.AtLeastAsync(1);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handling.WaitAsync(Patience, None));
    }

    [Fact]
    [Trait("Req", "AS-6")]
    public async Task A_failure_that_may_pass_is_tried_again_with_growing_waits_and_in_the_end_the_user_is_told()
    {
        Agent.Fails(new AgentException("The model is overloaded. Please try again in a minute.", isTransient: true));
        var claim = await MentionAsync("<@UBOT> hi");
        foreach (var wait in (int[])[1, 2, 4])
        {
            var retried = await HandleAsync(claim);
            Assert.Equal(new ItemOutcome.Retry(TimeSpan.FromSeconds(wait), "agent", CountsAsAttempt: true, InDoubt: true), retried.Outcome);
            Assert.Empty(retried.Append);
            Clock.Advance(TimeSpan.FromSeconds(wait));
            claim = await ClaimAsync();
        }

        var told = await HandleAsync(claim);
        Assert.Equal(ItemOutcome.Answered, told.Outcome);
        Assert.Equal("The model is overloaded. Please try again in a minute.", TextOf(Assert.Single(told.Append)));
        Assert.Equal((RunStatus.Failed, 4), (told.Run!.Status, told.Run.Starts));
        Assert.Equal([new NewTurn(Here, RunBench.Asked)], told.Turns);
    }

    [Fact]
    [Trait("Req", "AS-6")]
    public async Task The_wait_that_the_provider_asks_for_is_kept()
    {
        Agent.Fails(new AgentException("Later.", isTransient: true) { RetryAfter = TimeSpan.FromSeconds(42) });
        var retry = Assert.IsType<ItemOutcome.Retry>((await HandleAsync(await MentionAsync("<@UBOT> hi"))).Outcome);
        Assert.Equal(TimeSpan.FromSeconds(42), retry.Wait);
    }

    [Fact]
    [Trait("Req", "AS-6")]
    public async Task A_failure_that_stays_is_told_at_once()
    {
        Agent.Fails(new AgentException("The key is wrong.", isTransient: false));
        var told = await HandleAsync(await MentionAsync("<@UBOT> hi"));
        Assert.Equal(("The key is wrong.", RunStatus.Failed, "The key is wrong."), (TextOf(Assert.Single(told.Append)), told.Run!.Status, told.Run.Error));
    }

    [Theory]
    [InlineData("<@UBOT>", "What can I do for you?")]
    [InlineData("<@UBOT>   \n ", "What can I do for you?")]
    public async Task A_call_without_a_question_is_answered_without_asking_the_model(string text, string reply)
    {
        var transition = await HandleAsync(await MentionAsync(text));
        Assert.Contains(reply, TextOf(Assert.Single(transition.Append)), StringComparison.Ordinal);
        Assert.Empty(transition.Turns);
        Assert.Equal(0, Agent.Begun.Times);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public async Task An_empty_answer_is_said_to_be_one(string answer)
    {
        Agent.Says(Answer(answer));
        Assert.Contains("I got no answer", TextOf(Assert.Single((await HandleAsync(await MentionAsync("<@UBOT> hi"))).Append)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task Starts_that_were_broken_off_in_order_do_not_count()
    {
        RunSettings.MaxStarts = 2;
        Agent.Script = Hangs;
        var claim = await MentionAsync("<@UBOT> hi");
        for (var interruption = 1; interruption <= 5; interruption++)
        {
            using var stopping = new CancellationTokenSource();
            var handling = Executor.HandleAsync(new LaneWork(claim, Store), stopping.Token).AsTask();
            await Agent.Begun.AtLeastAsync(interruption);
            await stopping.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handling.WaitAsync(Patience, None));
            await InterruptAsync(claim);
            claim = await ClaimAsync();
        }

        Agent.Says(Answer("done"));
        Assert.Equal(ItemOutcome.Answered, (await HandleAsync(claim)).Outcome);
        Assert.Equal(1, (await Memory.GetRunAsync(claim.Item.Id, None))!.Starts);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task An_end_that_was_not_committed_is_not_written_down_when_the_run_goes_back_to_its_lane()
    {
        Agent.Says(Answer("done"));
        var claim = await MentionAsync("<@UBOT> hi");
        _bench.Remembering.Failure = new LostLeaseException(claim);
        await Assert.ThrowsAsync<LostLeaseException>(() => HandleAsync(claim));
        var run = (await InterruptAsync(claim)).Run!;
        Assert.Equal((RunStatus.Running, null, 0), (run.Status, run.EndedAt, run.Starts));

        _bench.Remembering.Failure = null;
        Assert.Equal("done", TextOf(Assert.Single((await HandleAsync(await ClaimAsync())).Append)));
    }

    [Fact]
    public async Task What_was_never_begun_has_no_run_when_it_goes_back_to_its_lane()
    {
        var claim = await MentionAsync("<@UBOT> hi");
        Assert.Null((await InterruptAsync(claim)).Run);
        Assert.Null(await Memory.GetRunAsync(claim.Item.Id, None));
    }

    [Fact]
    public async Task A_run_that_takes_the_process_down_each_time_ends_as_a_dead_letter_and_the_user_is_told()
    {
        RunSettings.MaxStarts = 2;
        Agent.Fails(new TimeoutException("boom"));
        var claim = await MentionAsync("<@UBOT> hi");
        for (var crash = 0; crash < 2; crash++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => HandleAsync(claim));
            Clock.Advance(TimeSpan.FromDays(2));
            claim = await ClaimAsync();
        }

        var transition = await HandleAsync(claim);
        Assert.IsType<ItemOutcome.Dead>(transition.Outcome);
        Assert.Contains("something went wrong on my side", TextOf(Assert.Single(transition.Append)), StringComparison.Ordinal);
        Assert.Equal(2, Agent.Begun.Times);
    }

    [Fact]
    [Trait("Req", "VF-5")]
    public async Task Giving_up_tells_the_user_and_ends_the_run_so_that_it_does_not_stay_for_ever()
    {
        Agent.Fails(new InvalidOperationException("a defect with a secret"));
        var claim = await MentionAsync("<@UBOT> hi");
        await Assert.ThrowsAsync<InvalidOperationException>(() => HandleAsync(claim));
        Assert.Equal(RunStatus.Running, (await Memory.GetRunAsync(claim.Item.Id, None))!.Status);

        var transition = Executor.GiveUp(claim, new InvalidOperationException("a defect with a secret"));
        Assert.Equal(new ItemOutcome.Dead(nameof(InvalidOperationException)), transition.Outcome);
        Assert.Contains("something went wrong on my side", TextOf(Assert.Single(transition.Append)), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", TextOf(transition.Append[0]), StringComparison.Ordinal);
        await Memory.CommitAsync(transition, None);
        var run = await Memory.GetRunAsync(claim.Item.Id, None);
        Assert.Equal((RunStatus.Failed, Clock.GetUtcNow(), nameof(InvalidOperationException)), (run!.Status, run.EndedAt, run.Error));
    }

    [Fact]
    public async Task A_message_that_was_kept_and_cannot_be_read_is_a_defect_that_the_pump_hears_of()
    {
        await Memory.AppendAsync([Clock.Item("a", "not json") with { Kind = InboundKinds.Mention }], None);
        var claim = await ClaimAsync();
        Assert.Equal(new ItemOutcome.Dead(nameof(TimeoutException)), Executor.GiveUp(claim, new TimeoutException()).Outcome);
        await Assert.ThrowsAsync<FormatException>(() => HandleAsync(claim));
    }

    [Fact]
    public async Task An_agent_that_ends_without_an_answer_is_a_defect_that_the_pump_hears_of()
    {
        Agent.Says(new AgentUpdate.TextDelta("half"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await HandleAsync(await MentionAsync("<@UBOT> hi")));
    }

    [Fact]
    public async Task The_start_of_an_immediate_agents_run_is_neither_journalled_nor_shown()
    {
        Agent.IsImmediate = true;
        Agent.Says(Answer("echo"));
        await HandleAsync(await MentionAsync("<@UBOT> hi"));
        Assert.Empty(Store.Kept);
        Assert.Empty(Thinking.In);
    }

    private static (string Kind, string Name, string? Output, string? Error) Described(RunStep step) => (step.Kind, step.Name, step.Output, step.Error);

    private static AgentUpdate.Answer Answer(string text) => new(text);

    private static string TextOf(NewItem delivery) => RunBench.TextOf(delivery);

    private async IAsyncEnumerable<AgentUpdate> Hangs(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new AgentUpdate.StepStarted("model", "m");
        await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
    }

    private Task<Claim> MentionAsync(string text, string change = "{}") => _bench.MentionAsync(text, change);

    private Task<Claim> ClaimAsync() => _bench.ClaimAsync();

    private Task<Transition> HandleAsync(Claim claim) => _bench.HandleAsync(claim);

    /// <summary>The pump gives an item back that was broken off.</summary>
    private async Task<Transition> InterruptAsync(Claim claim)
    {
        ILaneHandler executor = Executor;
        var transition = executor.Interrupted(claim, new ItemOutcome.Retry(TimeSpan.Zero, Error: null, CountsAsAttempt: false, InDoubt: true));
        Assert.Equal(CommitResult.Committed, await Memory.CommitAsync(transition, None));
        return transition;
    }
}
