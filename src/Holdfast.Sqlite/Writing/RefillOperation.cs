using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Sql;

namespace Holdfast.Sqlite.Writing;

/// <summary>
/// Loads the next part of the schedule. On the writer's thread, between other operations: an item that is appended meanwhile is
/// either read here or published past the new horizon, never both and never neither.
/// </summary>
internal sealed class RefillOperation(QueueIndex queue) : WriteOperation<bool>
{
    private IReadOnlyList<IndexRow> _rows = [];
    private (long OrderKey, long Sequence)? _from;

    public override void Execute(Statements statements)
    {
        _rows = [];
        _from = queue.Window?.Horizon;
        if (_from is not { } from)
            return;
        using var row = statements.SelectScheduled.Query(from.OrderKey, from.Sequence, (long)queue.Window!.Size);
        _rows = row.ReadAll(IndexRow.Read);
    }

    protected override bool Publish() => _from is { } from && queue.Refill(from, _rows);
}
