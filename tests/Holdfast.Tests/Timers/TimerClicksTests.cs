using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Interactions;
using Holdfast.Timers;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Timers;

/// <summary>The buttons of a timer: who may press them is found out beside its lane, and what comes of it in its lane.</summary>
[Trait("Req", "TM-1")]
public sealed class TimerClicksTests : IAsyncLifetime
{
    private readonly OperatorOptions _operators = new() { Users = { "U7" } };
    private readonly TimerOptions _options = new();
    private ClickBench _bench = null!;
    private TimerMetrics _metrics = null!;
    private TimerSetter _desk = null!;
    private TimerClicks _clicks = null!;
    private TimerDecisions _decisions = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _bench = await ClickBench.StartAsync();
        _metrics = new TimerMetrics(_bench.Meters);
        var zones = new UserZones(new SlackDirectory(_bench.Workspaces, _bench.Clock, NullLogger<SlackDirectory>.Instance), NullLogger<UserZones>.Instance);
        _desk = new TimerSetter(_bench.Store, zones, Options.Create(_options), _bench.Clock);
        _decisions = new TimerDecisions(_bench.Store, _desk, new TimerCards(new MessageComposer(_bench.Clock)), _metrics, _bench.Clock);
        _clicks = new TimerClicks(
            _bench.Store, _decisions, new OperatorList(_bench.Workspaces, Options.Create(_operators)), _bench.Responder, _bench.Clock, NullLogger<TimerClicks>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _bench.DisposeAsync();
    }

    [Theory]
    [InlineData(TimerCards.Done)]
    [InlineData(TimerCards.Cancel)]
    [InlineData(TimerCards.SnoozeShort)]
    public async Task Whose_timer_it_is_not_never_gets_into_its_lane(string action)
    {
        var timer = await KeepAsync();
        for (var i = 0; i < 20; i++)
            Assert.Empty((await _bench.HandleAsync(_clicks, await ClickAsync(timer, action, "U9"))).Append);
        Assert.All(_bench.Ephemerals, text => Assert.Contains("only they and operators can change it", text, StringComparison.Ordinal));
        Assert.Empty(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
        Assert.Equal(timer, await _bench.Memory.GetTimerAsync(timer.Id, None));
    }

    [Theory]
    [InlineData("U1")]
    [InlineData("U7")]
    public async Task Its_owner_and_operators_tick_it_off_in_its_lane(string user)
    {
        var timer = await KeepAsync();
        var item = Assert.Single((await _bench.HandleAsync(_clicks, await ClickAsync(timer, TimerCards.Done, user))).Append);
        Assert.Equal((LaneQueue.Scheduled, $"timer/{timer.Id}", TimerDecisions.Kind), (item.Queue, item.Lane, item.Kind));
        Assert.Equal(TimerStatus.Rung, (await _bench.Memory.GetTimerAsync(timer.Id, None))!.Status);

        var done = Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
        Assert.Equal(TimerStatus.Done, (await _bench.Memory.GetTimerAsync(timer.Id, None))!.Status);
        Assert.Contains($"<@{user}> marked this done", TextOf(Assert.Single(done.Append)), StringComparison.Ordinal);
        Assert.Empty(_bench.Ephemerals);
    }

    [Fact]
    public async Task Of_two_presses_that_crossed_the_second_is_told_after_the_commit_and_a_third_at_once()
    {
        var timer = await KeepAsync();
        foreach (var action in (string[])[TimerCards.SnoozeShort, TimerCards.SnoozeLong])
            Assert.Single((await _bench.HandleAsync(_clicks, await ClickAsync(timer, action))).Append);
        var first = Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
        Assert.Equal((TimerStatus.Pending, _bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(10)), (Assert.Single(first.Timers).Status, first.Timers[0].DueAt));

        // One that has ended would be swept away before it rings.
        Assert.Null(first.Timers[0].EndedAt);
        var second = Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
        Assert.Equal((ItemOutcome.Ignored("cannot be snoozed"), 0), (second.Outcome, second.Timers.Count));
        Assert.Empty(_bench.Ephemerals);
        await _bench.TellAsync();
        Assert.Contains("already snoozed until", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);

        Assert.Empty((await _bench.HandleAsync(_clicks, await ClickAsync(timer, TimerCards.SnoozeShort))).Append);
        Assert.Equal(2, _bench.Ephemerals.Count());
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(30, 30)]
    [Trait("Req", "RS-14")]
    public async Task A_snooze_counts_from_the_press_and_one_whose_time_is_over_by_its_turn_rings_at_once(int late, int due)
    {
        var timer = await KeepAsync();
        var pressed = _bench.Clock.GetUtcNow();
        await _bench.HandleAsync(_clicks, await ClickAsync(timer, TimerCards.SnoozeShort));
        _bench.Clock.Advance(TimeSpan.FromMinutes(late));
        var snoozed = Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
        Assert.Equal(pressed + TimeSpan.FromMinutes(due), Assert.Single(snoozed.Timers).DueAt);
        Assert.Equal(pressed + TimeSpan.FromMinutes(due), snoozed.Append[1].DueAt);
    }

    /// <summary>As by a command that comes round again, because the process died after it had set the timer.</summary>
    [Fact]
    [Trait("Req", "RS-3")]
    public async Task What_has_a_name_already_is_set_under_that()
    {
        var place = new TimerPlace(ConversationId.Parse(ClickBench.RunPlace), "U1", Id: ItemId.New(_bench.Clock));
        var set = Assert.IsType<TimerSetting.Set>(await _desk.SetAsync("10m tea", place, None));
        Assert.Equal((place.Id, TimerOrder.LaneOf(place.Id!.Value)), (set.Timer.Id, set.Alarm.Lane));
    }

    [Fact]
    public async Task Each_ring_of_a_timer_that_repeats_is_snoozed_once_and_its_rule_goes_on()
    {
        var timer = await KeepAsync(kept => kept with { Repeats = "every PT1H", Status = TimerStatus.Pending });
        await _bench.HandleAsync(_clicks, await ClickAsync(timer, TimerCards.SnoozeShort));
        var nap = Assert.Single(Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions)).Timers);
        Assert.NotEqual(timer.Id, nap.Id);
        Assert.Equal(timer, await _bench.Memory.GetTimerAsync(timer.Id, None));
        Assert.Empty((await _bench.HandleAsync(_clicks, await ClickAsync(timer, TimerCards.SnoozeLong))).Append);
        Assert.Contains("It's already snoozed.", Assert.Single(_bench.Ephemerals), StringComparison.Ordinal);

        const string NextNotice = """{"container":{"type":"message","message_ts":"1700000005.000100","channel_id":"C1","thread_ts":"1700000000.000100"}}""";
        await _bench.HandleAsync(_clicks, await _bench.ClickAsync(TimerCards.SnoozeShort, timer.Id.ToString(), NextNotice));
        var next = Assert.Single(Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions)).Timers);
        Assert.Distinct([timer.Id, nap.Id, next.Id]);
    }

    [Fact]
    public async Task In_ones_own_home_a_timer_is_cancelled_and_the_home_shows_it()
    {
        var timer = await KeepAsync(kept => kept with { Status = TimerStatus.Pending, EndedAt = null });
        const string Home = """{"container":{"type":"view","view_id":"V1"},"channel":null,"message":null,"view":{"id":"V1","type":"home"}}""";
        var click = await _bench.ClickAsync(TimerCards.Cancel, timer.Id.ToString(), Home);
        await _bench.HandleAsync(_clicks, click);
        var cancelled = Assert.Single(await _bench.DrainAsync(LaneQueue.Scheduled, _decisions));
        Assert.Equal(TimerStatus.Cancelled, Assert.Single(cancelled.Timers).Status);
        Assert.Equal(InteractionKinds.HomeChanged, Assert.Single(cancelled.Append).Kind);

        var again = await _bench.HandleAsync(_clicks, await _bench.ClickAsync(TimerCards.Cancel, timer.Id.ToString(), Home));
        Assert.Equal(InteractionKinds.HomeChanged, Assert.Single(again.Append).Kind);
        Assert.Empty(_bench.Slack.Calls);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public async Task A_timer_of_another_channel_or_that_is_gone_is_not_kept_any_more()
    {
        var timer = await KeepAsync();
        await _bench.HandleAsync(_clicks, await _bench.ClickAsync(TimerCards.Done, timer.Id.ToString(), """{"container":{"type":"message","message_ts":"1.1","channel_id":"C2"}}"""));
        await _bench.HandleAsync(_clicks, await _bench.ClickAsync(TimerCards.Done, "nonsense"));
        Assert.Equal(2, _bench.Ephemerals.Count(text => text.Contains("I no longer have it", StringComparison.Ordinal)));
        Assert.Equal(timer, await _bench.Memory.GetTimerAsync(timer.Id, None));
    }

    private async Task<TimerRecord> KeepAsync(Func<TimerRecord, TimerRecord>? change = null)
    {
        var now = _bench.Clock.GetUtcNow();
        var timer = new TimerRecord
        {
            Id = ItemId.New(_bench.Clock), Team = "T1", User = "U1", Conversation = ClickBench.RunPlace, Label = "tea", DueAt = now, Zone = "UTC", Status = TimerStatus.Rung,
            CreatedAt = now, RungAt = now, EndedAt = now,
        };
        timer = change?.Invoke(timer) ?? timer;
        await _bench.CommitAsync(claim => new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Records = [timer.ToRecord()] });
        return timer;
    }

    private Task<Interaction> ClickAsync(TimerRecord timer, string action, string user = "U1") =>
        _bench.ClickAsync(action, timer.Id.ToString(), $$"""{"user":{"id":"{{user}}","team_id":"T1"} }""");

    private static string TextOf(NewItem delivery) => JsonDocument.Parse(DeliveryPlan.Read(delivery.Payload).Arguments).RootElement.GetProperty("text").GetString()!;
}
