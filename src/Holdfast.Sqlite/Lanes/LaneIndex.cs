using Holdfast.Lanes;

namespace Holdfast.Sqlite.Lanes;

/// <summary>The lanes of all queues, in memory.</summary>
internal sealed class LaneIndex : IDisposable
{
    private readonly Dictionary<LaneQueue, QueueIndex> _queues;
    private long _sequence;

    public LaneIndex(TimeProvider time, long cachedPayloadBytes)
    {
        var budget = new PayloadBudget(cachedPayloadBytes);
        _queues = Enum.GetValues<LaneQueue>().ToDictionary(queue => queue, queue => new QueueIndex(queue, time, budget));
    }

    public QueueIndex this[LaneQueue queue] => _queues[queue];

    public IEnumerable<QueueIndex> Queues => _queues.Values;

    /// <summary>The items that wait or are worked on.</summary>
    public int Count => _queues.Values.Sum(queue => queue.Count);

    public void StartSequenceAfter(long last) => _sequence = last;

    public long NextSequence() => ++_sequence;

    public void Add(LaneItem item, DateTimeOffset dueAt) =>
        _queues[item.Queue].Add(item.Lane, new Entry(item.Sequence, item.OrderKey, item.EnqueuedAt, dueAt, item) { InDoubt = item.InDoubt });

    public void Dispose()
    {
        foreach (var queue in _queues.Values)
            queue.Dispose();
    }
}
