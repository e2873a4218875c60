using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>
/// The storage contract in its plainest form: one lock, lists, and a search through all of them. It is the oracle that the
/// providers are compared with and the store of unit tests; it keeps nothing, so no user is ever offered it.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxBacklog">How many messages may wait.</param>
public sealed partial class InMemoryStore(TimeProvider time, int maxBacklog = int.MaxValue) : IHoldfastStore
{
    /// <summary>A clock that is set right while somebody waits must be noticed.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly BacklogBound _backlog = new(maxBacklog, "maxBacklog");
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, Receipt> _receipts = [];
    private readonly Dictionary<ItemId, RunRecord> _runs = [];
    private readonly List<RunStep> _steps = [];
    private readonly List<KeptTurn> _turns = [];
    private readonly TurnBook _turnBook = new();
    private readonly List<(DeliveryReceipt Receipt, long Sequence)> _delivered = [];
    private readonly List<DeadLetter> _dead = [];
    private readonly Dictionary<ItemId, ItemId> _runsOfDead = [];
    private readonly List<StoredRecord> _records = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sequence;
    private long _fence;

    private sealed class Row(NewItem item, long place, long sequence, DateTimeOffset enqueuedAt)
    {
        public NewItem Item => item;

        public long Place => place;

        public long Sequence => sequence;

        public DateTimeOffset EnqueuedAt => enqueuedAt;

        /// <summary>When it may be handed out, by the clock of its queue.</summary>
        public required TimeSpan Due { get; set; }

        public int Attempt { get; set; }

        public bool InDoubt { get; set; }

        public WorkerId? Holder { get; set; }

        public long Fence { get; set; }

        public TimeSpan LeaseUntil { get; set; }
    }

    private sealed class KeptTurn(long place, string conversation, Turn turn, DateTimeOffset at, ItemId? run)
    {
        public long Place => place;

        public string Conversation => conversation;

        public Turn Turn => turn;

        public DateTimeOffset At => at;

        public ItemId? Run => run;
    }

    private sealed record Receipt(DateTimeOffset ReceivedAt, Settlement? Settlement);

    /// <summary>The receipts' settlements by dedupe key; null for those still pending. For tests.</summary>
    public IReadOnlyDictionary<string, Settlement?> Settlements
    {
        get
        {
            lock (_lock)
                return _receipts.ToDictionary(r => r.Key, r => r.Value.Settlement);
        }
    }

    /// <summary>What Slack confirmed, in order. For tests.</summary>
    public IReadOnlyList<DeliveryReceipt> Delivered
    {
        get
        {
            lock (_lock)
                return [.. _delivered.Select(delivery => delivery.Receipt)];
        }
    }

    /// <inheritdoc/>
    public bool IsNew => true;

    /// <inheritdoc/>
    public Task<StoreException> Failure { get; } = new TaskCompletionSource<StoreException>().Task;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<NewItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        lock (_lock)
        {
            _backlog.ThrowIfFull(Messages, items);
            IReadOnlyList<AppendResult> results = AppendAll(items);
            Changed();
            return ValueTask.FromResult(results);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Claim>> ClaimAsync(
        LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        ArgumentNullException.ThrowIfNull(shares);
        lock (_lock)
        {
            var monotonic = time.GetMonotonic();
            var claims = new List<Claim>();
            var heads = HeadsOf(queue, monotonic).Where(head => head.Due <= Now(queue)).ToDictionary(head => head.Item.Lane);
            while (claims.Count < lanes && _turnBook.Next(queue, heads.Values.Select(ReadyOf), shares) is { } next)
            {
                heads.Remove(next.Name, out var head);
                shares.Take(next.Owner);
                _turnBook.Had(queue, next.Owner, monotonic);
                if (_rows.Find(row => row.Item.Queue == queue && row.Item.Lane == next.Name && row.Holder is not null) is { } lapsed)
                    (lapsed.Holder, lapsed.InDoubt) = (null, true);
                head!.Holder = worker;
                head.Fence = ++_fence;
                head.LeaseUntil = monotonic + lease;
                claims.Add(new Claim(ToItem(head), worker, head.Fence));
            }

            return ValueTask.FromResult<IReadOnlyList<Claim>>(claims);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WaitForWorkAsync(LaneQueue queue, PlaceShares shares, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shares);
        while (true)
        {
            Task changed;
            TimeSpan? next;
            var asked = time.GetMonotonic();
            lock (_lock)
            {
                changed = _changed.Task;
                var now = Now(queue);
                var wasTold = shares.HasPassedOver;
                next = HeadsOf(queue, asked)
                    .Where(head => head.Due > now || shares.MayTake(head.Item.Owner))
                    .Select(head => head.Due - now)
                    .Concat(_rows.Where(row => row.Item.Queue == queue && row.Holder is not null && row.LeaseUntil > asked).Select(row => row.LeaseUntil - asked))
                    .Order()
                    .Cast<TimeSpan?>()
                    .FirstOrDefault();
                if (!wasTold && shares.HasPassedOver)
                    return;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var wait = next is { } span ? (span > TimeSpan.Zero ? span : TimeSpan.Zero) : Timeout.InfiniteTimeSpan;
            var due = Task.Delay(queue == LaneQueue.Scheduled && next is not null && wait > LongestLook ? LongestLook : wait, time, waiting.Token);

            // Looked at once more with the alarm set: the moment may have come, and gone, while it was being set.
            if (next <= time.GetMonotonic() - asked)
                return;
            await Task.WhenAny(changed, due);
            cancellationToken.ThrowIfCancellationRequested();
            await waiting.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(Claim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        lock (_lock)
        {
            if (Held(claim) is not { } row)
                return ValueTask.FromResult(false);
            row.LeaseUntil = time.GetMonotonic() + lease;
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(Transition transition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transition);
        lock (_lock)
        {
            if (Held(transition.Claim) is not { } row)
                return ValueTask.FromResult(CommitResult.LostLease);
            if (_steps.Concat(transition.Steps).CountBy(step => (step.Run, step.Number)).Any(step => step.Value > 1))
                throw new StoreException("A step of this run was journalled twice. This is a defect in Holdfast.", isTransient: false);
            var merged = FindMerged(row, transition);
            Keep(transition, row.Sequence);
            Settle(row, transition.Outcome, transition.RunOfDead);
            foreach (var other in merged)
            {
                _rows.Remove(other);
                RecordSettlement(other, Settlement.Answered);
            }

            AppendAll(transition.Append);
            Changed();
            return ValueTask.FromResult(CommitResult.Committed);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueStats>> GetQueueStatsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<QueueStats> stats =
            [
                .. Enum.GetValues<LaneQueue>().Select(queue =>
                {
                    var rows = _rows.Where(row => row.Item.Queue == queue).ToList();
                    return new QueueStats(
                        queue,
                        rows.Count,
                        rows.DistinctBy(row => row.Item.Lane).Count(),
                        rows.Count(row => row.Holder is not null),
                        queue == LaneQueue.Scheduled ? null : rows.MinBy(row => row.Sequence)?.EnqueuedAt);
                }),
            ];
            return ValueTask.FromResult(stats);
        }
    }

    /// <inheritdoc/>
    public ValueTask<BacklogState> GetBacklogAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(_backlog.StateAt(Messages));
    }

    /// <inheritdoc/>
    public ValueTask<bool> SweepAsync(SweepCutoffs cutoffs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cutoffs);
        lock (_lock)
        {
            foreach (var (key, receipt) in _receipts)
            {
                if (receipt.Settlement is not null && receipt.ReceivedAt < cutoffs.Receipts)
                    _receipts.Remove(key);
            }

            foreach (var run in _runs.Values.Where(run => run.ExpiresAt < cutoffs.Runs && !_runsOfDead.ContainsValue(run.Id)).ToList())
            {
                _runs.Remove(run.Id);
                _steps.RemoveAll(step => step.Run == run.Id);
                _records.RemoveAll(record => record.Run == run.Id);
            }

            _records.RemoveAll(record => cutoffs.Records.Any(cutoff => cutoff.Kind == record.Key.Kind && record.EndedAt < cutoff.EndedBefore));
            _delivered.RemoveAll(delivery => delivery.Receipt.DeliveredAt < cutoffs.Delivered
                && !_runs.ContainsKey(delivery.Receipt.Cause) && !_records.Exists(record => record.Key.Name == delivery.Receipt.Cause.ToString()));
            foreach (var conversation in _turns.GroupBy(turn => turn.Conversation).ToList())
            {
                var kept = conversation.Max(turn => turn.At) < cutoffs.Conversations ? 0 : cutoffs.MaxTurns;
                foreach (var turn in conversation.SkipLast(kept))
                    _turns.Remove(turn);
            }

            return ValueTask.FromResult(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask CheckWritableAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(
        string conversation, DateTimeOffset newerThan, int limit, ItemId? except, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var turns = _turns.Where(turn => turn.Conversation == conversation && (except is null || turn.Run != except)).ToList();
            IReadOnlyList<Turn> live = turns.Count > 0 && turns[^1].At >= newerThan ? [.. turns.TakeLast(limit).Select(turn => turn.Turn)] : [];
            return ValueTask.FromResult(live);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> CountDeadLettersAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(_dead.Count);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<DeadLetter>>([.. Enumerable.Reverse(_dead).Take(limit).Select(dead => dead with { Item = dead.Item with { Payload = default } })]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReplayAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var index = _dead.FindIndex(dead => dead.Item.Id == item);
            if (index < 0)
                return ValueTask.FromResult(false);
            var dead = _dead[index].Item;
            _dead.RemoveAt(index);
            Keep(records);
            var now = time.GetUtcNow();
            if (_runsOfDead.Remove(item, out var id) && _runs.GetValueOrDefault(id) is { } run && run.ExpiresAt < now + DeadRuns.ReplayRetention)
                _runs[id] = run with { ExpiresAt = now + DeadRuns.ReplayRetention };
            var again = new NewItem
            {
                Id = dead.Id, Queue = dead.Queue, Lane = dead.Lane, Kind = dead.Kind, Payload = dead.Payload, OrderKey = dead.OrderKey,
                DedupeKey = dead.DedupeKey, TraceParent = dead.TraceParent, Owner = dead.Owner,
            };
            _rows.Add(new Row(again, dead.OrderKey, ++_sequence, now) { Due = DueOf(again), InDoubt = true });
            if (dead.DedupeKey is { } key && _receipts.TryGetValue(key, out var receipt))
                _receipts[key] = receipt with { Settlement = null };
            Changed();
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DiscardAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _runsOfDead.Remove(item);
            var isThere = _dead.RemoveAll(dead => dead.Item.Id == item) > 0;
            if (isThere)
                Keep(records);
            return ValueTask.FromResult(isThere);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private int Messages => _rows.Count(row => row.Item.Queue == LaneQueue.Inbound);

    private AppendResult[] AppendAll(IReadOnlyList<NewItem> items)
    {
        var results = new AppendResult[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            var isDropped = items[i].FollowsPrevious && i > 0 && results[i - 1] == AppendResult.Duplicate;
            results[i] = isDropped ? AppendResult.Duplicate : AppendOne(items[i]);
        }

        return results;
    }

    private AppendResult AppendOne(NewItem item)
    {
        var now = time.GetUtcNow();
        if (item.DedupeKey is { } key && !_receipts.TryAdd(key, new Receipt(now, item.Settled)))
            return AppendResult.Duplicate;
        Keep(item.Records);
        if (item.Settled is null)
            _rows.Add(new Row(item, item.Place, ++_sequence, now) { Due = DueOf(item) });
        return AppendResult.Appended;
    }

    private List<Row> FindMerged(Row claimed, Transition transition)
    {
        var wanted = transition.Merged.Select(item => item.Id).ToHashSet();
        var found = PendingBehind(claimed).Where(row => wanted.Contains(row.Item.Id)).ToList();
        var isEnd = transition.Outcome is ItemOutcome.Done or ItemOutcome.Dead;
        return found.Count == transition.Merged.Count && (isEnd || found.Count == 0) ? found : throw Transition.NotMergeable();
    }

    private void Keep(Transition transition, long sequence)
    {
        var now = time.GetUtcNow();
        if (transition.Run is { } run)
            _runs[run.Id] = run;
        if (transition.Expiry is { } expiry && _runs.GetValueOrDefault(expiry.Run) is { EndedAt: { } endedAt } ended)
            _runs[expiry.Run] = ended with { ExpiresAt = endedAt + expiry.Retention };
        _steps.AddRange(transition.Steps);
        var whose = transition.Run?.Id;
        if (transition.ReplacesTurns && whose is not null)
            _turns.RemoveAll(kept => kept.Run == whose && transition.Turns.Any(turn => turn.Conversation == kept.Conversation));
        _turns.AddRange(transition.Turns.Select(turn => new KeptTurn(++_sequence, turn.Conversation, turn.Turn, now, whose)));
        if (transition.Delivered is { } delivered)
            Put(_delivered, (Receipt: delivered, Sequence: sequence), other => other.Receipt.Id == delivered.Id && other.Receipt.Cause == delivered.Cause);
        Keep(transition.Records);
    }

    private void Keep(IReadOnlyList<StoredRecord> records)
    {
        foreach (var record in records)
        {
            if (record.Value is null)
                _records.RemoveAll(other => other.Key == record.Key);
            else
                Put(_records, record with { IsAnnounced = false }, other => other.Key == record.Key);
        }
    }

    private static void Put<T>(List<T> kept, T value, Predicate<T> isSame)
    {
        var index = kept.FindIndex(isSame);
        if (index < 0)
            kept.Add(value);
        else
            kept[index] = value;
    }

    private void Settle(Row row, ItemOutcome outcome, ItemId runOfDead)
    {
        switch (outcome)
        {
            case ItemOutcome.Keep:
                return;
            case ItemOutcome.Retry retry:
                row.Holder = null;
                row.Due = Now(row.Item.Queue) + retry.Wait;
                row.Attempt += retry.CountsAsAttempt ? 1 : 0;
                row.InDoubt = retry.InDoubt;
                return;
            case ItemOutcome.Done done:
                _rows.Remove(row);
                RecordSettlement(row, done.Settlement);
                return;
            case ItemOutcome.Dead dead:
                _rows.Remove(row);
                _dead.Add(new DeadLetter(ToItem(row) with { Payload = dead.Payload ?? row.Item.Payload }, dead.Error, time.GetUtcNow()));
                _runsOfDead[row.Item.Id] = runOfDead;
                EndRun(runOfDead, dead.Error);
                RecordSettlement(row, Settlement.Dead(dead.Error));
                return;
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome}.");
        }
    }

    private void EndRun(ItemId id, string error)
    {
        if (!_runs.TryGetValue(id, out var run) || run.EndedAt is not null)
            return;
        var now = time.GetUtcNow();
        _runs[id] = run with { Status = RunStatus.Failed, EndedAt = now, ExpiresAt = now + DeadRuns.Retention, Error = error };
    }

    private void RecordSettlement(Row row, Settlement settlement)
    {
        if (row.Item.DedupeKey is { } key && _receipts.TryGetValue(key, out var receipt))
            _receipts[key] = receipt with { Settlement = settlement };
    }

    /// <summary>What is scheduled follows the wall clock, and everything else knows nothing of it.</summary>
    private TimeSpan Now(LaneQueue queue) => queue == LaneQueue.Scheduled ? SinceEpoch(time.GetUtcNow()) : time.GetMonotonic();

    /// <summary>What is due at once is so in the schedule whatever its clock shows afterwards.</summary>
    private TimeSpan DueOf(NewItem item) => (item.DueAt, item.DueIn, item.Queue) switch
    {
        ({ } moment, _, LaneQueue.Scheduled) => SinceEpoch(moment),
        (null, null, LaneQueue.Scheduled) => TimeSpan.Zero,
        var (_, wait, queue) => Now(queue) + (wait ?? TimeSpan.Zero),
    };

    private static TimeSpan SinceEpoch(DateTimeOffset moment) => moment - DateTimeOffset.UnixEpoch;

    /// <summary>The first item of each lane that nobody holds.</summary>
    private IEnumerable<Row> HeadsOf(LaneQueue queue, TimeSpan monotonic) => _rows
        .Where(row => row.Item.Queue == queue)
        .GroupBy(row => row.Item.Lane)
        .Where(lane => !lane.Any(row => row.Holder is not null && row.LeaseUntil > monotonic))
        .Select(lane => lane.MinBy(row => (row.Place, row.Sequence))!);

    private static ReadyLane ReadyOf(Row head) => new(head.Item.Lane, head.Item.Owner, head.Due, head.Sequence);

    private Row? Held(Claim claim) =>
        _rows.Find(row => row.Item.Id == claim.Item.Id && row.Fence == claim.Fence && row.Holder == claim.Worker);

    private static LaneItem ToItem(Row row) => new()
    {
        Id = row.Item.Id,
        Sequence = row.Sequence,
        Queue = row.Item.Queue,
        Lane = row.Item.Lane,
        Kind = row.Item.Kind,
        Payload = row.Item.Payload,
        OrderKey = row.Place,
        DedupeKey = row.Item.DedupeKey,
        EnqueuedAt = row.EnqueuedAt,
        Attempt = row.Attempt,
        InDoubt = row.InDoubt,
        TraceParent = row.Item.TraceParent,
        Owner = row.Item.Owner,
    };

    private void Changed()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }
}
