using Holdfast.Items;

namespace Holdfast.Sqlite.Writing;

/// <summary>Deletes a dead letter.</summary>
internal sealed class DiscardOperation(ItemId id, IReadOnlyList<StoredRecord> records) : WriteOperation<bool>
{
    private bool _deleted;

    public override void Execute(Statements statements)
    {
        _deleted = statements.DeleteDeadLetter.Execute(id) > 0;
        if (!_deleted)
            return;
        foreach (var record in records)
            statements.Write(record);
    }

    protected override bool Publish() => _deleted;
}
