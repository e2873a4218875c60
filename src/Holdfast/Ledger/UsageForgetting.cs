using System.Text;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Ledger;

/// <summary>
/// Takes a person's name out of the book, and keeps the sums. In the lane in which the book is added up, so that neither undoes the other; each commit takes out what
/// it has put in without a name, so it is gone on with wherever it broke off.
/// </summary>
internal sealed class UsageForgetting(IRecordReader records) : IInternalHandler
{
    /// <summary>The kind of its item, as it is stored.</summary>
    public const string Kind = "usage_forgetting";

    private const int Batch = 200;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [Kind];

    /// <summary>Has it done.</summary>
    public static NewItem Order(string user, TimeProvider time) => new()
    {
        Id = ItemId.New(time), Queue = LaneQueue.Scheduled, Lane = UsageAdding.Lane, Kind = Kind, Payload = Encoding.UTF8.GetBytes(user),
    };

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var user = Encoding.UTF8.GetString(work.Item.Payload.Span);
        for (var round = 1; ; round++)
        {
            var entries = await records.FindAsync(UsageRecords.Entries, UsageRecords.Open(user: user), Batch, cancellationToken);
            var lines = await records.FindRecordsAsync(new RecordQuery(UsageRecords.LineKind) { User = user }, Batch, cancellationToken);
            var days = await records.FindRecordsAsync(new RecordQuery(UsageRecords.DayKind) { User = user }, Batch, cancellationToken);
            if (entries.Count + lines.Count + days.Count == 0)
                return work.Done();
            List<StoredRecord> changed = [.. entries.Select(entry => UsageRecords.Entries.Store(entry with { Of = entry.Of with { User = "" } }))];
            foreach (var line in lines.Select(UsageRecords.ReadLine).GroupBy(line => line.Of with { User = "" }))
            {
                var before = await records.LineAsync(line.Key, cancellationToken);
                changed.Add(new UsageLine(line.Key, line.Aggregate(before, static (sum, one) => sum + one.Amount)).ToRecord());
            }

            // Everybody's sum of a day has the person's in it already.
            changed.AddRange(lines.Concat(days).Select(record => record.Key.With(null)));
            changed.Add(UsageRecords.AddedUpBy(work.Item.Id, round));
            await work.KeepAsync(new Effects { Records = changed }, cancellationToken);
        }
    }
}
