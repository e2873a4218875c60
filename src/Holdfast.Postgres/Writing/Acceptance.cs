using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Postgres.Writing;

/// <summary>
/// Which of the items of some operations are new. It takes rounds, each with one statement that tries receipts: what follows another item is
/// tried only when that one is known to be new.
/// </summary>
internal sealed class Acceptance
{
    private List<AcceptanceEntry> _undecided;

    public Acceptance(IEnumerable<WriteOperation> operations)
    {
        _undecided = [];
        foreach (var operation in operations)
        {
            operation.Results = new AppendResult[operation.Items.Count];
            _undecided.AddRange(operation.Items.Select((item, index) => new AcceptanceEntry(operation, item, index)));
        }
    }

    /// <summary>Decides what can be decided, and gives what is to be tried next; empty when all is decided.</summary>
    public AcceptanceRound Next()
    {
        var round = new AcceptanceRound();
        var later = new List<AcceptanceEntry>();
        var open = new HashSet<(WriteOperation, int)>();
        foreach (var entry in _undecided)
        {
            var (operation, item, index) = entry;
            var follows = item.FollowsPrevious && index > 0;
            if (follows && open.Contains((operation, index - 1)))
            {
                later.Add(entry);
                open.Add((operation, index));
            }
            else if (follows && operation.Results[index - 1] == AppendResult.Duplicate)
            {
                operation.Results[index] = AppendResult.Duplicate;
            }
            else if (item.DedupeKey is { } key)
            {
                operation.Results[index] = AppendResult.Duplicate;
                open.Add((operation, index));
                round.Add(DedupeKey.Of(key), entry);
            }
            else
            {
                operation.Results[index] = AppendResult.Appended;
            }
        }

        _undecided = later;
        return round;
    }
}

/// <summary>An item of an operation.</summary>
internal sealed record AcceptanceEntry(WriteOperation Operation, NewItem Item, int Index);

/// <summary>Items whose receipts are tried with one statement.</summary>
internal sealed class AcceptanceRound
{
    private readonly Dictionary<string, AcceptanceEntry> _entries = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>In the order of <see cref="Keys"/>.</summary>
    public IEnumerable<NewItem> Items => _entries.Values.Select(entry => entry.Item);

    /// <summary>Of several with one key the first counts; the others are duplicates.</summary>
    public void Add(string key, AcceptanceEntry entry) => _entries.TryAdd(key, entry);

    /// <summary>These had no receipt before.</summary>
    public void Accept(IEnumerable<string> keys)
    {
        foreach (var entry in keys.Select(key => _entries[key]))
            entry.Operation.Results[entry.Index] = AppendResult.Appended;
    }
}
