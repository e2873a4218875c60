using Holdfast.Deliveries;
using Holdfast.Ingress;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Notifications.Channels;
using Holdfast.Runs;
using Holdfast.Slack.SocketMode;
using Holdfast.Storage;
using Holdfast.Storage.InMemory;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Runs;
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
    private readonly Workspace _workspace = new();
    private readonly InMemoryStore _memory;
    private readonly ObservedStore _store;
    private readonly SettleWindow _settle;
    private readonly AlertDesk _alerts;
    private readonly SlackIngress _ingress;

    public SlackIngressTests()
    {
        _memory = new InMemoryStore(_clock);
        _receipts = new AckReceipts(_clock);
        _store = new ObservedStore(_memory);
        _settle = new SettleWindow(Options.Create(new IngressOptions()), Options.Create(new SlackOptions { Connections = 1 }), _clock);
        _workspace.SignedIn(Me);
        var notifications = Options.Create(new NotificationOptions());
        var console = new ConsoleNotificationChannel(_clock, NullLogger<ConsoleNotificationChannel>.Instance);
        _alerts = new AlertDesk(new NotificationPlanner([console], notifications), notifications, _clock);
        _ingress = Ingress(_workspace);
    }

    public void Dispose() => _meters.Dispose();

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task An_event_is_acknowledged_after_it_was_kept_with_its_bytes_as_they_came()
    {
        var envelope = Event(Mention);
        Assert.Equal(SocketModeAck.Ok, await HandleAsync(envelope));
        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal(("mention", "T1/C1/1700000000.000100", 1_700_000_000_000_100), (claim.Item.Kind, claim.Item.Lane, claim.Item.OrderKey));
        Assert.Equal(envelope.Payload.ToArray(), claim.Item.Payload.ToArray());
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
        await Assert.ThrowsAsync<StoreException>(() => HandleAsync(Event(Mention)));
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
        await Assert.ThrowsAsync<StoreException>(() => HandleAsync(Event("""{"type":"app_uninstalled"}""")));
        Assert.Null(_gate.ClosedBecause);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_duplicate_is_acknowledged_and_changes_nothing()
    {
        using var accepted = new Measured(_meters, "holdfast.events.accepted");
        await HandleAsync(Event(Mention, "Ev1"));
        Assert.Equal(SocketModeAck.Ok, await HandleAsync(Event(Mention, "Ev1", "e2")));
        Assert.Equal(SocketModeAck.Ok, await HandleAsync(Event("""{"text":"<@UBOT> hi"}""", "Ev2", "e3")));
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
        Assert.NotEqual(SocketModeAck.Ok, ack);
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
        await Assert.ThrowsAsync<StoreException>(() => HandleAsync(Click("e1")));
        _store.FailAppend = null;
        await HandleAsync(Click("e2"));
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
    public async Task An_envelope_before_the_sign_in_is_not_acknowledged()
    {
        var early = Ingress(new Workspace());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await early.HandleAsync(Event(Mention), CancellationToken.None));
        Assert.Empty(_memory.Settlements);
    }

    private SlackIngress Ingress(Workspace workspace) => new(
        _store,
        workspace,
        _settle,
        new BusyDesk(_store, _agent, new MessageComposer(_clock), _signs, Options.Create(_runs)),
        _receipts,
        _alerts,
        _gate,
        _activity,
        Options.Create(_runs),
        _meters.Metrics,
        _clock,
        NullLogger<SlackIngress>.Instance);

    private Task<SocketModeAck> HandleAsync(SocketModeEnvelope envelope) => _ingress.HandleAsync(envelope, CancellationToken.None).AsTask();

    private static SocketModeEnvelope Click(string envelope) =>
        Raw("""{"type":"block_actions","trigger_id":"t1","actions":[{"action_id":"flow.open","value":"x"}]}""", "interactive", envelope);

    private ValueTask<IReadOnlyList<Claim>> ClaimAsync(LaneQueue queue = LaneQueue.Inbound) =>
        _memory.ClaimAsync(queue, new WorkerId("w"), 10, TimeSpan.FromSeconds(30), CancellationToken.None);
}
