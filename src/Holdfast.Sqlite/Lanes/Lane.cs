using Holdfast.Items;

namespace Holdfast.Sqlite.Lanes;

/// <summary>One lane in memory: its pending entries, first in order first, and who holds it.</summary>
internal sealed class Lane(string name)
{
    // Nearly every lane has one pending entry; only a busy one pays for a heap.
    private Entry? _only;
    private PriorityQueue<Entry, (long OrderKey, long Sequence)>? _many;

    public string Name => name;

    /// <summary>The hold on the lane, if it is held. Its entry is not among the pending ones.</summary>
    public Hold? Hold { get; private set; }

    /// <summary>When the lane's place in the queue falls due: <see cref="long.MinValue"/> for ready, null for no place.</summary>
    public long? Place { get; set; }

    /// <summary>Whose turn it waits for in <see cref="ReadyLanes"/>; null when it is not in there.</summary>
    public Turn? Ready { get; set; }

    /// <summary>Where it stands among its owner's.</summary>
    public LinkedListNode<Lane>? ReadyNode { get; set; }

    /// <summary>Grows with every change of <see cref="Place"/>, so that a stale place can be told.</summary>
    public int PlaceVersion { get; set; }

    public bool IsIdle => Hold is null && Head is null;

    /// <summary>The first pending entry.</summary>
    public Entry? Head => _many is null ? _only : _many.TryPeek(out var head, out _) ? head : null;

    /// <summary>Every entry, the held one included, in no order.</summary>
    public IEnumerable<Entry> Entries => Hold is { } hold ? Pending.Prepend(hold.Entry) : Pending;

    /// <summary>What waits, in no order.</summary>
    public IEnumerable<Entry> Pending =>
        _many is not null ? _many.UnorderedItems.Select(pending => pending.Element) : _only is not null ? [_only] : [];

    public void Add(Entry entry)
    {
        if (_many is null && _only is null)
        {
            _only = entry;
            return;
        }

        if (_many is null)
        {
            _many = new PriorityQueue<Entry, (long OrderKey, long Sequence)>();
            _many.Enqueue(_only!, _only!.Order);
            _only = null;
        }

        _many.Enqueue(entry, entry.Order);
    }

    /// <summary>Gives the first entry into a worker's hands.</summary>
    public Hold Take(WorkerId worker, long fence, long leaseUntil)
    {
        var head = _many is null ? _only! : _many.Dequeue();
        _only = null;
        Place = null;
        return Hold = new Hold(this, head, worker, fence) { LeaseUntil = leaseUntil };
    }

    public Entry EndHold()
    {
        var held = Hold!.Entry;
        Hold = null;
        return held;
    }

    /// <summary>Takes out pending entries, in one pass however many they are.</summary>
    public IReadOnlyList<Entry> Remove(HashSet<long> sequences)
    {
        var pending = Pending.ToLookup(entry => sequences.Contains(entry.Sequence));
        _only = null;
        _many?.Clear();
        foreach (var kept in pending[false])
            Add(kept);
        return [.. pending[true]];
    }
}
