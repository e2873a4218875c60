using System.Text;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>
/// A random sequence of everything a store can be asked, put to a provider and to the oracle under one clock: they must answer alike,
/// step by step. A failure names the seed; the same seed makes the same sequence.
/// </summary>
internal sealed class StoreModel(int seed, FakeClock clock, IHoldfastStore store, InMemoryStore oracle)
{
    private const int Steps = 100;

    private static readonly string[] Kinds = ["note", "task"];
    private static readonly string[] Teams = ["", "T1", "T10"];
    private static readonly string[] Lanes = ["a", "b", "c", "d"];
    private readonly Random _random = new(seed);

    /// <summary>What is only asked changes no sequence.</summary>
    private readonly Random _spans = new(seed);
    private readonly StringBuilder _log = new();
    private readonly List<(Claim Store, Claim Oracle)> _claims = [];
    private readonly List<LaneItem> _seen = [];

    private static CancellationToken None => CancellationToken.None;

    public async Task RunAsync()
    {
        for (var step = 0; step < Steps; step++)
        {
            await TryAsync(StepAsync);
            await TryAsync(CompareQueuesAsync);
        }

        await TryAsync(CompareEverythingAsync);
    }

    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"Seed {seed}: {e}\nafter\n{_log}");
        }
    }

    private Task StepAsync() => _random.Next(100) switch
    {
        < 28 => AppendAsync(),
        < 48 => ClaimAsync(),
        < 74 => CommitAsync(),
        < 80 => RenewAsync(),
        < 85 => ReleaseAsync(),
        < 93 => AdvanceAsync(),
        < 97 => ReplayAsync(),
        _ => SweepAsync(),
    };

    private async Task AppendAsync()
    {
        var items = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => RandomItem()).ToList();
        Log($"append {string.Join(", ", items.Select(item => $"{item.Queue}/{item.Lane} {Short(item.Id)} key={item.DedupeKey} order={item.OrderKey}"))}");
        Equal(await oracle.AppendAsync(items, None), await store.AppendAsync(items, None));
    }

    private async Task ClaimAsync()
    {
        // All that can be had: of more lanes than were asked for, either store may choose any.
        var queue = Pick(Enum.GetValues<LaneQueue>());
        var worker = Pick([new WorkerId("ada"), new WorkerId("bob")]);
        var lease = TimeSpan.FromSeconds(_random.Next(1, 40));
        Log($"claim {queue} {worker} {lease}");
        var expected = (await oracle.ClaimAsync(queue, worker, 100, lease, None)).OrderBy(claim => claim.Item.Lane).ToList();
        var actual = (await store.ClaimAsync(queue, worker, 100, lease, None)).OrderBy(claim => claim.Item.Lane).ToList();
        Equal(expected.Select(Describe), actual.Select(Describe));
        _claims.AddRange(actual.Zip(expected));
    }

    private async Task CommitAsync()
    {
        if (!TryPickClaim(out var claim))
            return;
        var transition = RandomTransition(claim.Store) with { Merged = await RandomMergeAsync(claim) };
        Log(
            $"commit {Short(claim.Store.Item.Id)} {transition.Outcome} steps={transition.Steps.Count} append={transition.Append.Count} "
            + $"merged={string.Join(",", transition.Merged.Select(item => Short(item.Id)))} records={string.Join(",", transition.Records.Select(record => record.Key))}");
        Same(
            await ResultAsync(oracle, transition with { Claim = claim.Oracle }),
            await ResultAsync(store, transition));
    }

    /// <summary>Mostly some of what waits in the lane; now and then what does not.</summary>
    private async Task<IReadOnlyList<LaneItem>> RandomMergeAsync((Claim Store, Claim Oracle) claim)
    {
        if (claim.Store.Item.Queue == LaneQueue.Scheduled)
            return [];
        var limit = _random.Next(6);
        var pending = await store.GetPendingAsync(claim.Store, limit, None);
        Equal((await oracle.GetPendingAsync(claim.Oracle, limit, None)).Select(Describe), pending.Select(Describe));
        _seen.AddRange(pending);
        List<LaneItem> merged = _random.Next(3) == 0 ? [.. pending.Where(_ => _random.Next(3) > 0)] : [];
        if (_seen.Count > 0 && _random.Next(20) == 0)
            merged.Add(Pick(_seen));
        return merged;
    }

    private async Task RenewAsync()
    {
        if (!TryPickClaim(out var claim))
            return;
        var lease = TimeSpan.FromSeconds(_random.Next(1, 40));
        Log($"renew {Short(claim.Store.Item.Id)} {lease}");
        Same(await oracle.RenewAsync(claim.Oracle, lease, None), await store.RenewAsync(claim.Store, lease, None));
    }

    private async Task ReleaseAsync()
    {
        if (!TryPickClaim(out var claim))
            return;
        Log($"release {Short(claim.Store.Item.Id)}");
        await oracle.ReleaseAsync(claim.Oracle, None);
        await store.ReleaseAsync(claim.Store, None);
    }

    private Task AdvanceAsync()
    {
        var by = _random.Next(3) == 0 ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(_random.Next(1, 45));
        Log($"advance {by}");
        clock.Advance(by);
        return Task.CompletedTask;
    }

    private async Task ReplayAsync()
    {
        var dead = await oracle.GetDeadLettersAsync(100, None);
        var id = dead.Count > 0 ? dead[_random.Next(dead.Count)].Item.Id : ItemId.New(clock);
        Log($"replay {Short(id)}");
        Same(await oracle.ReplayAsync(id, [], None), await store.ReplayAsync(id, [], None));
    }

    private async Task SweepAsync()
    {
        var now = clock.GetUtcNow();
        var cutoffs = new SweepCutoffs(now - Ago(), now - Ago(), now - Ago(), now - Ago(), 100)
        {
            Records = [.. Kinds.Where(_ => _random.Next(2) == 0).Select(kind => new RecordCutoff(kind, now - Ago()))],
        };
        Log($"sweep {cutoffs}");
        await DrainAsync(oracle);
        await DrainAsync(store);

        async Task DrainAsync(IHoldfastStore one)
        {
            while (await one.SweepAsync(cutoffs, None))
            {
            }
        }
    }

    private async Task CompareQueuesAsync()
    {
        Equal((await oracle.GetQueueStatsAsync(None)).Select(Describe), (await store.GetQueueStatsAsync(None)).Select(Describe));
        var query = RandomQuery();
        Same(await oracle.CountRecordsAsync(query, None), await store.CountRecordsAsync(query, None));
        Equal(await oracle.FindRecordsAsync(query, 4, None), await store.FindRecordsAsync(query, 4, None));
        Same(await oracle.CountDeadLettersAsync(None), await store.CountDeadLettersAsync(None));
        var (queue, lane) = (Pick(Enum.GetValues<LaneQueue>()), Pick(Lanes));
        Same(await oracle.IsHeldAsync(queue, lane, None), await store.IsHeldAsync(queue, lane, None));
    }

    private async Task CompareEverythingAsync()
    {
        Log("compare what can be read");
        foreach (var conversation in Lanes)
        {
            foreach (var limit in (int[])[1, 3, 1_000])
            {
                var since = clock.GetUtcNow() - Ago();
                Equal(await oracle.GetTurnsAsync(conversation, since, limit, except: null, None), await store.GetTurnsAsync(conversation, since, limit, except: null, None));
            }
        }

        // What was never handed out has no records.
        foreach (var item in _claims.Select(claim => claim.Store.Item.Id).Distinct())
        {
            Same(await oracle.GetRunAsync(item, None), await store.GetRunAsync(item, None));
            Equal(await oracle.GetStepsAsync(item, None), await store.GetStepsAsync(item, None));
            Same(await oracle.CountStepsAsync(item, None), await store.CountStepsAsync(item, None));
            Equal(await oracle.GetStepOutlinesAsync(item, 3, 4, 2, None), await store.GetStepOutlinesAsync(item, 3, 4, 2, None));
            Equal(await oracle.GetDeliveredAsync(item, 3, None), await store.GetDeliveredAsync(item, 3, None));
        }

        foreach (var kind in Kinds)
        {
            foreach (var name in Lanes.Concat(_claims.Select(claim => claim.Store.Item.Id.ToString()).Distinct()))
                Same(await oracle.GetRecordAsync(new RecordKey(kind, name), None), await store.GetRecordAsync(new RecordKey(kind, name), None));
        }

        foreach (var lane in Lanes)
        {
            foreach (var conversation in (string[])[lane, $"{lane}/1"])
            {
                Same(await oracle.GetOpenRunAsync(conversation, None), await store.GetOpenRunAsync(conversation, None));
                Equal(await oracle.GetRecentRunsAsync(conversation, 4, None), await store.GetRecentRunsAsync(conversation, 4, None));
            }
        }

        // Of letters that died in the same moment either may come first.
        Equal(
            (await oracle.GetDeadLettersAsync(1_000, None)).Select(Describe).Order(),
            (await store.GetDeadLettersAsync(1_000, None)).Select(Describe).Order());

        // A key is either remembered by both or by neither, and with the same end.
        for (var key = 0; key < 12; key++)
        {
            Same(await oracle.GetReceiptAsync($"key{key}", None), await store.GetReceiptAsync($"key{key}", None));
            var probe = RandomItem() with { DedupeKey = $"key{key}", Settled = Settlement.Ignored("probe") };
            Equal(await oracle.AppendAsync([probe], None), await store.AppendAsync([probe], None));
        }
    }

    private NewItem RandomItem()
    {
        var key = _random.Next(2) == 0 ? $"key{_random.Next(12)}" : null;
        var queue = Pick(Enum.GetValues<LaneQueue>());
        TimeSpan? later = _random.Next(4) == 0 ? TimeSpan.FromSeconds(_random.Next(-5, 40)) : null;
        var isMoment = queue == LaneQueue.Scheduled && _random.Next(3) > 0;
        return clock.Item(Pick(Lanes), new string('p', _random.Next(50)), key) with
        {
            Queue = queue,
            Kind = Pick(["mention", "delivery"]),
            OrderKey = _random.Next(5),
            Owner = _random.Next(2) == 0 ? new ItemOwner(Pick(["T1", "T2"]), Pick(["U1", "U2"])) : null,
            DueAt = isMoment ? clock.GetUtcNow() + later : null,
            DueIn = isMoment ? null : later,
            TraceParent = _random.Next(2) == 0 ? "trace" : null,
            Settled = key is not null && _random.Next(5) == 0 ? Settlement.Ignored("because") : null,
            FollowsPrevious = _random.Next(4) == 0,
            Records = _claims.Count > 0 && _random.Next(5) == 0 ? [RandomRecord(clock.GetUtcNow())] : [],
        };
    }

    private Transition RandomTransition(Claim claim)
    {
        var now = clock.GetUtcNow();
        return new Transition
        {
            Claim = claim,
            Outcome = _random.Next(8) switch
            {
                < 2 => ItemOutcome.Answered,
                2 => ItemOutcome.Ignored("because"),
                3 => new ItemOutcome.Dead("error"),
                < 6 => ItemOutcome.Checkpoint,
                _ => new ItemOutcome.Retry(TimeSpan.FromSeconds(_random.Next(-5, 40)), "error", _random.Next(2) == 0, _random.Next(2) == 0),
            },
            Append = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => RandomItem())],
            EndsRun = _random.Next(3) == 0 ? Pick(_claims).Store.Item.Id : null,
            Records = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => RandomRecord(now))],
            Expiry = _random.Next(4) == 0 ? new RunExpiry(Pick(_claims).Store.Item.Id, Ago()) : null,
            Run = _random.Next(2) == 0 ? null : new RunRecord
            {
                Id = claim.Item.Id,
                Conversation = _random.Next(2) == 0 ? claim.Item.Lane : $"{claim.Item.Lane}/{_random.Next(2)}",
                Question = _random.Next(2) == 0 ? new MessageContent("why?") { Attachments = [new Attachment("F1", "a.pdf") { Size = 3 }] } : MessageContent.Empty,
                ExpiresAt = _random.Next(2) == 0 ? now + Ago() : null,
                CostMicros = _random.Next(2) == 0 ? _random.Next(1_000) : null,
                Notice = _random.Next(2) == 0 ? claim.Item.Id : null,
                User = "U1",
                Status = Pick(Enum.GetValues<RunStatus>()),
                StartedAt = now,
                EndedAt = _random.Next(2) == 0 ? now : null,
                Model = _random.Next(2) == 0 ? "m" : null,
                InputTokens = _random.Next(2) == 0 ? _random.Next(1_000) : null,
                Error = _random.Next(2) == 0 ? "oops" : null,
            },

            // Now and then a number that is taken already.
            Steps = [.. Enumerable.Range(_random.Next(1, 30), _random.Next(3)).Select(number => new RunStep
            {
                Run = claim.Item.Id, Number = number, Kind = "model", Name = "m", StartedAt = now, Duration = TimeSpan.FromMilliseconds(5), Output = _random.Next(2) == 0 ? "out" : null,
                Input = _random.Next(2) == 0 ? "i\U0001F600n" : null, Resume = _random.Next(2) == 0 ? "resume" : null, InputTokens = _random.Next(2) == 0 ? 1 : null, OutputTokens = _random.Next(2) == 0 ? 2 : null,
            })],
            Turns = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => new NewTurn(Pick(Lanes), new Turn(Turn.User, $"{_random.Next(100)}")))],
            ReplacesTurns = _random.Next(3) == 0,
            Delivered = _random.Next(4) == 0 ? new DeliveryReceipt(claim.Item.Id, Pick(_claims).Store.Item.Id, "C1", "1.2", now) : null,
        };
    }

    /// <summary>Some are named as what caused a delivery.</summary>
    private StoredRecord RandomRecord(DateTimeOffset now) => new()
    {
        Key = new RecordKey(Pick(Kinds), _random.Next(2) == 0 ? Pick(Lanes) : $"{Pick(_claims).Store.Item.Id}"),
        Team = Pick(Teams),
        User = Pick(["", "U1", "U2"]),
        Run = _random.Next(2) == 0 ? Pick(_claims).Store.Item.Id : null,
        DueAt = _random.Next(3) > 0 ? now + TimeSpan.FromSeconds(_random.Next(5)) : null,
        EndedAt = _random.Next(3) == 0 ? now : null,
        IsAnnounced = _random.Next(2) == 0,
        Value = _random.Next(4) == 0 ? null : $"{_random.Next(100)}\U0001F600",
    };

    private RecordQuery RandomQuery() => new(Pick(Kinds))
    {
        Team = _random.Next(2) == 0 ? Pick(Teams) : null,
        User = _random.Next(2) == 0 ? "U1" : null,
        Run = _claims.Count > 0 && _random.Next(3) == 0 ? Pick(_claims).Store.Item.Id : null,
        IsOpen = _random.Next(2) == 0,
        EndedFrom = _spans.Next(4) == 0 ? clock.GetUtcNow() - TimeSpan.FromSeconds(_spans.Next(300)) : null,
        EndedBefore = _spans.Next(4) == 0 ? clock.GetUtcNow() - TimeSpan.FromSeconds(_spans.Next(300)) : null,
        Order = Pick(Enum.GetValues<RecordOrder>()),
    };

    private bool TryPickClaim(out (Claim Store, Claim Oracle) claim)
    {
        // Mostly recent ones; old ones show that a hold that is over stays over.
        claim = _claims.Count == 0 ? default : _claims[_random.Next(3) == 0 ? _random.Next(_claims.Count) : Math.Max(0, _claims.Count - 1 - _random.Next(4))];
        return _claims.Count > 0;
    }

    private TimeSpan Ago() => TimeSpan.FromSeconds(_random.Next(0, 300));

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static async Task<string> ResultAsync(IHoldfastStore one, Transition transition)
    {
        try
        {
            return (await one.CommitAsync(transition, None)).ToString();
        }
        catch (StoreException e)
        {
            return e.IsTransient ? "transient" : "never";
        }
    }

    // How many lanes and how old, is known of what is in memory only.
    private static string Describe(QueueStats stats) => stats.Queue == LaneQueue.Scheduled ? $"{stats.Items} items, {stats.Held} held" : $"{stats}";

    private static string Describe(Claim claim) => Describe(claim.Item);

    private static string Describe(DeadLetter dead) => $"{dead.Error} {dead.DiedAt:O} {Describe(dead.Item)}";

    // Without the store's own number: the two may count differently.
    private static string Describe(LaneItem item) =>
        $"{item.Queue}/{item.Lane} {item.Id} {item.Kind} {item.OrderKey} {item.DedupeKey} {item.EnqueuedAt:O} attempt={item.Attempt} "
        + $"doubt={item.InDoubt} {item.Owner} {item.TraceParent} {Encoding.UTF8.GetString(item.Payload.Span)}";

    private static string Short(ItemId id) => id.ToString()[^6..];

    private void Log(string what) => _log.Append("  ").AppendLine(what);

    private void Same<T>(T expected, T actual) => Equal([expected], [actual]);

    private void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual)
    {
        var (wanted, found) = (expected.ToList(), actual.ToList());
        if (!wanted.SequenceEqual(found))
            Assert.Fail($"Seed {seed}: the oracle says\n  {string.Join("\n  ", wanted)}\nthe store says\n  {string.Join("\n  ", found)}\nafter\n{_log}");
    }
}
