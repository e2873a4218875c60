using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack.Envelopes;
using Holdfast.Storage;
using Holdfast.Tests.Admission;
using Holdfast.Tests.Ingress;
using Holdfast.Tests.Interactions;

namespace Holdfast.Tests.Runs;

/// <summary>The buttons under a run's messages, the word, and Slack's own stop button.</summary>
[Trait("Req", "AS-21")]
public sealed class RunButtonClicksTests : IAsyncLifetime
{
    private readonly WorkStops _stops = new();
    private ClickBench _bench = null!;
    private RunStopper _stopper = null!;
    private RunRetrier _retrier = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _bench = await ClickBench.StartAsync();
        _stopper = new RunStopper(_bench.Store, _stops, _bench.Responder, new MessageComposer(_bench.Clock), _bench.Workspaces, OpenAdmission.Everybody, _bench.Clock);
        var links = new MessageLinks(_bench.Workspaces, _bench.Meters.Metrics, new RecordedLogs<MessageLinks>());
        _retrier = new RunRetrier(_bench.Store, links, _bench.Responder, OpenAdmission.Everybody, _bench.Clock);
    }

    public async ValueTask DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData(RunStatus.Waiting)]
    [InlineData(RunStatus.Running)]
    public async Task The_wish_is_kept_before_the_run_is_told_and_the_run_is_called_up_to_learn_of_it(RunStatus status)
    {
        var run = await OpenRunAsync(status);
        using var stopping = new CancellationTokenSource();
        using var registration = _stops.Enter(run.Id, stopping);
        _bench.Store.FailCommit = _ =>
        {
            Assert.Equal(_bench.Store.Kept.IsEmpty, !stopping.IsCancellationRequested);
            return null;
        };
        var transition = await _bench.HandleAsync(_stopper, await _bench.ClickAsync(RunButtons.Stop, run.Id.ToString()));
        Assert.True(stopping.IsCancellationRequested);
        Assert.Equal("U1", await RunRecords.Stops.FindAsync(_bench.Memory, run.Id, None));

        // Also a run that is said to be at work may be about to wait, out of everybody's hands.
        Assert.Equal((RunItems.Resume, run.Conversation), (Assert.Single(transition.Append).Kind, transition.Append[0].Lane));
    }

    [Fact]
    public async Task A_run_that_ends_while_it_is_being_stopped_leaves_no_request_behind()
    {
        var run = await OpenRunAsync(RunStatus.Running);
        var click = await _bench.ClickAsync(RunButtons.Stop, run.Id.ToString());
        var reads = 0;
        _bench.Store.RunRead = () => ++reads == 2 ? EndAsync(run) : Task.CompletedTask;
        var transition = await _bench.HandleAsync(_stopper, click);
        Assert.Empty(transition.Append);
        Assert.Null(await RunRecords.Stops.FindAsync(_bench.Memory, run.Id, None));
    }

    [Theory]
    [InlineData("{}", true, "has already ended")]
    [InlineData("""{"container":{"type":"message","message_ts":"1.1","channel_id":"C2"}}""", false, "I no longer have it")]
    [InlineData("""{"team":{"id":"T2"}}""", false, "I no longer have it")]
    [Trait("Req", "SE-5")]
    public async Task A_run_that_has_ended_or_is_elsewhere_is_not_stopped_and_that_is_said(string change, bool hasEnded, string words)
    {
        var run = hasEnded ? await _bench.KeepRunAsync() : await OpenRunAsync(RunStatus.Running);
        await _bench.HandleAsync(_stopper, await _bench.ClickAsync(RunButtons.Stop, run.Id.ToString(), change));
        Assert.Contains(words, Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
        Assert.Null(await RunRecords.Stops.FindAsync(_bench.Memory, run.Id, None));
    }

    [Fact]
    public async Task The_word_stops_the_run_of_its_conversation_and_is_a_message_where_there_is_none()
    {
        var envelope = Envelopes.Event("""{"type":"app_mention","text":"<@UBOT> stop","thread_ts":"1700000000.000100","ts":"1700000009.000000","user":"U3"}""");
        var payload = KeptOf(envelope);
        var alone = await StopByAsync(InteractionKinds.StopWord, payload);
        var message = Assert.Single(alone.Append);
        Assert.Equal((LaneQueue.Inbound, ClickBench.RunPlace, "mention", 1_700_000_009_000_000), (message.Queue, message.Lane, message.Kind, message.OrderKey));
        Assert.Equal(payload, message.Payload.ToArray());
        Assert.Equal(new ItemOwner("T1", "U3"), message.Owner);

        var run = await OpenRunAsync(RunStatus.Running);
        await StopByAsync(InteractionKinds.StopWord, payload);
        Assert.Equal("U3", await RunRecords.Stops.FindAsync(_bench.Memory, run.Id, None));
    }

    [Fact]
    public async Task Slacks_own_button_stops_the_run_of_its_thread_and_where_there_is_none_has_its_session_ended()
    {
        var payload = KeptOf(Envelopes.Event("""{"type":"agent_session_stopped","thread_ts":"1700000000.000100","user":"U3"}"""));
        var nothing = await StopByAsync(InteractionKinds.SessionStopped, payload);
        Assert.Equal(ItemOutcome.Ignored("nothing to stop"), nothing.Outcome);
        var plan = DeliveryPlan.Read(Assert.Single(nothing.Append).Payload);
        Assert.Equal((DeliveryPlan.SetSession, true), (plan.Method, plan.Insists));

        var run = await OpenRunAsync(RunStatus.Running);
        await StopByAsync(InteractionKinds.SessionStopped, payload);
        Assert.Equal("U3", await RunRecords.Stops.FindAsync(_bench.Memory, run.Id, None));
    }

    [Theory]
    [InlineData(RunStatus.Failed, true)]
    [InlineData(RunStatus.TimedOut, true)]
    [InlineData(RunStatus.Stopped, true)]
    [InlineData(RunStatus.Completed, false)]
    [InlineData(RunStatus.Waiting, false)]
    [InlineData(RunStatus.Running, false)]
    [Trait("Req", "AS-3")]
    public async Task Only_a_question_without_an_answer_is_asked_again(RunStatus status, bool isRetried)
    {
        var run = await _bench.KeepRunAsync(kept => kept with { Status = status });
        await _bench.HandleAsync(_retrier, await _bench.ClickAsync(RunButtons.Retry, run.Id.ToString()));
        var decided = await _bench.DrainAsync(LaneQueue.Scheduled, _retrier);
        Assert.Equal(isRetried ? [RunItems.Retry] : [], decided.SelectMany(transition => transition.Append).Select(item => item.Kind));
        Assert.Equal(isRetried ? 0 : 1, _bench.Ephemerals.Count());
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task Of_two_who_press_Retry_at_once_the_second_reads_who_was_first()
    {
        var run = await _bench.KeepRunAsync(kept => kept with { Status = RunStatus.TimedOut });
        foreach (var user in (string[])["U5", "U6"])
            Assert.Single((await _bench.HandleAsync(_retrier, await PressAsync(run, user))).Append);
        Assert.Equal(RunItems.Retry, Assert.Single(Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _retrier)).Append).Kind);
        Assert.Equal(ItemOutcome.Ignored("tried again already"), Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _retrier)).Outcome);
        await _bench.TellAsync();
        Assert.Contains("<@U5> pressed *Retry*", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "working on it")]
    [InlineData(RunStatus.Running, "working on it")]
    [InlineData(RunStatus.Waiting, "working on it")]
    [InlineData(RunStatus.Completed, "was answered: <https://x.slack.com/p1|see the answer>")]
    [Trait("Req", "AS-3")]
    public async Task Who_presses_Retry_later_reads_what_came_of_it(RunStatus? status, string words)
    {
        _bench.Slack.Answer("chat.getPermalink", """{"ok":true,"permalink":"https://x.slack.com/p1"}""");
        var run = await _bench.KeepRunAsync(kept => kept with { Status = RunStatus.Failed });
        await _bench.HandleAsync(_retrier, await PressAsync(run, "U5"));
        await SaidAsync(run, "1700000008.000100");
        Assert.Single(Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _retrier)).Append);
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        if (status is { } reached)
        {
            var ended = reached is RunStatus.Running or RunStatus.Waiting ? (DateTimeOffset?)null : _bench.Clock.GetUtcNow();
            await _bench.KeepRunAsync(kept => kept with { Id = run.Id, Status = reached, EndedAt = ended }, steps: 0);
            await SaidAsync(run, "1700000009.000100");
        }

        var pressed = await _bench.HandleAsync(_retrier, await PressAsync(run, "U6"));
        Assert.Equal((ItemOutcome.Ignored("tried again already"), 0), (pressed.Outcome, pressed.Append.Count));
        var told = Assert.Single(_bench.Ephemerals);
        Assert.Contains("<@U5> pressed *Retry*", told, StringComparison.Ordinal);
        Assert.Contains(words, told, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task Where_Slack_gives_no_link_what_came_of_it_is_said_without_one()
    {
        var run = await _bench.KeepRunAsync(kept => kept with { Status = RunStatus.Failed });
        await _bench.HandleAsync(_retrier, await PressAsync(run, "U5"));
        Assert.Single(Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _retrier)).Append);
        await _bench.KeepRunAsync(kept => kept with { Id = run.Id }, steps: 0);
        await SaidAsync(run, "1700000009.000100");
        await _bench.HandleAsync(_retrier, await PressAsync(run, "U6"));
        Assert.Contains("was answered: see the answer.", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    private Task SaidAsync(RunRecord run, string ts) => _bench.CommitAsync(claim => new Transition
    {
        Claim = claim, Outcome = ItemOutcome.Answered, Delivered = new DeliveryReceipt(ItemId.New(_bench.Clock), run.Id, "C1", ts, _bench.Clock.GetUtcNow()),
    });

    /// <summary>However often the button is pressed, the conversation's lane gets one item of it.</summary>
    [Fact]
    public async Task A_stop_that_is_under_way_is_not_asked_for_again_but_by_the_very_click_that_comes_round_again()
    {
        var run = await OpenRunAsync(RunStatus.Waiting);
        Assert.Single((await _bench.HandleAsync(_stopper, await _bench.ClickAsync(RunButtons.Stop, run.Id.ToString()))).Append);
        Assert.Empty((await _bench.HandleAsync(_stopper, await _bench.ClickAsync(RunButtons.Stop, run.Id.ToString()))).Append);

        var click = await _bench.ClickAsync(RunButtons.Stop, run.Id.ToString());
        var again = click with { Work = new LaneWork(click.Work.Claim with { Item = click.Item with { InDoubt = true } }, _bench.Store) };
        Assert.Single((await _bench.HandleAsync(_stopper, again)).Append);
    }

    [Theory]
    [InlineData("{}", 60)]
    [InlineData("""{"container":{"type":"message","message_ts":"1.1","channel_id":"C2"}}""", 0)]
    [Trait("Req", "SE-5")]
    public async Task A_question_whose_time_is_over_or_that_is_elsewhere_is_not_asked_again(string change, int minutes)
    {
        var run = await _bench.KeepRunAsync(kept => kept with { Status = RunStatus.Failed });
        _bench.Clock.Advance(TimeSpan.FromMinutes(minutes) + TimeSpan.FromTicks(1));
        var transition = await _bench.HandleAsync(_retrier, await _bench.ClickAsync(RunButtons.Retry, run.Id.ToString(), change));
        Assert.Empty(transition.Append);
        Assert.Contains("too old to retry", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);
    }

    private Task<Interaction> PressAsync(RunRecord run, string user) =>
        _bench.ClickAsync(RunButtons.Retry, run.Id.ToString(), $$"""{"user":{"id":"{{user}}","team_id":"T1"} }""");

    private Task<RunRecord> OpenRunAsync(RunStatus status) => _bench.KeepRunAsync(run => run with { Status = status, EndedAt = null, ExpiresAt = null }, steps: 0);

    private Task EndAsync(RunRecord run) => _bench.CommitAsync(claim => new Transition
    {
        Claim = claim, Outcome = ItemOutcome.Answered, Run = run with { Status = RunStatus.Completed, EndedAt = _bench.Clock.GetUtcNow(), ExpiresAt = _bench.Clock.GetUtcNow() },
    });

    private async Task<Transition> StopByAsync(string kind, byte[] payload)
    {
        var work = await _bench.WorkAsync(kind, payload);
        return await _bench.KeepAsync(_stopper.HandleAsync(work, None).AsTask());
    }

    private static byte[] KeptOf(SlackEnvelope envelope) =>
        Assert.IsType<Route.ToInteraction>(EventRouter.Route(envelope, Envelopes.Me, "stop")).Message!.ToPayload(envelope.Payload.Span).ToArray();
}
