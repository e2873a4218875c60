using Holdfast.Items;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Lanes;

/// <summary>
/// What waits in one queue, and who works on it. Lives and dies with the process: the process is the file's only worker, so
/// holds need not be durable, and after a restart every item is simply pending again.
/// </summary>
internal sealed class QueueIndex : IDisposable
{
    private const long Ready = long.MinValue;
    private const long Never = long.MaxValue;

    /// <summary>The longest the alarm is set for: timers have a limit, and a clock that stepped should be noticed some time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>A wall clock that is set right must be noticed soon, and to look at it costs nothing.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>What is due within this of the last alarm has one in common: at 1,000 messages a second each had its own.</summary>
    private static readonly TimeSpan BetweenRings = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly LaneQueue _queue;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly LaneClock _dueClock;
    private readonly PayloadBudget _budget;
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly ReadyLanes _ready = new();
    private readonly PriorityQueue<(Lane Lane, int Place), long> _later = new();
    private readonly HashSet<Lane> _held = [];
    private readonly Arrivals _arrivals = new();
    private readonly ITimer _alarm;
    private readonly TimeSpan _longestWait;
    private TaskCompletionSource? _waiter;
    private PlaceShares _waiterShares = PlaceShares.Unlimited;

    // No hold lapses before this; it may be earlier than the earliest lapse.
    private long _noLapseBefore = Never;

    // The alarm does not go off before this.
    private long _quietUntil;
    private long _fence;
    private int _items;
    private bool _closed;

    /// <summary>Makes it, empty.</summary>
    /// <param name="queue">Which.</param>
    /// <param name="time">For the alarm, and for what the file says.</param>
    /// <param name="clock">For leases.</param>
    /// <param name="dueClock">For what is due later.</param>
    /// <param name="budget">For payloads kept along.</param>
    /// <param name="window">How much of the queue is in memory; null for all of it.</param>
    public QueueIndex(
        LaneQueue queue, TimeProvider time, MonotonicClock clock, LaneClock dueClock, PayloadBudget budget, ScheduleWindow? window = null)
    {
        (_queue, _time, _clock, _dueClock, _budget, Window) = (queue, time, clock, dueClock, budget, window);
        _longestWait = window is null ? LongestWait : LongestLook;
        _alarm = time.CreateTimer(_ => Ring(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How much of the queue is in memory; null for all of it. Changed under the writer's transactions only.</summary>
    public ScheduleWindow? Window { get; }

    public void Dispose() => _alarm.Dispose();

    /// <summary>The items that wait or are worked on; read without the lock, for a bound that need not be exact.</summary>
    public int Count => Volatile.Read(ref _items) + (Window?.Beyond ?? 0);

    /// <summary>
    /// Whether the next part of the queue should be loaded: what is in memory runs out, or cannot be claimed while something past
    /// the horizon may be.
    /// </summary>
    public bool IsShort
    {
        get
        {
            lock (_lock)
                return MustRefill;
        }
    }

    /// <summary>Every fence from now on is higher than this.</summary>
    public void StartFencesAfter(long last) => _fence = last;

    /// <summary>A moment in the numbers of this queue's entries.</summary>
    public long DueAt(DateTimeOffset moment) => _dueClock.At(moment);

    /// <summary>The same for the end of a wait; for none it is due whatever a clock says later.</summary>
    public long DueAfter(TimeSpan wait) => wait > TimeSpan.Zero ? _dueClock.After(wait) : Ready;

    /// <summary>An entry for an item that is in the file.</summary>
    public Entry EntryOf(IndexRow row)
    {
        // Past its place an item of the schedule is due only where it was put back: then it waits like any other.
        var isMoment = Window is not null && row.DueAt.ToMicroseconds() <= row.OrderKey;
        var due = isMoment ? DueAt(row.DueAt) : DueAfter(row.WaitLeft(_time.GetUtcNow()));
        return new(row.Sequence, row.OrderKey, row.EnqueuedAt, due, item: null) { InDoubt = row.InDoubt, Owner = row.Owner };
    }

    public void Add(string laneName, Entry entry)
    {
        // Of the schedule nothing is kept along: it would take the memory from lanes that are busy, for an hour that may be far.
        if (entry.Item is { } item && (Window is not null || !_budget.TryTake(item)))
            entry.Item = null;
        lock (_lock)
        {
            if (Window?.Holds(entry.Order) == false)
            {
                Window.CountBeyond();
                return;
            }

            Show(laneName, entry);
            if (Window?.IsOverfull(_items) != true)
                return;
            DropFarEntries(Window);

            // The horizon is nearer now, and may be the next thing to wait for.
            Ring();
        }
    }

    /// <summary>Shows what was found past the horizon; false when the horizon has moved meanwhile, and it must be looked for again.</summary>
    public bool Refill((long OrderKey, long Sequence) from, IReadOnlyList<IndexRow> rows)
    {
        lock (_lock)
        {
            if (Window is null || Window.Horizon != from)
                return false;
            foreach (var row in rows)
                Show(row.Lane, EntryOf(row));
            Window.Grow(rows.Count < Window.Size ? null : rows[^1].Place, rows.Count, _items);
            return true;
        }
    }

    public List<Hold> Claim(WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares)
    {
        var claimed = new List<Hold>();
        lock (_lock)
        {
            if (_closed)
                return claimed;
            var now = _clock.Now;
            var until = _clock.After(lease);
            MoveDueLanes();
            foreach (var lane in LapsedLanes(now).Where(lane => shares.MayTake(OwnerAfterLapse(lane))).Take(lanes))
                claimed.Add(TakeOver(lane, worker, until, shares));
            var round = new object();
            while (claimed.Count < lanes && _ready.TakeNext(round, shares) is { } lane)
            {
                if (lane.Head!.Due <= _dueClock.Now)
                    claimed.Add(Take(lane, worker, until, shares));
                else
                    PlaceAgain(lane);
            }
        }

        return claimed;
    }

    public bool Renew(Claim claim, TimeSpan lease)
    {
        lock (_lock)
        {
            if (Find(claim) is not { } hold)
                return false;
            hold.LeaseUntil = _clock.After(lease);
            NoticeLease(hold.LeaseUntil);
            return true;
        }
    }

    /// <summary>Whether the claim still holds its lane; if so it cannot lapse until the commit has ended.</summary>
    public bool TryBeginCommit(Claim claim, bool endsHold)
    {
        lock (_lock)
        {
            if (Find(claim) is not { IsEnding: false } hold)
                return false;
            hold.Commits++;
            hold.IsEnding = endsHold;
            return true;
        }
    }

    public void AbortCommit(Claim claim, bool endsHold)
    {
        lock (_lock)
        {
            if (Find(claim) is not { } hold)
                return;
            hold.Commits--;
            hold.IsEnding &= !endsHold;
        }
    }

    public void CompleteCommit(Claim claim, ItemOutcome outcome, IReadOnlyList<LaneItem> merged)
    {
        lock (_lock)
        {
            var hold = Find(claim) ?? throw new InvalidOperationException("A lane was lost during its commit.");
            hold.Commits--;
            switch (outcome)
            {
                case ItemOutcome.Keep:
                    break;
                case ItemOutcome.Retry retry:
                    Change(hold.Entry, retry);
                    PutBack(hold.Lane);
                    break;
                default:
                    Forget(hold.Lane.EndHold());
                    ForgetMerged(hold.Lane, merged);
                    _held.Remove(hold.Lane);
                    Place(hold.Lane);
                    if (MustRefill)
                        Wake();
                    break;
            }
        }
    }

    /// <summary>Whether all of these wait, each once, in the lane of a claim that holds.</summary>
    public bool ArePending(Claim claim, IReadOnlyList<LaneItem> items)
    {
        lock (_lock)
        {
            if (Find(claim) is not { } hold)
                return false;
            var wanted = items.Select(item => item.Sequence).ToHashSet();
            return wanted.Count == items.Count && hold.Lane.Pending.Count(entry => wanted.Contains(entry.Sequence)) == wanted.Count;
        }
    }

    /// <summary>What waits in the lane of a claim, in order; null when the claim does not hold (any more).</summary>
    public IReadOnlyList<(long Sequence, LaneItem? Item, bool InDoubt)>? Pending(Claim claim, int limit)
    {
        lock (_lock)
        {
            return Find(claim) is { } hold
                ? [.. hold.Lane.Pending.OrderBy(entry => entry.Order).Take(limit).Select(entry => (entry.Sequence, entry.Item, entry.InDoubt))]
                : null;
        }
    }

    /// <summary>Whether a lane is held, by somebody whose lease lasts.</summary>
    public bool IsLaneHeld(string lane)
    {
        lock (_lock)
            return _lanes.TryGetValue(lane, out var found) && found.Hold is { } hold && !hold.HasLapsed(_clock.Now);
    }

    public ValueTask WaitAsync(PlaceShares shares, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_closed && HasNews(shares))
                return ValueTask.CompletedTask;
            var waiter = _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiterShares = shares;

            // May wake the waiter at once, and then there is none any more: the pump died of that for half a second.
            if (!_closed)
                SetAlarm();
            return new ValueTask(waiter.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>What waits, from what is counted anyway: whoever asks must not hold up everybody who appends.</summary>
    public QueueStats GetStats()
    {
        lock (_lock)
        {
            var beyond = Window?.Beyond ?? 0;
            return new QueueStats(_queue, _items + beyond, _lanes.Count + beyond, _held.Count, Window is null ? _arrivals.First?.EnqueuedAt : null);
        }
    }

    /// <summary>The first entry of each lane.</summary>
    public List<Entry> Heads()
    {
        lock (_lock)
            return [.. _lanes.Values.Select(lane => lane.Head).OfType<Entry>()];
    }

    /// <summary>Hands nothing out any more, and tells what a start must know that is not in the file: entries in doubt.</summary>
    public IReadOnlyList<Entry> Close()
    {
        lock (_lock)
        {
            _closed = true;
            return [.. _lanes.Values.SelectMany(lane => lane.Entries).Where(entry => entry.IsDoubtUnwritten)];
        }
    }

    /// <summary>Whether somebody is at work.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
                return _held.Count > 0;
        }
    }

    /// <summary>
    /// Whether the next part of the queue should be loaded. The second half is what nothing may be missed by: entries that are in
    /// memory may all wait for another try, or behind lanes that are held, while others are due past the horizon.
    /// </summary>
    private bool MustRefill =>
        !_closed && (Window?.IsLow(_items) == true || (_ready.Count == 0 && HorizonDue is { } due && due <= _dueClock.Now));

    /// <summary>When the horizon is due: nothing past it is before.</summary>
    private long? HorizonDue => Window?.Horizon is { } horizon
        ? horizon.OrderKey == long.MinValue ? long.MinValue : _dueClock.At(DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(horizon.OrderKey))
        : null;

    private void Show(string laneName, Entry entry)
    {
        if (!_lanes.TryGetValue(laneName, out var lane))
            _lanes.Add(laneName, lane = new Lane(laneName));
        lane.Add(entry);
        _items++;
        if (Window is null)
            _arrivals.Add(entry);
        Place(lane);
    }

    /// <summary>
    /// Leaves what is far away to the file. What is held, or in doubt without the file's knowing, stays; and so does all that comes
    /// before it: everything up to the horizon is in memory, or a lane would hand out a later item before an earlier one.
    /// </summary>
    private void DropFarEntries(ScheduleWindow window)
    {
        var places = _lanes.Values.SelectMany(lane => lane.Pending).Select(entry => entry.Order).Order().ToList();
        var last = _lanes.Values.SelectMany(lane => lane.Pending.Where(entry => entry.IsDoubtUnwritten))
            .Concat(_held.Select(lane => lane.Hold!.Entry))
            .Select(entry => entry.Order)
            .Append(places[Math.Min(window.Size, places.Count) - 1])
            .Max();
        var dropped = 0;
        foreach (var lane in _lanes.Values.ToList())
        {
            var far = lane.Pending.Where(entry => entry.Order.CompareTo(last) > 0).Select(entry => entry.Sequence).ToHashSet();
            if (far.Count == 0)
                continue;
            dropped += lane.Remove(far).Count;
            if (!lane.IsIdle)
                continue;
            _lanes.Remove(lane.Name);
            lane.PlaceVersion++;
            if (lane.Ready is not null)
                _ready.Remove(lane);
        }

        _items -= dropped;
        window.Shrink(last, dropped, _items);
        ForgetStalePlaces();
    }

    /// <summary>Forgets the places of lanes that are gone: they would be kept until the hour for which they were made.</summary>
    private void ForgetStalePlaces()
    {
        var later = _later.UnorderedItems.Where(place => place.Element.Place == place.Element.Lane.PlaceVersion).ToList();
        _later.Clear();
        _later.EnqueueRange(later);
    }

    private Hold? Find(Claim claim) =>
        _lanes.TryGetValue(claim.Item.Lane, out var lane) && lane.Hold is { } hold && hold.IsOf(claim) ? hold : null;

    private Hold Take(Lane lane, WorkerId worker, long until, PlaceShares shares)
    {
        shares.Take(lane.Head!.Owner);
        _held.Add(lane);
        NoticeLease(until);
        return lane.Take(worker, ++_fence, until);
    }

    /// <summary>Takes a lane from a holder whose lease has lapsed, and who may be at work all the same.</summary>
    private Hold TakeOver(Lane lane, WorkerId worker, long until, PlaceShares shares)
    {
        var entry = lane.EndHold();
        entry.IsDoubtUnwritten |= !entry.InDoubt;
        entry.InDoubt = true;
        lane.Add(entry);
        return Take(lane, worker, until, shares);
    }

    /// <summary>Whose a held lane is when its hold has lapsed: what was in hand is pending again.</summary>
    private static ItemOwner? OwnerAfterLapse(Lane lane) =>
        lane.Head is { } head && head.Order.CompareTo(lane.Hold!.Entry.Order) < 0 ? head.Owner : lane.Hold!.Entry.Owner;

    /// <summary>
    /// Held lanes that somebody else may claim. They stay with their holder until somebody does: work that was only slow is not
    /// thrown away.
    /// </summary>
    private IReadOnlyList<Lane> LapsedLanes(long now)
    {
        if (now < _noLapseBefore)
            return [];
        _noLapseBefore = _held.Count == 0 ? Never : _held.Min(lane => lane.Hold!.LeaseUntil);
        return now < _noLapseBefore
            ? []
            : [.. _held.Where(lane => lane.Hold!.HasLapsed(now) && (lane.Head is not { } head || head.Due <= _dueClock.Now || head.Order.CompareTo(lane.Hold.Entry.Order) > 0))];
    }

    private void NoticeLease(long until)
    {
        if (until >= _noLapseBefore)
            return;
        _noLapseBefore = until;
        if (_waiter is not null)
            SetAlarm();
    }

    private void Change(Entry entry, ItemOutcome.Retry retry)
    {
        entry.Due = DueAfter(retry.Wait);
        (entry.InDoubt, entry.IsDoubtUnwritten) = (retry.InDoubt, false);
        if (entry.Item is { } item)
            entry.Item = item with { Attempt = item.Attempt + (retry.CountsAsAttempt ? 1 : 0), InDoubt = retry.InDoubt };
    }

    private void PutBack(Lane lane)
    {
        lane.Add(lane.EndHold());
        _held.Remove(lane);
        Place(lane);
    }

    private void Forget(Entry entry)
    {
        _items--;
        if (Window is null)
            _arrivals.Remove(entry);
        if (entry.Item is { } item)
            _budget.Return(item);
    }

    private void ForgetMerged(Lane lane, IReadOnlyList<LaneItem> merged)
    {
        if (merged.Count == 0)
            return;
        foreach (var entry in lane.Remove([.. merged.Select(item => item.Sequence)]))
            Forget(entry);
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

        if (lane.Hold is not null)
            return;
        var due = lane.Head!.Due;
        var place = due <= _dueClock.Now ? Ready : due;
        if (place == lane.Place && (lane.Ready is null || lane.Ready.Owner == lane.Head.Owner))
            return;
        if (lane.Ready is not null)
            _ready.Remove(lane);
        lane.Place = place;
        lane.PlaceVersion++;
        if (place == Ready)
        {
            _ready.Add(lane);
            if (_waiter is not null && IsNews(lane.Head.Owner))
                Wake();
        }
        else
        {
            _later.Enqueue((lane, lane.PlaceVersion), due);
            if (_waiter is not null)
                SetAlarm();
        }
    }

    /// <summary>The wall clock was set back while the lane was ready: what it says is later again.</summary>
    private void PlaceAgain(Lane lane)
    {
        lane.Place = null;
        Place(lane);
    }

    private void MoveDueLanes()
    {
        var now = _dueClock.Now;
        while (_later.TryPeek(out var place, out var due) && (due <= now || place.Place != place.Lane.PlaceVersion))
        {
            _later.Dequeue();
            if (place.Place != place.Lane.PlaceVersion)
                continue;
            place.Lane.Place = Ready;
            _ready.Add(place.Lane);
        }
    }

    /// <summary>When a hold lapses that is of interest: not one that has, in a lane that is passed over all the same.</summary>
    private long NextLapse()
    {
        var now = _clock.Now;
        if (_held.Count == 0 || now < _noLapseBefore)
            return _held.Count == 0 ? Never : _noLapseBefore;
        var passedOver = LapsedLanes(now).Where(lane => !_waiterShares.MayTake(OwnerAfterLapse(lane))).ToHashSet();
        return _held.Where(lane => !passedOver.Contains(lane)).Select(lane => lane.Hold!.LeaseUntil).DefaultIfEmpty(Never).Min();
    }

    private void SetAlarm()
    {
        var isLater = _later.TryPeek(out _, out var due);
        var lapse = NextLapse();
        var isLapsing = lapse != Never;
        var horizon = HorizonDue;
        if (!isLater && !isLapsing && horizon is null)
            return;
        var wait = _longestWait;
        if (isLater)
            wait = Earlier(wait, _dueClock.Until(due));
        if (horizon is { } beyond)
            wait = Earlier(wait, _dueClock.Until(beyond));
        if (isLapsing)
            wait = Earlier(wait, _clock.Until(lapse));
        if (_clock.Until(_quietUntil) is var quiet && wait < quiet)
            wait = quiet;
        _alarm.Change(wait < ShortestWait ? ShortestWait : wait, Timeout.InfiniteTimeSpan);

        // The moment may have come, and gone, while the alarm was being set for it.
        if ((isLater && due <= _dueClock.Now) || horizon <= _dueClock.Now)
            Wake();
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>The alarm went off: for what it was set for, or only to look at the clock again.</summary>
    private void Ring()
    {
        lock (_lock)
        {
            if (_waiter is null || _closed)
                return;
            _quietUntil = _clock.After(BetweenRings);
            if (HasNews(_waiterShares))
                Wake();
            else
                SetAlarm();
        }
    }

    /// <summary>
    /// Whether a claim may find something, must look past the horizon, or would pass over lanes for the first time: whoever waits hears of that
    /// once, since only then they wait for a place to be given back as well.
    /// </summary>
    private bool HasNews(PlaceShares shares)
    {
        MoveDueLanes();
        if (MustRefill)
            return true;
        var isKnown = shares.HasPassedOver;
        return _ready.Any(shares) || LapsedLanes(_clock.Now).Any(lane => shares.MayTake(OwnerAfterLapse(lane))) || (!isKnown && shares.HasPassedOver);
    }

    /// <summary>The same of one lane that has become ready.</summary>
    private bool IsNews(ItemOwner? owner)
    {
        var isKnown = _waiterShares.HasPassedOver;
        return _waiterShares.MayTake(owner) || (!isKnown && _waiterShares.HasPassedOver);
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
