using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>The bound on what Slack's messages bring.</summary>
public abstract partial class StoreConformance
{
    /// <summary>A count may be so old.</summary>
    private static readonly TimeSpan CountAge = TimeSpan.FromSeconds(10);

    private protected abstract ValueTask<IHoldfastStore> OpenAsync(FakeClock clock, int maxBacklog);

    [Fact]
    [Trait("Req", "RS-16")]
    [Trait("Req", "RS-17")]
    public async Task With_as_many_messages_waiting_as_may_further_ones_are_refused_and_nothing_else()
    {
        await using var store = await OpenAsync(Clock, maxBacklog: 10);
        await store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Item($"lane{i}", "x"))], None);

        var error = await Assert.ThrowsAsync<StoreException>(async () =>
            await store.AppendAsync([Item("more", "x", "k"), Item("beside", "x") with { Queue = LaneQueue.Interactive }], None));
        Assert.True(error.IsTransient);
        Assert.Contains("the backlog is full: 10 messages wait", error.Message, StringComparison.Ordinal);
        Assert.Empty(await store.ClaimAsync(LaneQueue.Interactive, Ada, 10, Lease, None));

        Assert.Equal([AppendResult.Appended], await store.AppendAsync([Item("a", "", "ignored") with { Settled = Settlement.Ignored("no handler") }], None));
        foreach (var queue in Enum.GetValues<LaneQueue>().Where(queue => queue != LaneQueue.Inbound))
            Assert.Equal([AppendResult.Appended], await store.AppendAsync([Item("order", "x") with { Queue = queue }], None));

        // What goes on is appended by a transition, whatever waits.
        var order = Assert.Single(await store.ClaimAsync(LaneQueue.Interactive, Ada, 10, Lease, None));
        var resumes = new Transition { Claim = order, Outcome = ItemOutcome.Answered, Append = [Item("resumed", "x")] };
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(resumes, None));
        Assert.Equal(11, (await store.ClaimAsync(LaneQueue.Inbound, Ada, 100, Lease, None)).Count);
    }

    [Fact]
    [Trait("Req", "RS-8")]
    public async Task A_backlog_that_refuses_several_at_once_is_full_although_one_would_fit()
    {
        await using var store = await OpenAsync(Clock, maxBacklog: 10);
        await store.AppendAsync([.. Enumerable.Range(0, 9).Select(i => Item($"lane{i}", "x"))], None);
        Assert.False((await store.GetBacklogAsync(None)).IsFull);
        await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync([Item("more", "x"), Item("more", "y")], None));
        var full = await store.GetBacklogAsync(None);
        Assert.Equal((9, true), (full.Waiting, full.IsFull));
    }

    [Fact]
    [Trait("Req", "RS-8")]
    public async Task A_backlog_that_was_full_is_so_until_a_tenth_of_it_is_done_and_takes_messages_in_as_soon_as_one_fits()
    {
        await using var store = await OpenAsync(Clock, maxBacklog: 10);
        Assert.False((await store.GetBacklogAsync(None)).IsFull);
        await store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Item($"lane{i}", "x"))], None);
        var full = await store.GetBacklogAsync(None);
        Assert.Equal((10, 10, true), (full.Waiting, full.Most, full.IsFull));

        var claims = await store.ClaimAsync(LaneQueue.Inbound, Ada, 2, Lease, None);
        await DoneAsync(claims[0]);
        Assert.Equal((9, true), await StateAsync());
        await store.AppendAsync([Item("fits", "x")], None);
        await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync([Item("more", "x")], None));

        await DoneAsync(claims[1]);
        await DoneAsync(Assert.Single(await store.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, None)));
        Assert.Equal((8, false), await StateAsync());

        async Task DoneAsync(Claim claim)
        {
            await store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered }, None);
            Clock.Advance(CountAge);
        }

        async Task<(int, bool)> StateAsync()
        {
            var state = await store.GetBacklogAsync(None);
            return (state.Waiting, state.IsFull);
        }
    }
}
