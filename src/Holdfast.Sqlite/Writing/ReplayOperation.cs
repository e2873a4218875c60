using Holdfast.Items;
using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Sqlite.Writing;

/// <summary>Puts a dead letter back into its lane.</summary>
internal sealed class ReplayOperation(ItemId id, IReadOnlyList<StoredRecord> records, LaneIndex index, TimeProvider time) : WriteOperation<bool>
{
    private LaneItem? _item;

    public override void Execute(Statements statements)
    {
        var sequence = index.NextSequence();
        var now = time.GetUtcNow();
        _item = null;
        if (statements.ReplayDeadLetter.Execute(id, sequence, now) == 0)
            return;
        statements.KeepReplayedRun.Execute(id, now + DeadRuns.ReplayRetention);
        statements.DeleteDeadLetter.Execute(id);
        foreach (var record in records)
            statements.Write(record);
        using var row = statements.SelectItem.Query(sequence);
        row.Read();
        _item = StoreRows.Item<SqliteFormat>(row);
        if (_item.DedupeKey is { } key)
            statements.SettleReceipt.Execute(key, null, null);
    }

    protected override bool Publish()
    {
        if (_item is null)
            return false;
        index.Add(_item);
        return true;
    }
}
