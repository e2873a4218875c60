using System.Text;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>Items of one lane that are dealt with together, and items that come together or not at all.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task What_waits_behind_a_claimed_item_is_told_in_order_and_stays_pending()
    {
        await Store.AppendAsync(
            [
                Item("a", "1") with { OrderKey = 1 },
                Item("a", "4") with { OrderKey = 4, DueIn = TimeSpan.FromHours(1) },
                Item("a", "2", "key") with { OrderKey = 2, TraceParent = "trace" },
                Item("a", "2b") with { OrderKey = 2 },
                Item("b", "other lane"),
                Item("a", "other queue") with { Queue = LaneQueue.Outbound },
            ],
            None);
        var claim = await ClaimLaneAsync("a");
        await Store.AppendAsync([Item("a", "0") with { OrderKey = 0 }], None);

        var pending = await Store.GetPendingAsync(claim, 10, None);
        Assert.Equal(["0", "2", "2b", "4"], pending.Select(TextOf));
        Assert.Equal(("a", 2L, "key", "trace", 0, false), (pending[1].Lane, pending[1].OrderKey, pending[1].DedupeKey, pending[1].TraceParent, pending[1].Attempt, pending[1].InDoubt));
        Assert.Equal(["0", "2"], (await Store.GetPendingAsync(claim, 2, None)).Select(TextOf));
        Assert.Empty(await Store.GetPendingAsync(claim, 0, None));

        await CommitAsync(claim, ItemOutcome.Answered);
        Assert.Equal("0", TextOf(await ClaimLaneAsync("a")));
    }

    [Fact]
    public async Task A_lost_hold_is_told_nothing_of_its_lane()
    {
        await Store.AppendAsync([Item("a", "1"), Item("a", "2")], None);
        var lost = await ClaimLaneAsync("a");
        Clock.Advance(Lease);
        Assert.Single(await Store.GetPendingAsync(lost, 10, None));

        var taken = Assert.Single(await Store.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None));
        Assert.Empty(await Store.GetPendingAsync(lost, 10, None));
        Assert.Single(await Store.GetPendingAsync(taken, 10, None));
        await CommitAsync(taken, ItemOutcome.Answered);
        Assert.Empty(await Store.GetPendingAsync(taken, 10, None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Merged_items_leave_the_lane_with_the_claimed_one_and_the_rest_stays(bool isDead)
    {
        await Store.AppendAsync([.. Enumerable.Range(1, 5).Select(i => Item("a", $"{i}", $"k{i}"))], None);
        var claim = await ClaimLaneAsync("a");
        var pending = await Store.GetPendingAsync(claim, 10, None);
        var merge = new Transition
        {
            Claim = claim,
            Outcome = isDead ? new ItemOutcome.Dead("gone") : ItemOutcome.Answered,
            Merged = [pending[2], pending[0]],
            Append = [Item("a", "again", "k2"), Item("a", "new", "k6")],
        };
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(merge, None));

        Assert.Equal(3, (await InboundAsync()).Items);
        Assert.Equal(["3", "5", "new"], await TextsAsync());
        Assert.Equal(0, (await InboundAsync()).Items);
        Assert.Equal(isDead ? 1 : 0, await Store.CountDeadLettersAsync(None));

        // Their receipts are settled: a sweep takes them, and only the settled are swept.
        Assert.Equal([AppendResult.Duplicate], await Store.AppendAsync([Item("a", "2", "k2")], None));
        Clock.Advance(TimeSpan.FromHours(1));
        await SweepAsync(receipts: Clock.GetUtcNow());
        Assert.Equal([AppendResult.Appended, AppendResult.Appended], await Store.AppendAsync([Item("a", "2", "k2"), Item("a", "4", "k4")], None));
    }

    [Fact]
    public async Task All_of_a_lane_can_be_merged_and_the_lane_is_used_again()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 200).Select(i => Item("a", $"{i}"))], None);
        var claim = await ClaimLaneAsync("a");
        var pending = await Store.GetPendingAsync(claim, 1_000, None);
        Assert.Equal(199, pending.Count);
        await Store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Merged = pending }, None);

        Assert.Equal((0, 0, 0), (await InboundAsync()) switch { var queue => (queue.Items, queue.Lanes, queue.Held) });
        await Store.AppendAsync([Item("a", "next"), Item("a", "last")], None);
        Assert.Equal(["next", "last"], await TextsAsync());
    }

    [Fact]
    public async Task A_merge_of_what_does_not_wait_in_the_lane_keeps_nothing()
    {
        await Store.AppendAsync([Item("a", "1"), Item("a", "2"), Item("b", "other"), Item("b", "other 2")], None);
        var claim = await ClaimLaneAsync("a");
        var other = await ClaimLaneAsync("b");
        var mine = Assert.Single(await Store.GetPendingAsync(claim, 10, None));
        var others = Assert.Single(await Store.GetPendingAsync(other, 10, None));

        foreach (IReadOnlyList<LaneItem> merged in (LaneItem[][])[[mine, others], [claim.Item], [mine, mine], [mine with { Id = ItemId.New(Clock) }]])
            await RefusedAsync(claim, ItemOutcome.Answered, merged);

        // Nor without the end of the claimed item.
        await RefusedAsync(claim, ItemOutcome.Checkpoint, [mine]);
        await RefusedAsync(claim, new ItemOutcome.Retry(TimeSpan.Zero, Error: null, CountsAsAttempt: true, InDoubt: true), [mine]);

        Assert.Empty(await TurnsAsync("conv"));
        Assert.Equal(mine.Id, Assert.Single(await Store.GetPendingAsync(claim, 10, None)).Id);
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Merged = [mine] }, None));
        await CommitAsync(other, ItemOutcome.Answered);
        Assert.Equal(["other 2"], await TextsAsync());
    }

    [Fact]
    public async Task A_merge_whose_commit_fails_for_another_reason_leaves_everything_in_the_lane()
    {
        await Store.AppendAsync([Item("a", "1"), Item("a", "2", "k2")], None);
        var claim = await ClaimLaneAsync("a");
        var pending = await Store.GetPendingAsync(claim, 10, None);
        var twice = new Transition
        {
            Claim = claim, Outcome = ItemOutcome.Answered, Merged = pending, Steps = [Step(claim.Item.Id, 1), Step(claim.Item.Id, 1)],
        };
        await Assert.ThrowsAsync<StoreException>(async () => await Store.CommitAsync(twice, None));

        Assert.Equal(2, (await InboundAsync()).Items);
        Assert.Equal("2", TextOf(Assert.Single(await Store.GetPendingAsync(claim, 10, None))));
        Clock.Advance(TimeSpan.FromDays(1));
        await SweepAsync(receipts: Clock.GetUtcNow());
        Assert.Equal([AppendResult.Duplicate], await Store.AppendAsync([Item("a", "2", "k2")], None));
        await CommitAsync(claim, ItemOutcome.Answered);
        Assert.Equal(["2"], await TextsAsync());
    }

    [Fact]
    public async Task A_merge_under_a_lost_hold_is_refused_like_any_commit()
    {
        await Store.AppendAsync([Item("a", "1"), Item("a", "2")], None);
        var lost = await ClaimLaneAsync("a");
        var pending = await Store.GetPendingAsync(lost, 10, None);
        Clock.Advance(Lease);
        var taken = Assert.Single(await Store.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None));

        Assert.Equal(CommitResult.LostLease, await Store.CommitAsync(new Transition { Claim = lost, Outcome = ItemOutcome.Answered, Merged = pending }, None));
        Assert.Single(await Store.GetPendingAsync(taken, 10, None));
    }

    [Fact]
    public async Task A_lane_is_held_from_its_claim_to_the_end_of_the_hold_or_of_its_lease()
    {
        await Store.AppendAsync([Item("a", "1"), Item("b", "2")], None);
        Assert.False(await IsHeldAsync("a"));
        var claims = await ClaimAsync();
        Assert.True(await IsHeldAsync("a"));
        Assert.False(await Store.IsHeldAsync(LaneQueue.Outbound, "a", None));
        Assert.False(await IsHeldAsync("unknown"));

        await CommitAsync(claims.Single(claim => claim.Item.Lane == "a"), ItemOutcome.Answered);
        await CommitAsync(claims.Single(claim => claim.Item.Lane == "b"), ItemOutcome.Checkpoint);
        Assert.Equal((false, true), (await IsHeldAsync("a"), await IsHeldAsync("b")));
        Clock.Advance(Lease);
        Assert.False(await IsHeldAsync("b"));
    }

    [Theory]
    [InlineData(LaneQueue.Interactive)]
    [InlineData(LaneQueue.Jobs)]
    public async Task Every_queue_has_lanes_of_its_own(LaneQueue queue)
    {
        await Store.AppendAsync([Item("a", "here") with { Queue = queue }, Item("a", "there")], None);
        var claim = Assert.Single(await Store.ClaimAsync(queue, Ada, 10, Lease, None));
        Assert.Equal((queue, "here"), (claim.Item.Queue, TextOf(claim)));
        Assert.Equal("there", TextOf(Assert.Single(await ClaimAsync())));
    }

    [Fact]
    public async Task A_follower_is_kept_only_if_the_item_before_it_is()
    {
        await Store.AppendAsync([Item("a", "known", "k1")], None);
        var results = await Store.AppendAsync(
            [
                Item("a", "first of all") with { FollowsPrevious = true },
                Item("a", "duplicate", "k1"),
                Item("a", "its follower", "k2") with { FollowsPrevious = true },
                Item("a", "and that one's") with { FollowsPrevious = true },
                Item("a", "new", "k3"),
                Item("a", "kept") with { FollowsPrevious = true },
                Item("a", "kept too") with { FollowsPrevious = true },
                Item("a", "settled", "k4") with { Settled = Settlement.Ignored("no handler") },
                Item("a", "after settled") with { FollowsPrevious = true },
            ],
            None);

        var (yes, no) = (AppendResult.Appended, AppendResult.Duplicate);
        Assert.Equal([yes, no, no, no, yes, yes, yes, yes, yes], results);
        Assert.Equal(["known", "first of all", "new", "kept", "kept too", "after settled"], await TextsAsync());

        // What was not kept leaves no receipt.
        Assert.Equal([yes], await Store.AppendAsync([Item("a", "x", "k2")], None));
    }

    [Fact]
    public async Task A_follower_in_a_transition_is_kept_only_if_the_item_before_it_is()
    {
        await Store.AppendAsync([Item("z", "claimed", "k1")], None);
        var claim = await ClaimLaneAsync("z");
        await Store.CommitAsync(
            new Transition
            {
                Claim = claim,
                Outcome = ItemOutcome.Answered,
                Append = [Item("a", "duplicate", "k1"), Item("a", "dropped") with { FollowsPrevious = true }, Item("a", "new", "k2"), Item("a", "kept") with { FollowsPrevious = true }],
            },
            None);
        Assert.Equal(["new", "kept"], await TextsAsync());
    }

    protected static string TextOf(LaneItem item) => Encoding.UTF8.GetString(item.Payload.Span);

    protected async Task<Claim> ClaimLaneAsync(string lane)
    {
        var claims = await ClaimAsync(lanes: 100);
        foreach (var other in claims.Where(claim => claim.Item.Lane != lane))
            await Store.ReleaseAsync(other, None);
        return claims.Single(claim => claim.Item.Lane == lane);
    }

    private async Task RefusedAsync(Claim claim, ItemOutcome outcome, IReadOnlyList<LaneItem> merged)
    {
        var transition = new Transition { Claim = claim, Outcome = outcome, Merged = merged, Turns = [new NewTurn("conv", new Turn(Turn.User, "lost"))] };
        var error = await Assert.ThrowsAsync<StoreException>(async () => await Store.CommitAsync(transition, None));
        Assert.False(error.IsTransient);
    }

    private async Task<QueueStats> InboundAsync() => (await Store.GetQueueStatsAsync(None)).Single(queue => queue.Queue == LaneQueue.Inbound);

    private ValueTask<bool> IsHeldAsync(string lane) => Store.IsHeldAsync(LaneQueue.Inbound, lane, None);
}
