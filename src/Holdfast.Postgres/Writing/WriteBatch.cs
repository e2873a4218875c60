using Holdfast.Items;
using Holdfast.Postgres.Handover;
using Holdfast.Postgres.Listening;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;
using Npgsql;

namespace Holdfast.Postgres.Writing;

/// <summary>
/// Writes operations in one transaction and few round trips: the receipts of new events are tried, the lanes are locked, and with what
/// both have shown everything else goes out at once.
/// </summary>
internal sealed class WriteBatch(IReadOnlyList<WriteOperation> operations, string channel, Signals signals, Handovers handovers, Func<DateTimeOffset?> now)
{
    /// <summary>Of the answers to what is written, in their order.</summary>
    private readonly Queue<Action<NpgsqlDataReader>> _answers = [];

    private readonly HashSet<(LaneQueue, string)> _found = [];
    private readonly NewLanes _newLanes = new(handovers);
    private readonly HashSet<LaneQueue> _woken = [];
    private readonly Dictionary<LaneQueue, TimeSpan> _announced = [];
    private bool _isNews;

    /// <summary>Whether the commit was sent: when it fails then, nobody knows whether it was made.</summary>
    public bool IsCommitUnknown { get; private set; }

    public async Task WriteAsync(NpgsqlConnection connection)
    {
        await BeginAsync(connection);
        await CheckMergedAsync(connection);
        await AcceptAsync(connection, new Acceptance(Holding.Where(operation => operation.Transition is not null)));
        await using (var batch = new NpgsqlBatch(connection))
        {
            Fill(batch);

            // Where the answer is missing nobody knows then whether all of it was made; so what may be made once only is made first.
            if (operations.All(static operation => operation.IsRepeatable))
                batch.Add(Statements.Commit);
            if (batch.BatchCommands.Count > 0)
                await ExecuteAsync(batch);
            if (batch.BatchCommands is [.., { CommandText: Statements.Commit }])
                return;
        }

        IsCommitUnknown = true;
        await connection.ExecuteAsync(Statements.Commit, CancellationToken.None);
    }

    /// <summary>It is durable: whoever waits is told.</summary>
    public void Publish()
    {
        foreach (var queue in _woken)
            signals.Raise(queue);
        foreach (var (queue, dueIn) in _announced)
            signals.Announced(queue, dueIn);
        foreach (var queue in _newLanes.Settle())
            signals.Raise(queue);
        if (_isNews)
            signals.RaiseNews();
        foreach (var operation in operations)
            operation.Committed();
    }

    /// <summary>Nothing of it is durable, as far as anybody knows.</summary>
    public void Abandon() => _newLanes.Abandon();

    private IEnumerable<WriteOperation> Holding => operations.Where(operation => !operation.HasLostLease);

    /// <summary>
    /// Takes what other transactions may want as well, in one order for all, since those who take more and more wait for each other: first
    /// the receipts of events, then the lanes of claims and those that get something. An event that Slack had sent to two workers, one of
    /// which had a lane of it locked first, used to cost both the second after which PostgreSQL looks for such knots.
    /// </summary>
    private async Task BeginAsync(NpgsqlConnection connection)
    {
        var events = new Acceptance(operations.Where(operation => operation.Transition is null));
        var fences = new HashSet<long>();
        await using (var batch = new NpgsqlBatch(connection))
        {
            var round = events.Next();
            batch.Add(Statements.Begin);
            if (round.Count > 0)
                AddReceipts(batch, round);
            AddLocks(batch);
            await using var row = await batch.ExecuteReaderAsync();
            if (round.Count > 0)
            {
                round.Accept(await ReadAsync(row, static row => row.GetString(0)));
                await row.NextResultAsync();
            }

            foreach (var (fence, queue, lane) in await ReadAsync(row, static row => (row.GetNumber(0), (LaneQueue)row.GetInt16(1), row.GetString(2))))
            {
                _found.Add((queue, lane));
                if (fence is { } held)
                    fences.Add(held);
            }
        }

        await AcceptAsync(connection, events);
        FindLost(fences);
    }

    private void AddLocks(NpgsqlBatch batch)
    {
        var lanes = operations
            .SelectMany(operation => operation.Items.Where(item => item.Settled is null).Select(item => (item.Queue, item.Lane)).Concat(
                operation.Transition is { } transition ? [(transition.Claim.Item.Queue, transition.Claim.Item.Lane)] : []))
            .Distinct()
            .ToList();
        if (lanes.Count > 0)
            batch.Add(Statements.LockLanes, lanes.Select(lane => (short)lane.Queue).ToArray(), lanes.Select(lane => PostgresValues.Clean(lane.Lane)).ToArray());
    }

    private void FindLost(HashSet<long> fences)
    {
        // Fences are never used twice, so that of the claim says it all: lane, worker and item. A second commit of one claim in the
        // same transaction finds the fence used up, as it would in the next.
        foreach (var operation in operations)
        {
            if (operation.Transition is not { } transition)
                continue;
            operation.HasLostLease = !fences.Contains(transition.Claim.Fence);
            if (transition.Outcome is not ItemOutcome.Keep)
                fences.Remove(transition.Claim.Fence);
        }
    }

    private async Task CheckMergedAsync(NpgsqlConnection connection)
    {
        var merging = Holding.Where(operation => operation.Transition is { Merged.Count: > 0 }).Select(operation => operation.Transition!).ToList();
        if (merging.Count == 0)
            return;
        var waiting = (await connection.QueryAsync(
            Statements.FindMerged,
            static row => (row.GetInt64(0), row.GetItemId(1), (LaneQueue)row.GetInt16(2), row.GetString(3)),
            CancellationToken.None,
            merging.SelectMany(transition => transition.Merged).Select(item => item.Sequence).ToArray())).ToHashSet();
        foreach (var transition in merging)
        {
            var claimed = transition.Claim.Item;
            var isPossible = transition.Outcome is ItemOutcome.Done or ItemOutcome.Dead
                && transition.Merged.All(item => item.Sequence != claimed.Sequence && waiting.Remove((item.Sequence, item.Id, claimed.Queue, claimed.Lane)));
            if (!isPossible)
                throw Transition.NotMergeable();
        }
    }

    /// <summary>Finds out which items are new.</summary>
    private async Task AcceptAsync(NpgsqlConnection connection, Acceptance items)
    {
        while (items.Next() is { Count: > 0 } round)
        {
            await using var batch = new NpgsqlBatch(connection);
            AddReceipts(batch, round);
            await using var row = await batch.ExecuteReaderAsync();
            round.Accept(await ReadAsync(row, static row => row.GetString(0)));
        }
    }

    private void AddReceipts(NpgsqlBatch batch, AcceptanceRound round) => batch.Add(
        Statements.InsertReceipts,
        NowParameter(),
        round.Keys.ToArray(),
        round.Items.Select(item => (int?)item.Settled?.Kind).ToArray(),
        round.Items.Select(item => Text(item.Settled?.Reason)).ToArray());

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataReader row, Func<NpgsqlDataReader, T> read)
    {
        var rows = new List<T>();
        while (await row.ReadAsync())
            rows.Add(read(row));
        return rows;
    }

    private void Fill(NpgsqlBatch batch)
    {
        foreach (var transition in Holding.Select(operation => operation.Transition).OfType<Transition>())
            AddOutcome(batch, transition);
        AddRecords(batch);
        AddItems(batch);
        AddEndings(batch);
        AddLanes(batch);
    }

    private async Task ExecuteAsync(NpgsqlBatch batch)
    {
        await using var row = await batch.ExecuteReaderAsync();
        foreach (var read in _answers)
        {
            while (await row.ReadAsync())
                read(row);
            await row.NextResultAsync();
        }
    }

    private void AddOutcome(NpgsqlBatch batch, Transition transition)
    {
        var item = transition.Claim.Item;
        if (transition.Run is { } run)
            batch.Add(RunSql.Upsert, RowValues.Of(run));
        if (transition.Expiry is { } expiry)
            batch.Add(RunSql.Expire, expiry.Run, expiry.Retention);
        switch (transition.Outcome)
        {
            case ItemOutcome.Retry retry:
                batch.Add(Statements.RetryItem, NowParameter(), item.Sequence, retry.Wait, retry.CountsAsAttempt ? 1 : 0, retry.InDoubt, retry.Error);
                break;
            case ItemOutcome.Dead dead:
                batch.Add(Statements.AddDeadLetter, NowParameter(), item.Sequence, dead.Error, item.InDoubt, dead.Payload?.ToArray(), transition.RunOfDead);
                batch.Add(Statements.FailRun, NowParameter(), transition.RunOfDead, DeadRuns.Retention, dead.Error);
                break;
        }

        foreach (var step in transition.Steps)
            batch.Add(RunSql.InsertStep, RowValues.Of(step));
        if (transition.Delivered is { } delivered)
            batch.Add(RunSql.UpsertDelivery, RowValues.Of(delivered, item.Sequence));
    }

    /// <summary>
    /// In the order in which they were given, which is that of their making; of a record's changes the last counts. Rows are locked one after the other until
    /// the commit and two workers may write the same two, so several are locked first, in one order for all workers.
    /// </summary>
    private void AddRecords(NpgsqlBatch batch)
    {
        var records = Holding
            .SelectMany(operation => (operation.Transition?.Records ?? []).Concat(AppendedBy(operation).SelectMany(item => item.Records)))
            .ToList();
        var keys = records.Select(record => record.Key).Distinct().ToList();
        if (keys.Count > 1)
        {
            _answers.Enqueue(static _ => { });
            batch.Add(Statements.LockRecords, Names(keys.Select(key => key.Kind)), Names(keys.Select(key => key.Name)));
        }

        foreach (var record in records)
        {
            batch.Add(record.Value is null ? RecordSql.Delete : RecordSql.Upsert, RowValues.Of(record));
            _isNews |= record.IsAnnounced;
        }
    }

    private void AddTurns(NpgsqlBatch batch)
    {
        foreach (var again in Holding.Select(operation => operation.Transition).OfType<Transition>().Where(transition => transition is { ReplacesTurns: true, Run: not null, Turns.Count: > 0 }))
            batch.Add(Statements.DeleteTurns, again.Turns.Select(turn => PostgresValues.Clean(turn.Conversation)).Distinct().ToArray(), again.Run!.Id.Value);
        var turns = Holding.SelectMany(operation => (operation.Transition?.Turns ?? []).Select(turn => (New: turn, Run: operation.Transition!.Run?.Id.Value))).ToList();
        if (turns.Count == 0)
            return;
        batch.Add(
            Statements.InsertTurns,
            NowParameter(),
            turns.Select(turn => PostgresValues.Clean(turn.New.Conversation)).ToArray(),
            turns.Select(turn => PostgresValues.Clean(turn.New.Turn.Role)).ToArray(),
            turns.Select(turn => PostgresValues.Clean(turn.New.Turn.Content.Text)).ToArray(),
            turns.Select(turn => PostgresValues.Clean(turn.New.Turn.Content.AttachmentsJson)).ToArray(),
            turns.Select(turn => PostgresValues.Clean(turn.New.Turn.Speaker?.ToJson())).ToArray(),
            turns.Select(turn => turn.Run).ToArray());
    }

    private void AddItems(NpgsqlBatch batch)
    {
        AddTurns(batch);
        var items = NewItems().ToList();
        if (items.Count == 0)
            return;
        _answers.Enqueue(row => _newLanes.Inserted(row.GetItemId(1), row.GetInt64(0), row.GetMoment(2)));
        batch.Add(
            Statements.InsertItems,
            NowParameter(),
            items.Select(item => item.Id.Value).ToArray(),
            items.Select(item => (short)item.Queue).ToArray(),
            items.Select(item => PostgresValues.Clean(item.Lane)).ToArray(),
            items.Select(item => item.Place).ToArray(),
            items.Select(item => PostgresValues.Clean(item.Kind)).ToArray(),
            items.Select(item => item.Payload.ToArray()).ToArray(),
            items.Select(item => Text(item.DedupeKey)).ToArray(),
            items.Select(item => item.DueAt?.ToUniversalTime()).ToArray(),
            items.Select(item => item.DueIn).ToArray(),
            items.Select(item => Text(item.TraceParent)).ToArray(),
            items.Select(item => Text(item.Owner?.Team)).ToArray(),
            items.Select(item => Text(item.Owner?.User)).ToArray());
    }

    private void AddEndings(NpgsqlBatch batch)
    {
        var ended = new List<(LaneItem Item, Settlement Settlement)>();
        foreach (var transition in Holding.Select(operation => operation.Transition).OfType<Transition>())
        {
            if (transition.Outcome switch { ItemOutcome.Done done => done.Settlement, ItemOutcome.Dead dead => Settlement.Dead(dead.Error), _ => null } is not { } settlement)
                continue;
            ended.Add((transition.Claim.Item, settlement));
            ended.AddRange(transition.Merged.Select(item => (item, Settlement.Answered)));
        }

        if (ended.Count == 0)
            return;
        batch.Add(Statements.DeleteItems, (object)ended.Select(end => end.Item.Sequence).ToArray());
        var settled = ended.Where(end => end.Item.DedupeKey is not null).ToList();
        if (settled.Count == 0)
            return;
        batch.Add(
            Statements.SettleReceipts,
            settled.Select(end => DedupeKey.Of(end.Item.DedupeKey!)).ToArray(),
            settled.Select(end => (int)end.Settlement.Kind).ToArray(),
            settled.Select(end => Text(end.Settlement.Reason)).ToArray());
    }

    private void AddLanes(NpgsqlBatch batch)
    {
        var freed = Holding
            .Select(operation => operation.Transition)
            .OfType<Transition>()
            .Where(transition => transition.Outcome is not ItemOutcome.Keep)
            .Select(transition => (transition.Claim.Item.Queue, transition.Claim.Item.Lane))
            .ToList();
        if (freed.Count > 0)
        {
            var (queues, lanes) = (freed.Select(lane => (short)lane.Queue).ToArray(), freed.Select(lane => PostgresValues.Clean(lane.Lane)).ToArray());
            _answers.Enqueue(row => _woken.Add((LaneQueue)row.GetInt16(0)));
            batch.Add(Statements.FreeLanes, queues, lanes, channel);
            batch.Add(Statements.DeleteEmptyLanes, queues, lanes);
        }

        var shown = NewItems().ToList();
        if (shown.Count > 0)
        {
            var places = shown.Select(item => _found.Contains((item.Queue, PostgresValues.Clean(item.Lane))) ? null : _newLanes.PlaceFor(item)).ToList();
            _answers.Enqueue(row => _newLanes.Shown(row.GetNumber(0), row.GetNumber(1)));
            batch.Add(
                Statements.ShowLanes,
                NowParameter(),
                shown.Select(item => (short)item.Queue).ToArray(),
                shown.Select(item => PostgresValues.Clean(item.Lane)).ToArray(),
                shown.Select(item => item.DueAt?.ToUniversalTime()).ToArray(),
                shown.Select(item => item.DueIn).ToArray(),
                places.Select(place => place?.Worker.Value).ToArray(),
                places.Select(place => place?.Lease).ToArray());
        }

        if (_isNews)
        {
            _answers.Enqueue(static _ => { });
            batch.Add(Statements.NotifyNews, channel, Listener.RecordNews);
        }

        foreach (var item in shown.Where(item => !_newLanes.HasPlaceFor(item)))
            Wake(item);
        if (_woken.Count > 0)
        {
            _answers.Enqueue(static _ => { });
            batch.Add(Statements.Notify, channel, _woken.Select(queue => (short)queue).ToArray());
        }
    }

    /// <summary>Most messages wait for older ones, and are heard of together.</summary>
    private void Wake(NewItem item)
    {
        if (item.DueIn is { } dueIn && item.DueAt is null && dueIn > TimeSpan.Zero)
        {
            if (!signals.IsNews(item.Queue, dueIn))
                return;
            if (!_announced.TryGetValue(item.Queue, out var first) || dueIn < first)
                _announced[item.Queue] = dueIn;
        }

        _woken.Add(item.Queue);
    }

    private IEnumerable<NewItem> Appended => Holding.SelectMany(AppendedBy);

    private static IEnumerable<NewItem> AppendedBy(WriteOperation operation) =>
        operation.Items.Where((_, index) => operation.Results[index] == AppendResult.Appended);

    private IEnumerable<NewItem> NewItems() => Appended.Where(item => item.Settled is null);

    private static string[] Names(IEnumerable<string> names) => [.. names.Select(name => PostgresValues.Clean(name))];

    private NpgsqlParameter NowParameter() => Moments.Parameter(now());

    private static string? Text(string? text) => text is null ? null : PostgresValues.Clean(text);
}
