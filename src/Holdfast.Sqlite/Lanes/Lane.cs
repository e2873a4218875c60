using Holdfast.Lanes;

namespace Holdfast.Sqlite.Lanes;

/// <summary>One lane in memory: its pending entries, first in order first, and who holds it.</summary>
internal sealed class Lane(string name)
{
    // Nearly every lane has one pending entry; only a busy one pays for a heap.
    private Entry? _only;
    private PriorityQueue<Entry, (long OrderKey, long Sequence)>? _many;

    public string Name => name;

    /// <summary>The entry that the holder works on; it is not among the pending ones.</summary>
    public Entry? Held { get; private set; }

    public WorkerId? Holder { get; private set; }

    public long Fence { get; private set; }

    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>A commit under this hold is on its way to the disk: the hold cannot lapse before its result is known.</summary>
    public bool Committing { get; set; }

    /// <summary>When the lane's place in the queue falls due: <see cref="DateTimeOffset.MinValue"/> for ready, null for no place.</summary>
    public DateTimeOffset? Place { get; set; }

    /// <summary>Grows with every change of <see cref="Place"/>, so that a stale place can be told.</summary>
    public int PlaceVersion { get; set; }

    public int Pending => _many?.Count ?? (_only is null ? 0 : 1);

    public bool IsIdle => Held is null && Pending == 0;

    public Entry? Head => _many is null ? _only : _many.TryPeek(out var head, out _) ? head : null;

    /// <summary>When the first comer of all its entries came: not the head's time where order keys or replays say otherwise.</summary>
    public DateTimeOffset OldestEnqueuedAt
    {
        get
        {
            var oldest = (Held ?? Head)?.EnqueuedAt ?? DateTimeOffset.MaxValue;
            if (_many is not null)
            {
                foreach (var (entry, _) in _many.UnorderedItems)
                    oldest = entry.EnqueuedAt < oldest ? entry.EnqueuedAt : oldest;
            }
            else if (_only is not null && _only.EnqueuedAt < oldest)
            {
                oldest = _only.EnqueuedAt;
            }

            return oldest;
        }
    }

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
            _many.Enqueue(_only!, (_only!.OrderKey, _only.Sequence));
            _only = null;
        }

        _many.Enqueue(entry, (entry.OrderKey, entry.Sequence));
    }

    public Entry Hold(WorkerId worker, long fence, DateTimeOffset leaseUntil)
    {
        var head = _many is null ? _only! : _many.Dequeue();
        _only = null;
        (Held, Holder, Fence, LeaseUntil, Place) = (head, worker, fence, leaseUntil, null);
        return head;
    }

    public Entry EndHold()
    {
        var held = Held!;
        (Held, Committing) = (null, false);
        return held;
    }
}
