using System.Text;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>The storage contract (docs/storage-contract.md) as tests; every provider derives them.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    protected static readonly WorkerId Ada = new("ada");
    protected static readonly WorkerId Bob = new("bob");
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private protected FakeClock Clock { get; } = new();

    protected IHoldfastStore Store { get; private set; } = null!;

    protected static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync() => Store = await OpenAsync(Clock);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract ValueTask<IHoldfastStore> OpenAsync(FakeClock clock);

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task An_appended_item_is_handed_out_as_it_was_appended()
    {
        var item = Item("lane", "hello", dedupeKey: "k1") with { TraceParent = "00-1-2-01", OrderKey = 7 };
        Assert.Equal([AppendResult.Appended], await Store.AppendAsync([item], None));

        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal(item.Id, claim.Item.Id);
        Assert.Equal(("lane", "test", 7L, "k1", "00-1-2-01"), (claim.Item.Lane, claim.Item.Kind, claim.Item.OrderKey, claim.Item.DedupeKey, claim.Item.TraceParent));
        Assert.Equal("hello", Encoding.UTF8.GetString(claim.Item.Payload.Span));
        Assert.Equal((0, false, Clock.GetUtcNow()), (claim.Item.Attempt, claim.Item.InDoubt, claim.Item.EnqueuedAt));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_duplicate_changes_nothing_and_the_rest_of_the_list_is_kept()
    {
        await Store.AppendAsync([Item("a", "first", "k")], None);
        var results = await Store.AppendAsync([Item("a", "second", "k"), Item("b", "other", "k2"), Item("b", "twice", "k2")], None);

        Assert.Equal([AppendResult.Duplicate, AppendResult.Appended, AppendResult.Duplicate], results);
        Assert.Equal(["first", "other"], await TextsAsync());
    }

    [Fact]
    public async Task A_duplicate_of_a_finished_item_is_still_recognised()
    {
        await Store.AppendAsync([Item("a", "x", "k")], None);
        await CommitAsync(Assert.Single(await ClaimAsync()), ItemOutcome.Answered);

        Assert.Equal([AppendResult.Duplicate], await Store.AppendAsync([Item("a", "x", "k")], None));
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task Of_many_appends_of_one_key_at_once_exactly_one_is_kept()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            (await Store.AppendAsync([Item($"lane{i % 7}", "x", "same")], None))[0])));

        Assert.Equal(1, results.Count(result => result == AppendResult.Appended));
        Assert.Single(await ClaimAsync(lanes: 10));
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task An_item_settled_at_its_append_is_remembered_but_never_handed_out()
    {
        var settled = Item("a", "", "k") with { Settled = Settlement.Ignored("no handler") };
        Assert.Equal([AppendResult.Appended], await Store.AppendAsync([settled], None));
        Assert.Empty(await ClaimAsync());
        Assert.Equal([AppendResult.Duplicate], await Store.AppendAsync([settled], None));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task A_lane_hands_out_one_item_at_a_time_the_lowest_order_key_first()
    {
        await Store.AppendAsync([Item("a", "third") with { OrderKey = 3 }, Item("a", "first") with { OrderKey = 1 }, Item("a", "second") with { OrderKey = 2 }], None);
        var order = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var claim = Assert.Single(await ClaimAsync(lanes: 10));
            Assert.Empty(await ClaimAsync(lanes: 10));
            order.Add(TextOf(claim));
            await CommitAsync(claim, ItemOutcome.Answered);
        }

        Assert.Equal(["first", "second", "third"], order);
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task Equal_order_keys_are_handed_out_in_the_order_of_appending()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 20).Select(i => Item("a", $"{i:00}"))], None);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i:00}"), await TextsAsync());
    }

    [Fact]
    public async Task An_older_message_that_arrives_while_its_lane_is_held_comes_next()
    {
        await Store.AppendAsync([Item("a", "5") with { OrderKey = 5 }, Item("a", "9") with { OrderKey = 9 }], None);
        var held = Assert.Single(await ClaimAsync());
        await Store.AppendAsync([Item("a", "7") with { OrderKey = 7 }], None);
        await CommitAsync(held, ItemOutcome.Answered);
        Assert.Equal(["7", "9"], await TextsAsync());
    }

    [Fact]
    public async Task Queues_do_not_see_each_other()
    {
        await Store.AppendAsync([Item("a", "in"), Item("a", "out") with { Queue = LaneQueue.Outbound }], None);
        var inbound = Assert.Single(await ClaimAsync());
        var outbound = Assert.Single(await Store.ClaimAsync(LaneQueue.Outbound, Ada, 10, Lease, None));
        Assert.Equal(("in", "out"), (TextOf(inbound), TextOf(outbound)));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task No_more_lanes_are_claimed_than_asked_for()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Item($"lane{i}", "x"))], None);
        Assert.Equal(3, (await ClaimAsync(lanes: 3)).Count);
        Assert.Equal(7, (await ClaimAsync(lanes: 100)).Count);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_retry_holds_back_its_own_lane_until_it_is_due_and_no_other()
    {
        await Store.AppendAsync([Item("a", "head"), Item("a", "behind"), Item("b", "free")], None);
        var head = (await ClaimAsync(lanes: 10)).Single(claim => TextOf(claim) == "head");
        await CommitAsync(head, new ItemOutcome.Retry(TimeSpan.FromSeconds(10), "oops", CountsAsAttempt: true, InDoubt: true));
        Assert.Empty(await ClaimAsync());

        Clock.Advance(TimeSpan.FromSeconds(10));
        var again = Assert.Single(await ClaimAsync(lanes: 10));
        Assert.Equal(("head", 1, true), (TextOf(again), again.Item.Attempt, again.Item.InDoubt));
    }

    [Fact]
    public async Task A_wait_that_is_nobodys_fault_counts_no_attempt()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        await CommitAsync(Assert.Single(await ClaimAsync()), new ItemOutcome.Retry(TimeSpan.Zero, null, CountsAsAttempt: false, InDoubt: false));
        var again = Assert.Single(await ClaimAsync());
        Assert.Equal((0, false), (again.Item.Attempt, again.Item.InDoubt));
    }

    [Fact]
    public async Task An_item_that_waits_is_not_handed_out_before()
    {
        await Store.AppendAsync([Item("a", "x") with { DueIn = TimeSpan.FromMinutes(5) }], None);
        Assert.Empty(await ClaimAsync());
        Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ClaimAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_transition_makes_everything_true_together()
    {
        await Store.AppendAsync([Item("a", "x", "k")], None);
        var claim = Assert.Single(await ClaimAsync());
        var run = Run(claim.Item.Id);
        await Store.CommitAsync(
            new Transition
            {
                Claim = claim,
                Outcome = ItemOutcome.Answered,
                Run = run,
                Steps = [Step(claim.Item.Id, 1), Step(claim.Item.Id, 2)],
                Turns = [new NewTurn("conv", new Turn(Turn.User, "hi")), new NewTurn("conv", new Turn(Turn.Assistant, "hello"))],
                Append = [Item("a", "reply") with { Queue = LaneQueue.Outbound }],
            },
            None);

        Assert.Empty(await ClaimAsync());
        Assert.Equal(run, await Store.GetRunAsync(run.Id, None));
        Assert.Equal([Step(run.Id, 1), Step(run.Id, 2)], await Store.GetStepsAsync(run.Id, None));
        Assert.Equal([new Turn(Turn.User, "hi"), new Turn(Turn.Assistant, "hello")], await TurnsAsync("conv"));
        Assert.Equal("reply", TextOf(Assert.Single(await Store.ClaimAsync(LaneQueue.Outbound, Ada, 10, Lease, None))));
    }

    [Fact]
    public async Task A_transition_that_cannot_be_kept_leaves_nothing_behind_and_the_hold_stays()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = Assert.Single(await ClaimAsync());
        await Store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Checkpoint, Steps = [Step(claim.Item.Id, 1)] }, None);

        var twice = new Transition
        {
            Claim = claim,
            Outcome = ItemOutcome.Answered,
            Steps = [Step(claim.Item.Id, 1)],
            Turns = [new NewTurn("conv", new Turn(Turn.User, "lost"))],
            Append = [Item("a", "reply") with { Queue = LaneQueue.Outbound }],
        };
        var error = await Assert.ThrowsAsync<StoreException>(async () => await Store.CommitAsync(twice, None));
        Assert.False(error.IsTransient);
        Assert.Empty(await TurnsAsync("conv"));
        Assert.Empty(await Store.ClaimAsync(LaneQueue.Outbound, Ada, 10, Lease, None));
        Assert.Equal(CommitResult.Committed, await CommitAsync(claim, ItemOutcome.Answered));
    }

    [Fact]
    public async Task A_checkpoint_keeps_the_hold()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal(CommitResult.Committed, await CommitAsync(claim, ItemOutcome.Checkpoint));
        Assert.Empty(await ClaimAsync());
        Assert.Equal(CommitResult.Committed, await CommitAsync(claim, ItemOutcome.Answered));
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_lapsed_hold_goes_to_another_in_doubt_and_the_old_holder_is_fenced_off()
    {
        await Store.AppendAsync([Item("a", "x", "k")], None);
        var old = Assert.Single(await ClaimAsync());
        Clock.Advance(Lease);

        var taken = Assert.Single(await Store.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None));
        Assert.True(taken.Item.InDoubt);
        Assert.True(taken.Fence > old.Fence);
        Assert.False(await Store.RenewAsync(old, Lease, None));
        var late = new Transition { Claim = old, Outcome = ItemOutcome.Answered, Turns = [new NewTurn("conv", new Turn(Turn.User, "late"))] };
        Assert.Equal(CommitResult.LostLease, await Store.CommitAsync(late, None));
        Assert.Empty(await TurnsAsync("conv"));
        Assert.Equal(CommitResult.Committed, await CommitAsync(taken, ItemOutcome.Answered));
    }

    [Fact]
    public async Task A_finished_claim_commits_nothing_more()
    {
        await Store.AppendAsync([Item("a", "x"), Item("a", "next")], None);
        var claim = Assert.Single(await ClaimAsync());
        await CommitAsync(claim, ItemOutcome.Answered);
        Assert.Equal(CommitResult.LostLease, await CommitAsync(claim, ItemOutcome.Answered));
        Assert.Equal(["next"], await TextsAsync());
    }

    [Fact]
    public async Task A_renewed_hold_does_not_lapse()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = Assert.Single(await ClaimAsync());
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(Lease / 2);
            Assert.True(await Store.RenewAsync(claim, Lease, None));
            Assert.Empty(await ClaimAsync());
        }

        Assert.Equal(CommitResult.Committed, await CommitAsync(claim, ItemOutcome.Answered));
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_dead_letter_is_kept_with_its_error_frees_its_lane_and_can_be_replayed()
    {
        await Store.AppendAsync([Item("a", "bad", "k"), Item("a", "good")], None);
        var bad = Assert.Single(await ClaimAsync());
        await CommitAsync(bad, new ItemOutcome.Dead("channel_not_found"));

        Assert.Equal(1, await Store.CountDeadLettersAsync(None));
        var dead = Assert.Single(await Store.GetDeadLettersAsync(10, None));
        Assert.Equal((bad.Item.Id, "channel_not_found", Clock.GetUtcNow()), (dead.Item.Id, dead.Error, dead.DiedAt));
        Assert.Equal(["good"], await TextsAsync());

        Assert.True(await Store.ReplayAsync(bad.Item.Id, [], None));
        Assert.False(await Store.ReplayAsync(bad.Item.Id, [], None));
        Assert.Equal(0, await Store.CountDeadLettersAsync(None));
        var again = Assert.Single(await ClaimAsync());
        Assert.Equal((bad.Item.Id, "bad", 0, true), (again.Item.Id, TextOf(again), again.Item.Attempt, again.Item.InDoubt));
        Assert.Equal([AppendResult.Duplicate], await Store.AppendAsync([Item("a", "bad", "k")], None));
    }

    [Theory, InlineData(true), InlineData(false)]
    [Trait("Req", "SE-7")]
    public async Task What_is_kept_of_an_order_about_a_dead_letter_is_kept_with_it_or_not_at_all(bool isReplay)
    {
        await Store.AppendAsync([Item("a", "bad", "k")], None);
        var bad = Assert.Single(await ClaimAsync());
        await CommitAsync(bad, new ItemOutcome.Dead("channel_not_found"));

        Assert.True(await OrderAsync("first"));
        Assert.False(await OrderAsync("second"));

        Assert.Equal("kept", (await Store.GetRecordAsync(new RecordKey("audit", "first"), None))?.Value);
        Assert.Null(await Store.GetRecordAsync(new RecordKey("audit", "second"), None));

        ValueTask<bool> OrderAsync(string name)
        {
            StoredRecord[] records = [new RecordKey("audit", name).With("kept")];
            return isReplay ? Store.ReplayAsync(bad.Item.Id, records, None) : Store.DiscardAsync(bad.Item.Id, records, None);
        }
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_discarded_dead_letter_is_gone_for_good()
    {
        await Store.AppendAsync([Item("a", "bad", "k")], None);
        var bad = Assert.Single(await ClaimAsync());
        await CommitAsync(bad, new ItemOutcome.Dead("channel_not_found"));

        Assert.True(await Store.DiscardAsync(bad.Item.Id, [], None));
        Assert.False(await Store.DiscardAsync(bad.Item.Id, [], None));
        Assert.False(await Store.ReplayAsync(bad.Item.Id, [], None));
        Assert.Empty(await Store.GetDeadLettersAsync(10, None));
        Assert.Equal([AppendResult.Duplicate], await Store.AppendAsync([Item("a", "bad", "k")], None));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task A_dead_item_takes_its_run_to_an_end_so_that_it_can_be_swept()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = Assert.Single(await ClaimAsync());
        var running = Run(claim.Item.Id) with { Status = RunStatus.Running, EndedAt = null };
        await Store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Checkpoint, Run = running }, None);
        await CommitAsync(claim, new ItemOutcome.Dead("gone"));

        var run = await Store.GetRunAsync(claim.Item.Id, None);
        Assert.Equal((RunStatus.Failed, Clock.GetUtcNow(), "gone"), (run!.Status, run.EndedAt, run.Error));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task A_sweep_trims_a_conversation_that_never_rests_to_its_newest_turns()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = Assert.Single(await ClaimAsync());
        await Store.CommitAsync(
            new Transition
            {
                Claim = claim,
                Outcome = ItemOutcome.Answered,
                Turns = [.. Enumerable.Range(0, 10).Select(i => new NewTurn("busy", new Turn(Turn.User, $"{i}")))],
            },
            None);
        var now = Clock.GetUtcNow();
        while (await Store.SweepAsync(new SweepCutoffs(now, now, now, now, 3), None))
        {
        }

        Assert.Equal(["7", "8", "9"], (await TurnsAsync("busy")).Select(turn => turn.Content.Text));
    }

    [Fact]
    [Trait("Req", "CX-3")]
    public async Task Turns_are_the_newest_in_order_and_forgotten_after_their_time()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = Assert.Single(await ClaimAsync());
        for (var i = 0; i < 5; i++)
        {
            await Store.CommitAsync(
                new Transition { Claim = claim, Outcome = ItemOutcome.Checkpoint, Turns = [new NewTurn("conv", new Turn(Turn.User, $"{i}"))] }, None);
        }

        Assert.Equal(["3", "4"], (await Store.GetTurnsAsync("conv", Clock.GetUtcNow(), 2, except: null, None)).Select(turn => turn.Content.Text));
        Assert.Empty(await Store.GetTurnsAsync("other", DateTimeOffset.MinValue, 10, except: null, None));
        Assert.Empty(await Store.GetTurnsAsync("conv", Clock.GetUtcNow() + TimeSpan.FromMilliseconds(1), 10, except: null, None));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task A_sweep_deletes_what_has_passed_its_retention_and_nothing_else()
    {
        await FinishRunAsync("old");
        Clock.Advance(TimeSpan.FromHours(1));
        var cutoff = Clock.GetUtcNow();
        var kept = await FinishRunAsync("new");
        await Store.AppendAsync([Item("waiting", "x", "pending")], None);

        while (await Store.SweepAsync(new SweepCutoffs(cutoff, cutoff, cutoff, cutoff, 100), None))
        {
        }

        Assert.NotNull(await Store.GetRunAsync(kept, None));
        Assert.Single(await Store.GetStepsAsync(kept, None));
        Assert.Empty(await TurnsAsync("conv-old"));
        Assert.Single(await TurnsAsync("conv-new"));
        Assert.Equal([AppendResult.Appended], await Store.AppendAsync([Item("a", "x", "old")], None));
        Assert.Equal([AppendResult.Duplicate], await Store.AppendAsync([Item("a", "x", "new")], None));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task A_sweep_spares_the_receipt_of_an_item_that_still_waits()
    {
        await Store.AppendAsync([Item("a", "x", "k")], None);
        Clock.Advance(TimeSpan.FromDays(3));
        var now = Clock.GetUtcNow();
        await Store.SweepAsync(new SweepCutoffs(now, now, now, now, 100), None);
        Assert.Equal([AppendResult.Duplicate], await Store.AppendAsync([Item("a", "x", "k")], None));
    }

    [Fact]
    public async Task Waiting_for_work_ends_with_an_append()
    {
        var waiting = Store.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask();
        Assert.False(waiting.IsCompleted);
        await Store.AppendAsync([Item("a", "x")], None);
        await waiting.WaitAsync(Patience, None);
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task Waiting_for_work_ends_when_an_item_falls_due_and_when_a_hold_lapses()
    {
        await Store.AppendAsync([Item("a", "x") with { DueIn = TimeSpan.FromSeconds(5) }], None);
        var untilDue = Store.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await untilDue.WaitAsync(Patience, None);
        Assert.Single(await ClaimAsync());

        var untilLapse = Store.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask();
        Clock.Advance(Lease);
        await untilLapse.WaitAsync(Patience, None);
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task Waiting_for_work_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var waiting = Store.WaitForWorkAsync(LaneQueue.Inbound, cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience, None));
    }

    [Fact]
    [Trait("Req", "RS-8")]
    public async Task Stats_tell_what_waits_and_since_when()
    {
        var since = Clock.GetUtcNow();
        await Store.AppendAsync([Item("a", "1"), Item("a", "2"), Item("b", "3")], None);
        await ClaimAsync(lanes: 1);
        var stats = (await Store.GetQueueStatsAsync(None)).Single(s => s.Queue == LaneQueue.Inbound);
        Assert.Equal(new QueueStats(LaneQueue.Inbound, 3, 2, 1, since), stats);
    }

    [Fact]
    public async Task Hostile_text_is_kept_as_it_is()
    {
        var nasty = "'; DROP TABLE item; --\0\u202e\ud83d\ude00" + new string('x', 100_000);
        await Store.AppendAsync([Item(nasty[..40], nasty, nasty[..30])], None);
        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal(nasty, TextOf(claim));
        await Store.CommitAsync(
            new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Turns = [new NewTurn(nasty[..40], new Turn(Turn.User, nasty))] }, None);

        // Databases know no NUL in text; a provider may keep the replacement character for it, but nothing may be cut off.
        Assert.Equal(nasty.Replace('\0', '\uFFFD'), Assert.Single(await TurnsAsync(nasty[..40])).Content.Text.Replace('\0', '\uFFFD'));
    }

    protected NewItem Item(string lane, string text, string? dedupeKey = null) => new()
    {
        Id = ItemId.New(Clock),
        Queue = LaneQueue.Inbound,
        Lane = lane,
        Kind = "test",
        Payload = Encoding.UTF8.GetBytes(text),
        DedupeKey = dedupeKey,
    };

    protected ValueTask<IReadOnlyList<Claim>> ClaimAsync(int lanes = 10) => Store.ClaimAsync(LaneQueue.Inbound, Ada, lanes, Lease, None);

    protected ValueTask<CommitResult> CommitAsync(Claim claim, ItemOutcome outcome) =>
        Store.CommitAsync(new Transition { Claim = claim, Outcome = outcome }, None);

    protected static string TextOf(Claim claim) => Encoding.UTF8.GetString(claim.Item.Payload.Span);

    /// <summary>Works everything off, one lane at a time, and tells the texts in order.</summary>
    protected async Task<IReadOnlyList<string>> TextsAsync()
    {
        var texts = new List<string>();
        while (await ClaimAsync(lanes: 1) is [var claim])
        {
            texts.Add(TextOf(claim));
            await CommitAsync(claim, ItemOutcome.Answered);
        }

        return texts;
    }

    private ValueTask<IReadOnlyList<Turn>> TurnsAsync(string conversation) =>
        Store.GetTurnsAsync(conversation, DateTimeOffset.UnixEpoch, 100, except: null, None);

    private async Task<ItemId> FinishRunAsync(string name)
    {
        await Store.AppendAsync([Item(name, "x", name)], None);
        var claim = Assert.Single(await ClaimAsync());
        await Store.CommitAsync(
            new Transition
            {
                Claim = claim,
                Outcome = ItemOutcome.Answered,
                Run = Run(claim.Item.Id) with { EndedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() },
                Steps = [Step(claim.Item.Id, 1)],
                Turns = [new NewTurn($"conv-{name}", new Turn(Turn.User, name))],
            },
            None);
        return claim.Item.Id;
    }

    private RunRecord Run(ItemId id) => new()
    {
        Id = id,
        Conversation = "T1/C1/1.0",
        User = "U1",
        Status = RunStatus.Completed,
        StartedAt = Clock.GetUtcNow(),
        EndedAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(1),
        Model = "m",
        InputTokens = 5,
        OutputTokens = 7,
    };

    private RunStep Step(ItemId run, int number) => new()
    {
        Run = run,
        Number = number,
        Kind = "model",
        Name = "m",
        StartedAt = Clock.GetUtcNow(),
        Duration = TimeSpan.FromMilliseconds(12),
        Output = "out",
    };
}
