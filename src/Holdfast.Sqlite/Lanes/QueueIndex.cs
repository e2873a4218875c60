using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Lanes;

/// <summary>
/// What waits in one queue, and who works on it. Lives and dies with the process: the process is the file's only worker, so
/// holds need not be durable, and after a restart every item is simply pending again.
/// </summary>
internal sealed class QueueIndex : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LaneQueue _queue;
    private readonly TimeProvider _time;
    private readonly PayloadBudget _budget;
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Queue<(Lane Lane, int Place)> _ready = [];
    private readonly PriorityQueue<(Lane Lane, int Place), DateTimeOffset> _later = new();
    private readonly HashSet<Lane> _held = [];
    private readonly ITimer _alarm;
    private TaskCompletionSource? _waiter;
    private DateTimeOffset _earliestLapse = DateTimeOffset.MaxValue;
    private long _fence;
    private int _items;

    public QueueIndex(LaneQueue queue, TimeProvider time, PayloadBudget budget)
    {
        (_queue, _time, _budget) = (queue, time, budget);
        _alarm = time.CreateTimer(_ => Wake(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _alarm.Dispose();

    public void Add(string laneName, Entry entry)
    {
        if (entry.Item is { } item && !_budget.TryTake(item.Payload.Length))
            entry.Item = null;
        lock (_lock)
        {
            if (!_lanes.TryGetValue(laneName, out var lane))
                _lanes.Add(laneName, lane = new Lane(laneName));
            lane.Add(entry);
            _items++;
            Place(lane);
        }
    }

    /// <summary>The items that wait or are worked on; read without the lock, for a bound that need not be exact.</summary>
    public int Count => Volatile.Read(ref _items);

    public List<(Lane Lane, Entry Entry, long Fence)> Claim(WorkerId worker, int lanes, TimeSpan lease)
    {
        var claimed = new List<(Lane, Entry, long)>();
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            LapseHolds(now);
            MoveDueLanes(now);
            while (claimed.Count < lanes && _ready.TryDequeue(out var place))
            {
                if (place.Place != place.Lane.PlaceVersion)
                    continue;
                var lane = place.Lane;
                var until = now + lease;
                var entry = lane.Hold(worker, ++_fence, until);
                _held.Add(lane);
                if (until < _earliestLapse)
                    _earliestLapse = until;
                claimed.Add((lane, entry, _fence));
            }
        }

        return claimed;
    }

    public bool Renew(Claim claim, TimeSpan lease)
    {
        lock (_lock)
        {
            if (Find(claim) is not { } lane)
                return false;
            var now = _time.GetUtcNow();
            lane.LeaseUntil = now + lease;
            if (lane.LeaseUntil >= _earliestLapse)
                return true;
            _earliestLapse = lane.LeaseUntil;
            if (_waiter is not null)
                SetAlarm(now);
            return true;
        }
    }

    /// <summary>Whether the claim still holds its lane; if so it cannot lapse until the commit has ended.</summary>
    public bool TryBeginCommit(Claim claim)
    {
        lock (_lock)
        {
            if (Find(claim) is not { Committing: false } lane)
                return false;
            lane.Committing = true;
            return true;
        }
    }

    public void AbortCommit(Claim claim)
    {
        lock (_lock)
        {
            if (Find(claim) is { } lane)
                lane.Committing = false;
        }
    }

    public void CompleteCommit(Claim claim, ItemOutcome outcome)
    {
        lock (_lock)
        {
            var lane = Find(claim) ?? throw new InvalidOperationException("A lane was lost during its commit.");
            lane.Committing = false;
            switch (outcome)
            {
                case ItemOutcome.Keep:
                    break;
                case ItemOutcome.Retry retry:
                    var entry = lane.Held!;
                    entry.DueAt = retry.DueAt;
                    entry.InDoubt = retry.InDoubt;
                    if (entry.Item is { } item)
                        entry.Item = item with { Attempt = item.Attempt + (retry.CountsAsAttempt ? 1 : 0), InDoubt = retry.InDoubt };
                    PutBack(lane);
                    break;
                default:
                    Forget(lane.EndHold());
                    _held.Remove(lane);
                    Place(lane);
                    break;
            }
        }
    }

    public void Release(Claim claim)
    {
        lock (_lock)
        {
            if (Find(claim) is { } lane)
                PutBack(lane);
        }
    }

    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            LapseHolds(now);
            MoveDueLanes(now);
            if (_ready.Count > 0)
                return ValueTask.CompletedTask;
            _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            SetAlarm(now);
            return new ValueTask(_waiter.Task.WaitAsync(cancellationToken));
        }
    }

    public QueueStats GetStats()
    {
        lock (_lock)
        {
            DateTimeOffset? oldest = null;
            foreach (var lane in _lanes.Values)
            {
                if (oldest is null || lane.OldestEnqueuedAt < oldest)
                    oldest = lane.OldestEnqueuedAt;
            }

            return new QueueStats(_queue, _items, _lanes.Count, _held.Count, oldest);
        }
    }

    /// <summary>The lane's first entry of each lane: after a crash, only these may have been worked on.</summary>
    public List<Entry> Heads()
    {
        lock (_lock)
            return [.. _lanes.Values.Select(lane => lane.Head).OfType<Entry>()];
    }

    private Lane? Find(Claim claim) =>
        _lanes.TryGetValue(claim.Item.Lane, out var lane) && lane.Held is not null && lane.Fence == claim.Fence && lane.Holder == claim.Worker
            ? lane
            : null;

    private void PutBack(Lane lane)
    {
        lane.Add(lane.EndHold());
        _held.Remove(lane);
        Place(lane);
    }

    private void Forget(Entry entry)
    {
        _items--;
        if (entry.Item is { } item)
            _budget.Return(item.Payload.Length);
    }

    /// <summary>
    /// Puts a free lane where its first entry belongs; an idle lane is forgotten. A lane that stands there already keeps its
    /// place: one that is appended to all the time must not go to the end of the queue each time.
    /// </summary>
    private void Place(Lane lane)
    {
        if (lane.IsIdle)
        {
            _lanes.Remove(lane.Name);
            return;
        }

        if (lane.Held is not null)
            return;
        var now = _time.GetUtcNow();
        var due = lane.Head!.DueAt;
        var place = due <= now ? DateTimeOffset.MinValue : due;
        if (place == lane.Place)
            return;
        lane.Place = place;
        lane.PlaceVersion++;
        if (place == DateTimeOffset.MinValue)
        {
            _ready.Enqueue((lane, lane.PlaceVersion));
            Wake();
        }
        else
        {
            _later.Enqueue((lane, lane.PlaceVersion), due);
            if (_waiter is not null)
                SetAlarm(now);
        }
    }

    private void MoveDueLanes(DateTimeOffset now)
    {
        while (_later.TryPeek(out var place, out var due) && (due <= now || place.Place != place.Lane.PlaceVersion))
        {
            _later.Dequeue();
            if (place.Place != place.Lane.PlaceVersion)
                continue;
            place.Lane.Place = DateTimeOffset.MinValue;
            _ready.Enqueue(place);
        }
    }

    private void LapseHolds(DateTimeOffset now)
    {
        if (now < _earliestLapse)
            return;
        foreach (var lane in _held.Where(lane => lane.LeaseUntil <= now && !lane.Committing).ToList())
        {
            lane.Held!.InDoubt = true;
            PutBack(lane);
        }

        _earliestLapse = _held.Count == 0 ? DateTimeOffset.MaxValue : _held.Min(lane => lane.LeaseUntil);
    }

    private void SetAlarm(DateTimeOffset now)
    {
        var next = _held.Count == 0 ? DateTimeOffset.MaxValue : _earliestLapse;
        if (_later.TryPeek(out _, out var due) && due < next)
            next = due;
        if (next == DateTimeOffset.MaxValue)
            return;
        var wait = next - now;
        _alarm.Change(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (_lock)
        {
            _waiter?.TrySetResult();
            _waiter = null;
        }
    }
}
