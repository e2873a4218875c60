using Holdfast.Items;

namespace Holdfast.Sqlite.Writing;

/// <summary>Deletes a dead letter.</summary>
internal sealed class DiscardOperation(ItemId id) : WriteOperation<bool>
{
    private bool _deleted;

    public override void Execute(Statements statements) => _deleted = statements.DeleteDeadLetter.Execute(id) > 0;

    protected override bool Publish() => _deleted;
}
