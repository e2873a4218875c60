using Holdfast.Items;
using Holdfast.Sqlite.Lanes;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Writing;

/// <summary>Appends a caller's items.</summary>
internal sealed class AppendOperation(IReadOnlyList<NewItem> items, LaneIndex index, TimeProvider time)
    : WriteOperation<IReadOnlyList<AppendResult>>
{
    private readonly ItemWriter _writer = new(index, time);
    private readonly AppendResult[] _results = new AppendResult[items.Count];

    public override void Execute(Statements statements)
    {
        _writer.Restart();
        for (var i = 0; i < items.Count; i++)
            _results[i] = _writer.Write(statements, items[i]);
    }

    protected override IReadOnlyList<AppendResult> Publish()
    {
        _writer.Publish();
        return _results;
    }
}
