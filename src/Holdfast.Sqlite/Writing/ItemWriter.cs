using Holdfast.Items;
using Holdfast.Sqlite.Lanes;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Writing;

/// <summary>Appends items within somebody's transaction, and remembers what is to be shown to the lanes once it is durable.</summary>
internal sealed class ItemWriter(LaneIndex index, TimeProvider time)
{
    private readonly List<(LaneItem Item, NewItem Asked)> _written = [];
    private AppendResult _previous = AppendResult.Appended;

    /// <summary>Forgets what an earlier try of the same transaction wrote.</summary>
    public void Restart()
    {
        _written.Clear();
        _previous = AppendResult.Appended;
    }

    /// <summary>Appends the next item of the list.</summary>
    public AppendResult Write(Statements statements, NewItem item) =>
        _previous = item.FollowsPrevious && _previous == AppendResult.Duplicate ? AppendResult.Duplicate : Insert(statements, item);

    /// <summary>The transaction is durable: what it appended may be handed out, straight from memory.</summary>
    public void Publish()
    {
        foreach (var (item, asked) in _written)
            index.Add(item, asked.DueAt, asked.DueIn);
    }

    private AppendResult Insert(Statements statements, NewItem item)
    {
        var now = time.GetUtcNow();
        if (item.DedupeKey is { } key
            && statements.InsertReceipt.Execute(key, now, (long?)item.Settled?.Kind, item.Settled?.Reason) == 0)
        {
            return AppendResult.Duplicate;
        }

        foreach (var record in item.Records)
            statements.Write(record);
        if (item.Settled is not null)
            return AppendResult.Appended;
        var sequence = index.NextSequence();
        var due = item.DueAt ?? now + (item.DueIn ?? TimeSpan.Zero);
        statements.InsertItem.Execute(
            sequence, item.Id, (long)item.Queue, item.Lane, item.Place, item.Kind, item.Payload, item.DedupeKey, now, due, 0L, item.TraceParent,
            item.Owner?.Team, item.Owner?.User);
        var written = new LaneItem
        {
            Id = item.Id,
            Sequence = sequence,
            Queue = item.Queue,
            Lane = item.Lane,
            Kind = item.Kind,
            Payload = item.Payload,
            OrderKey = item.Place,
            DedupeKey = item.DedupeKey,
            EnqueuedAt = now,
            Attempt = 0,
            InDoubt = false,
            TraceParent = item.TraceParent,
            Owner = item.Owner,
        };
        _written.Add((written, item));
        return AppendResult.Appended;
    }
}
