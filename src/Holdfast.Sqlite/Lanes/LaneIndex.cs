using Holdfast.Items;

namespace Holdfast.Sqlite.Lanes;

/// <summary>The lanes of all queues, in memory.</summary>
internal sealed class LaneIndex : IDisposable
{
    private readonly Dictionary<LaneQueue, QueueIndex> _queues;
    private long _sequence;

    public LaneIndex(TimeProvider time, long cachedPayloadBytes, int scheduleWindow = ScheduleWindow.DefaultSize)
    {
        var budget = new PayloadBudget(cachedPayloadBytes);
        var clock = new MonotonicClock(time);
        _queues = Enum.GetValues<LaneQueue>().ToDictionary(queue => queue, queue => queue == LaneQueue.Scheduled
            ? new QueueIndex(queue, time, clock, new WallClock(time), budget, new ScheduleWindow(scheduleWindow))
            : new QueueIndex(queue, time, clock, clock, budget));
    }

    /// <summary>What is to happen later: the one queue that is not in memory as a whole.</summary>
    public QueueIndex Schedule => _queues[LaneQueue.Scheduled];

    public QueueIndex this[LaneQueue queue] => _queues[queue];

    public IEnumerable<QueueIndex> Queues => _queues.Values;

    /// <summary>The number of the item that was appended last.</summary>
    public long LastSequence => _sequence;

    public void StartSequenceAfter(long last) => _sequence = last;

    /// <summary>Every fence from now on is higher than this.</summary>
    public void StartFencesAfter(long last)
    {
        foreach (var queue in _queues.Values)
            queue.StartFencesAfter(last);
    }

    public long NextSequence() => ++_sequence;

    /// <summary>Shows an item that was just written.</summary>
    /// <param name="item">The item.</param>
    /// <param name="dueAt">The moment when it is due, if it is scheduled.</param>
    /// <param name="dueIn">Else how long it waits.</param>
    public void Add(LaneItem item, DateTimeOffset? dueAt = null, TimeSpan? dueIn = null)
    {
        var queue = _queues[item.Queue];
        var due = dueAt is { } moment ? queue.DueAt(moment) : queue.DueAfter(dueIn ?? TimeSpan.Zero);
        queue.Add(item.Lane, new Entry(item.Sequence, item.OrderKey, item.EnqueuedAt, due, item) { InDoubt = item.InDoubt, Owner = item.Owner });
    }

    /// <summary>Shows an item that was found in the file.</summary>
    public void Add(LaneQueue queue, IndexRow row) => _queues[queue].Add(row.Lane, _queues[queue].EntryOf(row));

    public void Dispose()
    {
        foreach (var queue in _queues.Values)
            queue.Dispose();
    }
}
