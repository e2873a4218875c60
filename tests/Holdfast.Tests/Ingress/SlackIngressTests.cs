using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Ingress;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Notifications.Channels;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack.Envelopes;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Runs;
using Holdfast.Tests.Workspaces;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static Holdfast.Tests.Ingress.Envelopes;

namespace Holdfast.Tests.Ingress;

public sealed class SlackIngressTests : IDisposable
{
    private const string Mention = """{"type":"app_mention","text":"<@UBOT> hi"}""";

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly WorkGate _gate = new();
    private readonly IngressActivity _activity = new();
    private readonly RunOptions _runs = new();
    private readonly ScriptedAgent _agent = new();
    private readonly ShownSigns _signs = new();
    private readonly AckReceipts _receipts;
    private readonly TestWorkspaces _workspace = new();
    private readonly InMemoryStore _memory;
    private readonly ObservedStore _store;
    private readonly ReorderWindow _settle;
    private readonly OperatorAlerts _alerts;
    private readonly Revocation _revocation;
    private readonly RecordedLogs<SlackIngress> _logs = new();
    private readonly ScriptedValidator _validator = new();
    private readonly ViewValidation _views;
    private readonly SlackIngress _ingress;

    public SlackIngressTests()
    {
        _memory = new InMemoryStore(_clock);
        _receipts = new AckReceipts(_clock);
        _store = new ObservedStore(_memory);
        _settle = new ReorderWindow(Options.Create(new IngressOptions()), Options.Create(new SlackOptions { Connections = 1 }), _clock);
        _workspace.SignedIn(Me);
        _gate.Know(Me.Team.Value);
        var notifications = Options.Create(new NotificationOptions());
        var console = new ConsoleNotificationChannel(NullLogger<ConsoleNotificationChannel>.Instance);
        _alerts = new OperatorAlerts(new NotificationPlanner([console], notifications, _clock), notifications, _clock);
        _revocation = new Revocation(_store, _gate, _clock, NullLogger<Revocation>.Instance);
        _views = new ViewValidation([_validator], _clock, NullLogger<ViewValidation>.Instance);
        _ingress = Ingress(_workspace);
    }

    public void Dispose()
    {
        _revocation.Dispose();
        _views.Dispose();
        _meters.Dispose();
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task An_event_is_acknowledged_after_it_was_kept_with_its_bytes_as_they_came()
    {
        var envelope = Event(Mention);
        Assert.Equal(SlackAck.Ok, await HandleAsync(envelope));
        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal(("mention", "T1/C1/1700000000.000100", 1_700_000_000_000_100), (claim.Item.Kind, claim.Item.Lane, claim.Item.OrderKey));
        Assert.Equal(envelope.Payload.ToArray(), InboundMessage.EventOf(claim.Item).ToArray());
        Assert.Equal(new InboundMessage(ConversationId.Parse(claim.Item.Lane), "mention", 1_700_000_000_000_100, "U1", new MessageContent("hi")), InboundMessage.Read(claim.Item));
        Assert.Equal(_clock.GetUtcNow(), _activity.LastEventAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "RS-3")]
    public async Task An_event_that_cannot_be_kept_is_not_acknowledged_and_is_taken_when_it_comes_again(bool transient)
    {
        using var refused = new Measured(_meters, "holdfast.events.refused");
        _store.FailAppend = () => new StoreException("full", transient);
        Assert.Equal(SlackAck.Withheld, await HandleAsync(Event(Mention)));
        Assert.Equal([(1, "error.type=StoreException")], refused.Values);

        _store.FailAppend = null;
        await HandleAsync(Event(Mention, envelopeId: "e2"));
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task A_revocation_that_cannot_be_kept_does_not_close_the_gate_before_it_is()
    {
        _store.FailAppend = () => new StoreException("full", isTransient: true);
        Assert.Equal(SlackAck.Withheld, await HandleAsync(Event("""{"type":"app_uninstalled"}""")));
        Assert.Null(_gate.ClosedBecause);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_duplicate_is_acknowledged_and_changes_nothing()
    {
        using var accepted = new Measured(_meters, "holdfast.events.accepted");
        await HandleAsync(Event(Mention, "Ev1"));
        Assert.Equal(SlackAck.Ok, await HandleAsync(Event(Mention, "Ev1", "e2")));
        Assert.Equal(SlackAck.Ok, await HandleAsync(Event("""{"text":"<@UBOT> hi"}""", "Ev2", "e3")));
        Assert.Single(await ClaimAsync());
        Assert.Equal(
            ["event=app_mention result=accepted", "event=app_mention result=duplicate", "event=message result=duplicate"], accepted.Values.Select(value => value.Tags));
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task What_nobody_handles_is_acknowledged_counted_and_its_end_recorded()
    {
        using var accepted = new Measured(_meters, "holdfast.events.accepted");
        await HandleAsync(Event("""{"type":"reaction_added"}"""));
        Assert.Empty(await ClaimAsync());
        Assert.Equal(Settlement.Ignored("no handler"), _memory.Settlements["event:Ev1"]);
        Assert.Equal("event=reaction_added result=ignored", Assert.Single(accepted.Values).Tags);
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task A_revocation_closes_the_gate_and_later_events_are_still_kept()
    {
        await HandleAsync(Event("""{"type":"app_uninstalled"}"""));
        Assert.Equal("app_uninstalled", _gate.ClosedBecause);
        Assert.Equal(Settlement.Ignored("workspace revoked the app"), _memory.Settlements["event:Ev1"]);
        await HandleAsync(Event(Mention, "Ev2"));
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task A_revocation_that_another_worker_kept_or_whose_commit_nobody_knew_of_closes_the_gate_all_the_same()
    {
        var (other, gate) = (new TestWorkspaces(), new WorkGate());
        other.SignedIn(Me);
        gate.Know(Me.Team.Value);
        using var revocation = new Revocation(_store, gate, _clock, NullLogger<Revocation>.Instance);
        await Ingress(other, revocation).HandleAsync(Event("""{"type":"app_uninstalled"}"""), CancellationToken.None);
        Assert.Null(_gate.ClosedBecause);

        await HandleAsync(Event("""{"type":"app_uninstalled"}""", envelopeId: "e2"));
        Assert.Equal("app_uninstalled", _gate.ClosedBecause);
        Assert.Equal(gate.ClosedBecause, _gate.ClosedBecause);
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task A_revocation_that_comes_again_when_the_rights_are_back_is_old_news()
    {
        await HandleAsync(Event("""{"type":"app_uninstalled"}"""));
        await _revocation.AcceptedAsync(Me.Team, CancellationToken.None);
        Assert.Null(_gate.ClosedBecause);
        await HandleAsync(Event("""{"type":"app_uninstalled"}""", envelopeId: "e2"));
        Assert.Null(_gate.ClosedBecause);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public async Task What_belongs_to_another_workspace_is_acknowledged_counted_and_told_of_once()
    {
        using var accepted = new Measured(_meters, "holdfast.events.accepted");
        foreach (var id in (string[])["Ev1", "Ev2"])
            Assert.Equal(SlackAck.Ok, await HandleAsync(Event(Mention, id, outer: """{"team_id":"T9"}""")));
        await HandleAsync(Event("""{"type":"app_uninstalled"}""", "Ev3", outer: """{"team_id":"T9"}"""));
        Assert.Empty(await ClaimAsync());
        Assert.Null(_gate.ClosedBecause);
        Assert.Equal(Settlement.Ignored("another workspace"), _memory.Settlements["event:Ev3"]);
        Assert.Equal(3, accepted.Values.Count(value => value.Tags.EndsWith("result=ignored", StringComparison.Ordinal)));
        Assert.Contains("another workspace", Assert.Single(_logs.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task That_a_message_to_the_agent_is_not_answered_because_an_app_posted_it_stands_in_the_log()
    {
        await HandleAsync(Event("""{"bot_id":"BOTHER","text":"just talk"}""", "Ev1"));
        Assert.Empty(_logs.Lines);
        await HandleAsync(Event("""{"bot_id":"BOTHER","text":"<@UBOT> hi"}""", "Ev2"));
        Assert.Contains("posted by an app", Assert.Single(_logs.Lines).Text, StringComparison.Ordinal);
        Assert.Equal(Settlement.Ignored("from a bot"), _memory.Settlements["event:Ev2"]);
    }

    [Fact]
    [Trait("Req", "SE-4")]
    public async Task No_token_out_of_a_payload_is_kept()
    {
        await HandleAsync(Event("""{"type":"app_mention","text":"<@UBOT> hi","assistant_thread":{"action_token":"secret"}}""", outer: """{"token":"secret"}"""));
        var kept = System.Text.Encoding.UTF8.GetString(Assert.Single(await ClaimAsync()).Item.Payload.Span);
        Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
        Assert.Contains("<@UBOT> hi", System.Text.Json.JsonElement.Parse(kept).GetProperty("event").GetProperty("event").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-14")]
    public async Task What_tells_of_one_person_and_what_they_look_at_is_handled_one_after_the_other()
    {
        const string person = """{"type":"assistant_thread_context_changed","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1700000000.000100","context":{}},"event_ts":"1700000001.000000"}""";
        await HandleAsync(Event(person.Replace("context_changed", "started", StringComparison.Ordinal), "Ev1"));
        await HandleAsync(Event(person, "Ev2"));
        await HandleAsync(Event(person.Replace("U1", "U2", StringComparison.Ordinal), "Ev3"));
        Assert.Equal([InteractionKinds.AssistantOpened, InteractionKinds.AssistantContext], (await ClaimAsync(LaneQueue.Interactive)).Select(claim => claim.Item.Kind));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task A_message_that_begins_a_conversation_waits_for_none_that_is_older()
    {
        _settle.Begin();
        await HandleAsync(Event(Mention));
        Assert.Single(await ClaimAsync());
        await HandleAsync(Event("""{"type":"app_mention","text":"<@UBOT> and?","thread_ts":"1700000000.000100","ts":"1700000005.000000"}""", "Ev2"));
        await HandleAsync(Event("""{"channel":"D1","channel_type":"im"}""", "Ev3"));
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task What_begins_by_mentioning_somebody_else_in_a_thread_gets_a_receipt_only_until_an_edit_makes_it_the_apps()
    {
        _clock.Advance(At("1700000010.000000") - _clock.GetUtcNow());
        await HandleAsync(Event("""{"thread_ts":"1600000000.000001","text":"<@U7> sum it up"}"""));
        Assert.Empty(await ClaimAsync());
        Assert.Equal(Settlement.Ignored("addressed to somebody else"), _memory.Settlements["message:T1/C1/1700000000.000100"]);
        await HandleAsync(Event(Edited, "Ev2"));
        Assert.Equal("edited_mention", Assert.Single(await ClaimAsync()).Item.Kind);
    }

    private const string Reply = """{"thread_ts":"1600000000.000001","text":"sum it up"}""";
    private const string Edited = """{"type":"app_mention","thread_ts":"1600000000.000001","text":"<@UBOT> sum it up","edited":{"user":"U1","ts":"1700000009.000000"}}""";

    private const string Changed =
        """
        {"subtype":"message_changed","hidden":true,"ts":"1700000009.000100",
         "message":{"type":"message","user":"U1","ts":"1700000000.000100","thread_ts":"1600000000.000001","text":"<@UBOT> sum it up"},
         "previous_message":{"type":"message","user":"U1","ts":"1700000000.000100","thread_ts":"1600000000.000001","text":"sum it up"}}
        """;

    [Theory]
    [InlineData("not addressed to the app", true)]
    [InlineData("addressed to somebody else", true)]
    [InlineData("busy", false)]
    [InlineData(null, false)]
    [Trait("Req", "AS-2")]
    public async Task A_mention_added_by_an_edit_is_taken_in_once_and_only_where_the_message_was_not_for_the_app(string? reason, bool isTaken)
    {
        _clock.Advance(At("1700000010.000000") - _clock.GetUtcNow());
        await HandleAsync(Event(Reply, "Ev1"));
        var first = Assert.Single(await ClaimAsync());
        var end = reason is null ? ItemOutcome.Answered : ItemOutcome.Ignored(reason);
        await _memory.CommitAsync(new Transition { Claim = first, Outcome = end }, CancellationToken.None);

        foreach (var (change, id) in ((string, string)[])[(Edited, "Ev2"), (Changed, "Ev3"), (Edited, "Ev4")])
            await HandleAsync(Event(change, id));
        var taken = await ClaimAsync();
        Assert.Equal(isTaken ? ["edited_mention"] : [], taken.Select(claim => claim.Item.Kind));
        Assert.All(taken, claim => Assert.Equal((first.Item.Lane, first.Item.OrderKey), (claim.Item.Lane, claim.Item.OrderKey)));
        foreach (var claim in taken)
            await _memory.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered }, CancellationToken.None);
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task A_mention_added_by_an_edit_while_its_message_waits_is_judged_behind_it()
    {
        _clock.Advance(At("1700000010.000000") - _clock.GetUtcNow());
        await HandleAsync(Event(Reply, "Ev1"));
        await HandleAsync(Event(Edited, "Ev2"));
        var first = Assert.Single(await ClaimAsync());
        Assert.Equal("thread_reply", first.Item.Kind);
        await _memory.CommitAsync(new Transition { Claim = first, Outcome = ItemOutcome.Ignored("not addressed to the app") }, CancellationToken.None);
        Assert.Equal("edited_mention", Assert.Single(await ClaimAsync()).Item.Kind);
    }

    [Theory]
    [InlineData(Edited, "1700000010.000000", true)]
    [InlineData(Edited, "1700081000.000100", true)]
    [InlineData(Edited, "1700081000.000101", false)]
    [InlineData(Changed, "1700100000.000000", true)]
    [Trait("Req", "AS-2")]
    public async Task An_edit_of_a_message_whose_receipt_may_be_gone_is_taken_in_only_if_Slack_says_that_the_mention_is_new(string change, string now, bool isTaken)
    {
        _clock.Advance(At(now) - _clock.GetUtcNow());
        await HandleAsync(Event(change));
        Assert.Equal(isTaken ? ["mention"] : [], (await ClaimAsync()).Select(claim => claim.Item.Kind));
        if (!isTaken)
            Assert.Contains(Settlement.Ignored("edit of an old message"), _memory.Settlements.Values);
    }

    private static DateTimeOffset At(string ts) => new Slack.SlackTs(ts).Time;

    [Fact]
    [Trait("Req", "TM-5")]
    public async Task Operators_are_told_of_a_revocation_once_however_often_it_is_delivered()
    {
        foreach (var envelope in (string[])["e1", "e2"])
            await HandleAsync(Event("""{"type":"tokens_revoked","tokens":{"bot":["UBOT"]}}""", "Ev1", envelope));
        var ticket = NotificationTicket.Read(Assert.Single(await ClaimAsync(LaneQueue.Notifications)).Item.Payload);
        Assert.Contains("tokens_revoked", ticket.Notification.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task After_a_lost_connection_an_older_message_that_comes_again_is_run_before_a_newer_one()
    {
        _settle.Begin();
        await HandleAsync(Event("""{"channel":"D1","channel_type":"im","ts":"1700000002.000000","text":"newer"}""", "Ev2"));
        Assert.Empty(await ClaimAsync());
        _clock.Advance(TimeSpan.FromSeconds(4));
        await HandleAsync(Event("""{"channel":"D1","channel_type":"im","ts":"1700000001.000000","text":"older"}""", "Ev1"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1_700_000_001_000_000, Assert.Single(await ClaimAsync()).Item.OrderKey);
    }

    [Fact]
    [Trait("Req", "XP-8")]
    [Trait("Req", "VF-2")]
    public async Task A_click_is_kept_before_it_is_acknowledged_and_asks_whether_that_went_out()
    {
        var ack = await HandleAsync(Click("e1"));
        Assert.NotEqual(SlackAck.Ok, ack);
        var claim = Assert.Single(await ClaimAsync(LaneQueue.Interactive));
        Assert.Equal($"interaction/{claim.Item.Id}", claim.Item.Lane);
        var wasSent = _receipts.WasSentAsync(claim.Item.Id, CancellationToken.None).AsTask();
        Assert.False(wasSent.IsCompleted);
        _receipts.Sent(claim.Item.Id, sent: true);
        Assert.True(await wasSent);
    }

    [Fact]
    [Trait("Req", "XP-8")]
    public async Task A_click_that_comes_twice_is_kept_once_and_its_second_receipt_says_nothing_of_the_first()
    {
        await HandleAsync(Click("e1"));
        await HandleAsync(Click("e2"));
        var claim = Assert.Single(await ClaimAsync(LaneQueue.Interactive));
        Assert.False(_receipts.WasSentAsync(claim.Item.Id, CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    [Trait("Req", "XP-8")]
    public async Task A_click_that_cannot_be_kept_is_not_acknowledged()
    {
        _store.FailAppend = () => new StoreException("full", isTransient: true);
        Assert.Equal(SlackAck.Withheld, await HandleAsync(Click("e1")));
        _store.FailAppend = null;
        await HandleAsync(Click("e2"));
        Assert.Single(await ClaimAsync(LaneQueue.Interactive));
    }

    [Fact]
    [Trait("Req", "XP-8")]
    public async Task A_view_that_is_not_filled_in_right_is_answered_with_its_errors_and_nobody_handles_it()
    {
        _validator.Answer = _ => ViewVerdict.Refused("days", "At least one.");
        foreach (var envelope in (string[])["e1", "e2"])
        {
            var ack = await HandleAsync(Submission(envelope));
            Assert.Equal("""{"response_action":"errors","errors":{"days":"At least one."}}""", System.Text.Encoding.UTF8.GetString(ack.Payload.Span));
        }

        Assert.Empty(await ClaimAsync(LaneQueue.Interactive));
        Assert.Equal(Settlement.Ignored("errors in the view"), _memory.Settlements["trigger:t1"]);
    }

    [Fact]
    [Trait("Req", "XP-8")]
    public async Task A_view_that_is_filled_in_right_is_kept_before_it_is_acknowledged_with_what_Slack_is_to_do()
    {
        _validator.Answer = _ => ViewVerdict.AcceptedWith(Slack.Interactivity.ViewSubmissionResponse.Clear());
        _store.FailAppend = () => new StoreException("full", isTransient: true);
        Assert.Equal(SlackAck.Withheld, await HandleAsync(Submission("e1")));
        _store.FailAppend = null;

        var ack = await HandleAsync(Submission("e2"));
        Assert.Equal("""{"response_action":"clear"}""", System.Text.Encoding.UTF8.GetString(ack.Payload.Span));
        var claim = Assert.Single(await ClaimAsync(LaneQueue.Interactive));
        var wasSent = _receipts.WasSentAsync(claim.Item.Id, CancellationToken.None).AsTask();
        Assert.False(wasSent.IsCompleted);
    }

    [Fact]
    [Trait("Req", "XP-8")]
    public async Task A_view_that_cannot_be_checked_is_kept_and_acknowledged_all_the_same()
    {
        _validator.Answer = _ => throw new InvalidOperationException("a defect");
        Assert.True((await HandleAsync(Submission("e1"))).Payload.IsEmpty);
        Assert.Single(await ClaimAsync(LaneQueue.Interactive));
    }

    /// <summary>However many click on one thing: what is decided about it waits for none of them.</summary>
    [Theory]
    [Trait("Req", "RS-18")]
    [Trait("Req", "TM-1")]
    [InlineData("approval.approve")]
    [InlineData("approval.deny")]
    [InlineData("timer.done")]
    [InlineData("timer.cancel")]
    [InlineData("timer.snooze_1h")]
    [InlineData("run.retry")]
    public async Task Clicks_on_one_button_have_a_lane_each_and_none_among_what_is_scheduled(string action)
    {
        for (var i = 0; i < 3; i++)
        {
            var click = $$"""{"type":"block_actions","trigger_id":"t{{i}}","actions":[{"action_id":"{{action}}","value":"0198f7a0000070008000000000000001"}]}""";
            await HandleAsync(Raw(click, "interactive", $"e{i}"));
        }

        Assert.Equal(3, (await ClaimAsync(LaneQueue.Interactive)).Count);
        Assert.Empty(await ClaimAsync(LaneQueue.Scheduled));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task Where_the_operator_wants_it_a_busy_conversation_refuses_with_one_note_however_often_it_is_delivered()
    {
        _runs.WhenBusy = BusyPolicy.Refuse;
        await HandleAsync(Event(Mention, "Ev1"));
        Assert.Single(await ClaimAsync());
        const string second = """{"thread_ts":"1700000000.000100","ts":"1700000005.000000","text":"and?"}""";
        await HandleAsync(Event(second, "Ev2", "e2"));
        await HandleAsync(Event(second, "Ev2", "e3"));

        // What is being worked on is delivered again: it is no second message.
        await HandleAsync(Event(Mention, "Ev1", "e4"));
        Assert.Equal(Settlement.Ignored("busy"), _memory.Settlements["message:T1/C1/1700000005.000000"]);
        var note = DeliveryPlan.Read(Assert.Single(await ClaimAsync(LaneQueue.Outbound)).Item.Payload);
        Assert.Equal("chat.postEphemeral", note.Method);
        Assert.Empty(_signs.Waiting);
    }

    [Theory]
    [InlineData("eyes", 1)]
    [InlineData("", 0)]
    [Trait("Req", "AS-2")]
    public async Task A_message_that_waits_is_shown_to_be_seen_once(string emoji, int shown)
    {
        _runs.BusyReaction = emoji;
        await HandleAsync(Event(Mention, "Ev1"));
        Assert.Single(await ClaimAsync());
        const string second = """{"thread_ts":"1700000000.000100","ts":"1700000005.000000","text":"and?"}""";
        await HandleAsync(Event(second, "Ev2", "e2"));
        await HandleAsync(Event(second, "Ev2", "e3"));
        Assert.Equal(Enumerable.Repeat("C1/1700000005.000000 eyes", shown), _signs.Waiting);
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task A_conversation_in_which_nothing_is_under_way_and_an_agent_that_is_immediate_are_never_busy()
    {
        _runs.WhenBusy = BusyPolicy.Refuse;
        await HandleAsync(Event(Mention, "Ev1"));
        _agent.IsImmediate = true;
        Assert.Single(await ClaimAsync());
        await HandleAsync(Event("""{"thread_ts":"1700000000.000100","ts":"1700000005.000000","text":"and?"}""", "Ev2", "e2"));
        Assert.Empty(await ClaimAsync(LaneQueue.Outbound));
        Assert.Empty(_signs.Waiting);
    }

    [Fact]
    [Trait("Req", "AS-21")]
    public async Task The_stop_word_passes_the_lane_unless_there_is_none()
    {
        const string stop = """{"channel":"D1","channel_type":"im","text":"Stop"}""";
        await HandleAsync(Event(stop));
        Assert.Equal(InteractionKinds.StopWord, Assert.Single(await ClaimAsync(LaneQueue.Interactive)).Item.Kind);
        _runs.StopWord = "";
        await HandleAsync(Event("""{"channel":"D2","channel_type":"im","text":"Stop"}"""));
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task An_envelope_before_the_sign_in_is_not_acknowledged_until_Slack_has_said_whose_it_is()
    {
        var workspaces = new TestWorkspaces();
        var early = Ingress(workspaces).HandleAsync(Event(Mention), CancellationToken.None).AsTask();
        Assert.False(early.IsCompleted);
        Assert.Empty(_memory.Settlements);
        workspaces.SignedIn(Me);
        Assert.Equal(SlackAck.Ok, await early);
        Assert.Single(await ClaimAsync());
    }

    private SlackIngress Ingress(IWorkspaces workspace, Revocation? revocation = null) => new(
        _store,
        workspace,
        _settle,
        new BusyConversations(_store, _agent, new MessageComposer(_clock), _signs, Options.Create(_runs)),
        new EditedMentions(_store, Options.Create(new IngressOptions()), _clock),
        _views,
        _receipts,
        _alerts,
        revocation ?? _revocation,
        _activity,
        Options.Create(_runs),
        _meters.Metrics,
        _clock,
        _logs);

    private Task<SlackAck> HandleAsync(SlackEnvelope envelope) => _ingress.HandleAsync(envelope, CancellationToken.None).AsTask();

    private static SlackEnvelope Click(string envelope) =>
        Raw("""{"type":"block_actions","trigger_id":"t1","actions":[{"action_id":"flow.open","value":"x"}]}""", "interactive", envelope);

    private static SlackEnvelope Submission(string envelope) => Raw(ScriptedValidator.Payload, "interactive", envelope);

    private ValueTask<IReadOnlyList<Claim>> ClaimAsync(LaneQueue queue = LaneQueue.Inbound) =>
        _memory.ClaimAsync(queue, new WorkerId("w"), 10, TimeSpan.FromSeconds(30), CancellationToken.None);
}
