using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests;

/// <summary>What may have had its effect stays known as such, through every kind of end and beginning.</summary>
public sealed class DoubtTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_crash_is_not_forgotten_by_a_short_opening_that_stops_gracefully()
    {
        await using var store = await OpenWithOutboundAsync();
        Assert.Single(await ClaimAsync(store, LaneQueue.Outbound));
        var killed = _folder.CopyAsAfterKill();
        await using (_folder.Open(killed))
        {
            // A look at the dead letters, or a start that failed on its port.
        }

        await using var after = _folder.Open(killed);
        Assert.True(Assert.Single(await ClaimAsync(after, LaneQueue.Outbound)).Item.InDoubt);
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_hold_that_lapsed_and_was_taken_over_is_in_doubt_after_a_graceful_stop()
    {
        await using (var store = await OpenWithOutboundAsync())
        {
            Assert.Single(await ClaimAsync(store, LaneQueue.Outbound));
            _folder.Clock.Advance(Lease + TimeSpan.FromSeconds(1));
            var second = Assert.Single(await ClaimAsync(store, LaneQueue.Outbound));
            await store.ReleaseAsync(second, None);
        }

        await using var after = _folder.Open();
        Assert.True(Assert.Single(await ClaimAsync(after, LaneQueue.Outbound)).Item.InDoubt);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_run_whose_lane_was_joined_by_an_older_message_is_in_doubt_after_a_crash()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "5") with { OrderKey = 5 }], None);
        await CommitAsync(store, Assert.Single(await ClaimAsync(store)), ItemOutcome.Checkpoint);
        await store.AppendAsync([_folder.Clock.Item("a", "3") with { OrderKey = 3 }], None);

        await using var after = _folder.Open(_folder.CopyAsAfterKill());
        await CommitAsync(after, Assert.Single(await ClaimAsync(after)), ItemOutcome.Answered);
        var run = Assert.Single(await ClaimAsync(after));
        Assert.Equal(("5", true), (run.Text(), run.Item.InDoubt));
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task Work_that_was_only_slow_is_kept_as_long_as_nobody_else_has_claimed_its_lane()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "1")], None);
        var claim = Assert.Single(await ClaimAsync(store));
        _folder.Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        await store.WaitForWorkAsync(LaneQueue.Inbound, None);
        Assert.Equal(CommitResult.Committed, await CommitAsync(store, claim, ItemOutcome.Answered));
    }

    [Fact]
    public async Task Two_commits_of_one_claim_may_share_a_batch_but_none_comes_after_its_end()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "1")], None);
        var claim = Assert.Single(await ClaimAsync(store));

        // Behind many appends, so that the commits gather into one transaction.
        var noise = Enumerable.Range(0, 200).Select(i => store.AppendAsync([_folder.Clock.Item($"n{i}", "x")], None).AsTask()).ToList();
        var checkpoint = CommitAsync(store, claim, ItemOutcome.Checkpoint).AsTask();
        var end = CommitAsync(store, claim, ItemOutcome.Answered).AsTask();
        var late = CommitAsync(store, claim, ItemOutcome.Answered).AsTask();
        await Task.WhenAll(noise);
        Assert.Equal((CommitResult.Committed, CommitResult.Committed, CommitResult.LostLease), (await checkpoint, await end, await late));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task What_was_delivered_for_a_run_that_is_gone_is_swept_too()
    {
        await using var store = await OpenWithOutboundAsync();
        var claim = Assert.Single(await ClaimAsync(store, LaneQueue.Outbound));
        var delivered = new DeliveryReceipt(claim.Item.Id, ItemId.New(_folder.Clock), "C", "1.1", _folder.Clock.GetUtcNow());
        await store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Delivered = delivered }, None);
        var later = _folder.Clock.GetUtcNow() + TimeSpan.FromDays(9);
        await store.SweepAsync(new SweepCutoffs(later, later, later, later, 100), None);

        await using var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.Data, "holdfast.db")};Mode=ReadOnly;Pooling=False");
        await file.OpenAsync(None);
        await using var count = file.CreateCommand();
        count.CommandText = "SELECT count(*) FROM delivery";
        Assert.Equal(0L, await count.ExecuteScalarAsync(None));
    }

    [Fact]
    public async Task A_wall_clock_that_steps_back_holds_nobody_up()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "1") with { DueIn = TimeSpan.FromMilliseconds(50) }], None);
        _folder.Clock.StepWallClock(TimeSpan.FromDays(-100));
        _folder.Clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Single(await ClaimAsync(store));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait("Req", "CX-11")]
    public async Task A_wall_clock_that_is_set_makes_no_retry_wait_longer_or_shorter(int hours)
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "1")], None);
        var claim = Assert.Single(await ClaimAsync(store));
        _folder.Clock.StepWallClock(TimeSpan.FromHours(hours));
        await CommitAsync(store, claim, new ItemOutcome.Retry(TimeSpan.FromSeconds(5), "e", CountsAsAttempt: true, InDoubt: false));
        _folder.Clock.StepWallClock(TimeSpan.FromHours(hours));
        _folder.Clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ClaimAsync(store));
        _folder.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(await ClaimAsync(store));
    }

    [Fact]
    [Trait("Req", "CX-11")]
    public async Task What_is_due_at_once_in_the_schedule_stays_so_when_the_wall_clock_is_set_back()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("approval", "click") with { Queue = LaneQueue.Scheduled }], None);
        _folder.Clock.StepWallClock(TimeSpan.FromHours(-1));
        Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled));
    }

    [Fact]
    public async Task A_wall_clock_that_steps_forward_takes_no_lane_from_its_holder()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "1")], None);
        Assert.Single(await ClaimAsync(store));
        _folder.Clock.StepWallClock(TimeSpan.FromDays(100));
        Assert.Empty(await ClaimAsync(store));
    }

    private async Task<SqliteStore> OpenWithOutboundAsync()
    {
        var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "1") with { Queue = LaneQueue.Outbound }], None);
        return store;
    }
}
