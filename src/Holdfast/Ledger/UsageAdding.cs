using Holdfast.Admission;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Ledger;

/// <summary>
/// Adds entries up to days, in one lane for all workers: each batch of entries is gone in the very commit in which the days have them. A worker that was
/// frozen meanwhile commits nothing any more.
/// </summary>
internal sealed class UsageAdding(IRecordReader records) : IInternalHandler
{
    /// <summary>The kind of its item, as it is stored.</summary>
    public const string Kind = "usage_adding";

    /// <summary>The lane in which the book is changed.</summary>
    internal const string Lane = "usage";

    /// <summary>Entries in one commit.</summary>
    private const int Batch = 500;

    /// <summary>Commits for one item: what is left then is the next one's.</summary>
    private const int MaxRounds = 200;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [Kind];

    /// <summary>Has what there is added up; of all workers that want it at the same time one does it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="every">How often they want it.</param>
    public static NewItem Order(TimeProvider time, TimeSpan every) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = Lane,
        Kind = Kind,
        Payload = default,
        DueAt = time.GetUtcNow(),
        DedupeKey = $"{Kind}:{time.GetUtcNow().UtcTicks / every.Ticks}",
    };

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        for (var round = 1; round <= MaxRounds; round++)
        {
            var entries = await records.FindAsync(UsageRecords.Entries, UsageRecords.Open(), Batch, cancellationToken);
            if (entries.Count == 0)
                break;
            await work.KeepAsync(new Effects { Records = await AddUpAsync(work.Item.Id, round, entries, cancellationToken) }, cancellationToken);
            if (entries.Count < Batch || work.Stopping.IsCancellationRequested)
                break;
        }

        return work.Done();
    }

    private async ValueTask<IReadOnlyList<StoredRecord>> AddUpAsync(ItemId by, int round, IReadOnlyList<UsageEntry> entries, CancellationToken cancellationToken)
    {
        var changed = new List<StoredRecord>();
        foreach (var line in entries.GroupBy(entry => entry.Of))
        {
            var before = await records.LineAsync(line.Key, cancellationToken);
            changed.Add(new UsageLine(line.Key, Sum(before, line)).ToRecord());
        }

        var days = entries.Where(entry => entry.Of.User.Length > 0).GroupBy(entry => (entry.Of.Day, entry.Of.Team, entry.Of.User))
            .Concat(entries.GroupBy(entry => (entry.Of.Day, entry.Of.Team, User: "")));
        foreach (var day in days)
        {
            var before = await records.DayAsync(day.Key.Day, day.Key.Team, day.Key.User, cancellationToken);
            changed.Add(UsageRecords.ToRecord(day.Key.Day, day.Key.Team, day.Key.User, Sum(before, day)));
        }

        changed.AddRange(entries.Select(entry => UsageRecords.Entries.KeyOf(entry.Id).With(null)));
        changed.Add(UsageRecords.AddedUpBy(by, round));
        return changed;
    }

    private static UsageAmount Sum(UsageAmount before, IEnumerable<UsageEntry> entries) => entries.Aggregate(before, static (sum, entry) => sum + entry.Amount);
}
