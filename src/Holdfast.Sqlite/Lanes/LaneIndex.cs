using Holdfast.Lanes;

namespace Holdfast.Sqlite.Lanes;

/// <summary>The lanes of all queues, in memory.</summary>
internal sealed class LaneIndex : IDisposable
{
    private readonly Dictionary<LaneQueue, QueueIndex> _queues;
    private readonly MonotonicClock _clock;
    private long _sequence;

    public LaneIndex(TimeProvider time, long cachedPayloadBytes)
    {
        var budget = new PayloadBudget(cachedPayloadBytes);
        _clock = new MonotonicClock(time);
        _queues = Enum.GetValues<LaneQueue>().ToDictionary(queue => queue, queue => new QueueIndex(queue, time, _clock, budget));
    }

    public QueueIndex this[LaneQueue queue] => _queues[queue];

    public IEnumerable<QueueIndex> Queues => _queues.Values;

    /// <summary>The items that wait or are worked on.</summary>
    public int Count => _queues.Values.Sum(queue => queue.Count);

    public void StartSequenceAfter(long last) => _sequence = last;

    public long NextSequence() => ++_sequence;

    /// <summary>Shows an item that was just written.</summary>
    public void Add(LaneItem item, DateTimeOffset dueAt) =>
        Add(item.Queue, item.Lane, new Entry(item.Sequence, item.OrderKey, item.EnqueuedAt, _clock.At(dueAt), item) { InDoubt = item.InDoubt });

    /// <summary>Shows an item that was found in the file.</summary>
    public void Add(LaneQueue queue, string lane, long sequence, long orderKey, DateTimeOffset enqueuedAt, DateTimeOffset dueAt, bool inDoubt) =>
        Add(queue, lane, new Entry(sequence, orderKey, enqueuedAt, _clock.At(dueAt), item: null) { InDoubt = inDoubt });

    private void Add(LaneQueue queue, string lane, Entry entry) => _queues[queue].Add(lane, entry);

    public void Dispose()
    {
        foreach (var queue in _queues.Values)
            queue.Dispose();
    }
}
