using System.Text.Json;
using Holdfast.Deliveries;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Notifications.Heartbeats;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Notifications.Heartbeats;

[Trait("Req", "RS-10")]
public sealed class HeartbeatTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NotificationBench _bench = new();
    private readonly ObservedStore _store;
    private readonly LoopHealth _health = new();
    private readonly Heartbeat _heartbeat;

    public HeartbeatTests()
    {
        _bench.Options.HeartbeatChannel = "CMON";
        _bench.Workspace.SignedIn(new BotIdentity(new TeamId("T1"), new UserId("UBOT"), "BBOT"));
        _store = new ObservedStore(_bench.Store);
        _heartbeat = Create();
    }

    public async ValueTask DisposeAsync()
    {
        await _heartbeat.StopAsync(CancellationToken.None);
        _heartbeat.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task It_beats_at_the_start_and_at_every_interval_and_says_what_waits()
    {
        await _bench.AppendAsync([_bench.Clock.Item("a", "x"), _bench.Clock.Item("b", "y")]);
        await _heartbeat.StartAsync(CancellationToken.None);
        var first = await TakeAsync();
        Assert.Equal("CMON", first.Channel);
        Assert.Contains("up 0 ms", first.Notification!.Notification.Text, StringComparison.Ordinal);

        await _bench.Clock.TimerSetAsync(TimeSpan.FromMinutes(15));
        _bench.Clock.Advance(TimeSpan.FromMinutes(15));
        var second = await TakeAsync();
        var beat = second.Notification!.Notification;
        Assert.Matches(@"Holdfast \d+\.\d+\.\d+\S* up 15 min · waiting: 2 messages$", beat.Text);
        Assert.Equal(_bench.Clock.GetUtcNow().AddMinutes(15), beat.NotAfter);
        Assert.Equal("900", beat.Data["uptime_s"]);
        Assert.Equal("context", JsonDocument.Parse(second.Arguments).RootElement.GetProperty("blocks")[0].GetProperty("type").GetString());
        Assert.NotEqual(first.Notification.Notification.Id, beat.Id);
    }

    [Fact]
    public async Task The_first_beat_waits_a_little_for_the_sign_in_to_Slack_and_then_goes_another_way()
    {
        _bench.Options.HeartbeatRoute.Add(ChannelNames.Slack);
        _bench.Options.HeartbeatRoute.Add(ChannelNames.Webhook);
        _bench.Gate.Close("not signed in to Slack yet");
        await _heartbeat.StartAsync(CancellationToken.None);
        await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(await _bench.ClaimAllAsync(LaneQueue.Notifications));
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        await _bench.Store.WaitForWorkAsync(LaneQueue.Notifications, CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None);
        Assert.Equal(ChannelNames.Webhook, NotificationTicket.Read((await _bench.ClaimAsync()).Item.Payload).Channel);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Of_several_workers_one_beats_for_all_and_says_how_many_they_are()
    {
        var workers = new Workers(_bench.Clock);
        using var other = Create(workers);
        using var one = Create(workers);
        await other.StartAsync(CancellationToken.None);
        await one.StartAsync(CancellationToken.None);
        await _store.Appends.AtLeastAsync(2);

        var beat = (await TakeAsync()).Notification!.Notification;
        Assert.Contains("up 0 ms · 2 workers", beat.Text, StringComparison.Ordinal);
        Assert.Equal("2", beat.Data["workers"]);
        Assert.Empty(await _bench.ClaimAllAsync(LaneQueue.Outbound));

        _bench.Clock.Advance(TimeSpan.FromMinutes(15));
        await _store.Appends.AtLeastAsync(4);
        await TakeAsync();
        Assert.Empty(await _bench.ClaimAllAsync(LaneQueue.Outbound));
        await one.StopAsync(CancellationToken.None);
        await other.StopAsync(CancellationToken.None);
    }

    private static IEnumerable<WaitingFigure> Figures =>
        ((string[])["approval", "job", "timer"]).Select(one => new WaitingFigure($"{one}s", one, "wait", static (_, _) => new(0)));

    private Heartbeat Create(IWorkerRegistry? workers = null) =>
        new(_store, _bench.Planner, _bench.Gate, Figures, _bench.Settings, _health, _bench.Meters.Metrics, _bench.Clock, NullLogger<Heartbeat>.Instance, workers);

    private async Task<DeliveryPlan> TakeAsync()
    {
        await _bench.Store.WaitForWorkAsync(LaneQueue.Outbound, CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None);
        var claim = await _bench.ClaimAsync(LaneQueue.Outbound);
        await _bench.KeepAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered });
        return DeliveryPlan.Read(claim.Item.Payload);
    }

    /// <summary>Two that are alive, and one that nobody has heard of for a while.</summary>
    private sealed class Workers(TimeProvider time) : IWorkerRegistry
    {
        public ValueTask BeatAsync(WorkerRecord worker, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask LeaveAsync(WorkerId worker, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<IReadOnlyList<WorkerRecord>> GetWorkersAsync(CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            return ValueTask.FromResult<IReadOnlyList<WorkerRecord>>(
            [
                new(new WorkerId("one"), "1", now, now, 0), new(new WorkerId("two"), "1", now, now, 0), new(new WorkerId("gone"), "1", now, now.AddMinutes(-1), 0),
            ]);
        }
    }
}
