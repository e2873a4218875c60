using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests;

/// <summary>Items that are dealt with together, across a crash, a failed commit and a small cache.</summary>
public sealed class MergeTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_crash_before_the_merge_finds_all_of_them_waiting_and_one_after_it_none()
    {
        await using var store = await OpenWithLaneAsync();
        var claim = Assert.Single(await ClaimAsync(store));
        var pending = await store.GetPendingAsync(claim, 2, None);
        await CommitAsync(store, claim, ItemOutcome.Checkpoint);
        var before = _folder.CopyAsAfterKill();
        var merge = new Transition
        {
            Claim = claim, Outcome = ItemOutcome.Answered, Merged = pending, Append = [_folder.Clock.Item("out", "reply") with { Queue = LaneQueue.Outbound }],
        };
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(merge, None));
        var after = _folder.CopyAsAfterKill();

        await using (var reopened = _folder.Open(before))
        {
            Assert.Equal(["0", "1", "2", "3"], await TextsAsync(reopened));
            Assert.Empty(await ClaimAsync(reopened, LaneQueue.Outbound));
        }

        await using (var reopened = _folder.Open(after))
        {
            Assert.Equal(["3"], await TextsAsync(reopened));
            Assert.Single(await ClaimAsync(reopened, LaneQueue.Outbound));
            Assert.Equal([AppendResult.Duplicate], await reopened.AppendAsync([_folder.Clock.Item("a", "1", "k1")], None));

            // Settled, so their time comes.
            _folder.Clock.Advance(TimeSpan.FromDays(1));
            var now = _folder.Clock.GetUtcNow();
            await reopened.SweepAsync(new SweepCutoffs(now, now, now, now, 100), None);
            Assert.Equal([AppendResult.Appended], await reopened.AppendAsync([_folder.Clock.Item("a", "1", "k1")], None));
        }
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_merge_whose_commit_had_reached_the_disk_in_part_only_has_not_happened()
    {
        await using var store = await OpenWithLaneAsync();
        var claim = Assert.Single(await ClaimAsync(store));
        var log = new FileInfo(Path.Combine(_folder.Data, "holdfast.db-wal"));
        var before = log.Length;
        await store.CommitAsync(
            new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Merged = await store.GetPendingAsync(claim, 10, None) }, None);
        log.Refresh();
        Assert.True(log.Length > before, "The commit wrote nothing to the log.");

        for (var bytes = before; bytes < log.Length; bytes += 1_000)
        {
            await using var reopened = _folder.Open(_folder.CopyAsAfterKill(bytes));
            Assert.Equal(["0", "1", "2", "3"], await TextsAsync(reopened));
        }

        await using var whole = _folder.Open(_folder.CopyAsAfterKill());
        Assert.Empty(await TextsAsync(whole));
    }

    [Fact]
    public async Task What_merged_items_took_of_the_cache_is_given_back()
    {
        // Room for two items in memory: if merges kept their part, later items would be read from the file, where they are not.
        await using var store = _folder.Open(cachedPayloadBytes: 1_300);
        for (var round = 0; round < 5; round++)
        {
            await store.AppendAsync([_folder.Clock.Item("a", "1"), _folder.Clock.Item("a", "2"), _folder.Clock.Item("a", "3")], None);
            var claim = Assert.Single(await ClaimAsync(store));
            var pending = await store.GetPendingAsync(claim, 10, None);
            Assert.Equal(["2", "3"], pending.Select(TextOf));
            await store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Merged = pending }, None);
        }

        await store.AppendAsync([_folder.Clock.Item("a", "1"), _folder.Clock.Item("a", "2")], None);
        DeleteRows();
        var last = Assert.Single(await ClaimAsync(store));
        Assert.Equal(["2"], (await store.GetPendingAsync(last, 10, None)).Select(TextOf));
    }

    [Fact]
    public async Task A_waiting_row_that_somebody_deleted_is_named()
    {
        await using var store = _folder.Open(cachedPayloadBytes: 600);
        await store.AppendAsync([_folder.Clock.Item("a", "1"), _folder.Clock.Item("a", "2")], None);
        var claim = Assert.Single(await ClaimAsync(store));
        DeleteRows();
        var error = await Assert.ThrowsAsync<StoreException>(async () => await store.GetPendingAsync(claim, 10, None));
        Assert.Contains("changed by another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_merge_leaves_the_others_of_its_batch_alone()
    {
        await using var store = await OpenWithLaneAsync();
        var claim = Assert.Single(await ClaimAsync(store));
        var refused = new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Merged = [claim.Item] };

        // Among many appends, so that it shares a transaction with some.
        var appends = Enumerable.Range(0, 100).Select(i => store.AppendAsync([_folder.Clock.Item($"n{i}", "x")], None).AsTask()).ToList();
        var commit = store.CommitAsync(refused, None).AsTask();
        appends.AddRange(Enumerable.Range(100, 100).Select(i => store.AppendAsync([_folder.Clock.Item($"n{i}", "x")], None).AsTask()));

        await Assert.ThrowsAsync<StoreException>(() => commit);
        Assert.All(await Task.WhenAll(appends), results => Assert.Equal([AppendResult.Appended], results));
        Assert.Equal(CommitResult.Committed, await CommitAsync(store, claim, ItemOutcome.Answered));
        Assert.Equal(200 + 3, (await store.GetQueueStatsAsync(None)).Single(queue => queue.Queue == LaneQueue.Inbound).Items);
    }

    private async Task<SqliteStore> OpenWithLaneAsync()
    {
        var store = _folder.Open();
        await store.AppendAsync([.. Enumerable.Range(0, 4).Select(i => _folder.Clock.Item("a", $"{i}", $"k{i}"))], None);
        return store;
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(SqliteStore store)
    {
        var texts = new List<string>();
        while (await ClaimAsync(store, lanes: 1) is [var claim])
        {
            texts.Add(claim.Text());
            await CommitAsync(store, claim, ItemOutcome.Answered);
        }

        return texts;
    }

    private static string TextOf(LaneItem item) => System.Text.Encoding.UTF8.GetString(item.Payload.Span);

    private void DeleteRows()
    {
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.Data, "holdfast.db")};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "DELETE FROM item";
        command.ExecuteNonQuery();
    }
}
