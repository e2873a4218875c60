using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Notifications.Alerts;

[Trait("Req", "RS-8")]
public sealed class BacklogWatchTests : IAsyncDisposable
{
    private static readonly WorkerId Worker = new("w");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly NotificationBench _bench = new();
    private readonly InMemoryStore _store;
    private readonly BacklogWatch _watch;

    public BacklogWatchTests()
    {
        _bench.Options.AlertRoute.Add(ChannelNames.Console);
        _store = new InMemoryStore(_bench.Clock, maxBacklog: 10);
        _watch = Watch(_store);
    }

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _store.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Operators_are_told_once_that_messages_are_refused_and_once_that_there_is_room_again()
    {
        await AppendAsync(10);
        await _watch.LookAsync(None);
        await _watch.LookAsync(None);
        Assert.Contains("accepts no more messages", await TakeAsync(), StringComparison.Ordinal);

        // At its limit: one is done, another fits, the next does not.
        for (var i = 0; i < 20; i++)
        {
            await DoneAsync(1);
            await _watch.LookAsync(None);
            await AppendAsync(1);
            await _watch.LookAsync(None);
        }

        Assert.Empty(await _store.ClaimAsync(LaneQueue.Notifications, Worker, 10, Lease, None));
        await DoneAsync(5);
        await _watch.LookAsync(None);
        await _watch.LookAsync(None);
        Assert.Contains("accepts messages again", await TakeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_kept_is_told_at_the_next_look()
    {
        var store = new ObservedStore(_store);
        using var watch = Watch(store);
        await AppendAsync(10);
        store.FailAppend = () => new StoreException("The disk is full.", isTransient: true);
        await Assert.ThrowsAsync<StoreException>(() => watch.LookAsync(None));
        store.FailAppend = null;
        await watch.LookAsync(None);
        Assert.Contains("accepts no more messages", await TakeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backlog_with_room_is_told_nobody()
    {
        await AppendAsync(9);
        await _watch.LookAsync(None);
        await DoneAsync(9);
        await _watch.LookAsync(None);
        Assert.Empty(await _store.ClaimAsync(LaneQueue.Notifications, Worker, 10, Lease, None));
    }

    private BacklogWatch Watch(IHoldfastStore store) =>
        new(store, _bench.Alerts, new LoopHealth(), _bench.Meters.Metrics, _bench.Clock, NullLogger<BacklogWatch>.Instance);

    private ValueTask<IReadOnlyList<AppendResult>> AppendAsync(int count) =>
        _store.AppendAsync([.. Enumerable.Range(0, count).Select(_ => _bench.Clock.Item($"lane{ItemId.New(_bench.Clock)}", "x"))], None);

    private async Task DoneAsync(int count)
    {
        foreach (var claim in await _store.ClaimAsync(LaneQueue.Inbound, Worker, count, Lease, None))
            await _store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered }, None);
    }

    private async Task<string> TakeAsync()
    {
        var claim = Assert.Single(await _store.ClaimAsync(LaneQueue.Notifications, Worker, 10, Lease, None));
        await _store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered }, None);
        return NotificationTicket.Read(claim.Item.Payload).Notification.Text;
    }
}
