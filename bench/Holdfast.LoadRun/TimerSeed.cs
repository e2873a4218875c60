using Holdfast.Items;
using Holdfast.Sqlite;
using Holdfast.Storage;
using Holdfast.Timers;

namespace Holdfast.LoadRun;

/// <summary>Puts timers into a data folder, as a server commits them: each with its alarm.</summary>
internal static class TimerSeed
{
    private const int AtOnce = 1_000;
    private static readonly WorkerId Worker = new("seed");

    public static async Task WriteAsync(string folder, IReadOnlyList<(string Conversation, DateTimeOffset DueAt)> timers, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        await using var store = SqliteStore.Open(new SqliteStoreOptions { Path = folder }, time);
        await store.AppendAsync([new NewItem { Id = ItemId.New(time), Queue = LaneQueue.Jobs, Lane = "seed", Kind = "seed", Payload = default }], cancellationToken);
        var claim = (await store.ClaimAsync(LaneQueue.Jobs, Worker, lanes: 1, TimeSpan.FromMinutes(10), PlaceShares.Unlimited, cancellationToken))[0];
        var checkpoint = new Transition { Claim = claim, Outcome = ItemOutcome.Checkpoint };
        foreach (var some in timers.Chunk(AtOnce))
        {
            var records = some.Select(timer => Timer(timer.Conversation, timer.DueAt, time)).ToList();
            await store.CommitAsync(checkpoint with { Records = [.. records.Select(timer => timer.ToRecord())], Append = [.. records.Select(timer => TimerOrder.Alarm(timer, time, traceParent: null))] }, cancellationToken);
        }

        await store.CommitAsync(checkpoint with { Outcome = ItemOutcome.Answered }, cancellationToken);
    }

    private static TimerRecord Timer(string conversation, DateTimeOffset due, TimeProvider time) => new()
    {
        Id = ItemId.New(time), Team = conversation.Split('/')[0], User = "U0ADA", Conversation = conversation, Label = "tea", DueAt = due, Zone = "UTC",
        Status = TimerStatus.Pending, CreatedAt = time.GetUtcNow(),
    };
}
