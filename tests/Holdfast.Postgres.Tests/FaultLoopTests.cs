using System.Diagnostics;
using System.Globalization;
using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Postgres.Tests;

/// <summary>
/// Work while connections are cut all the time, at whatever point of whichever statement: also between a commit and its answer, when nobody
/// knows whether it was made.
/// </summary>
public sealed class FaultLoopTests(PostgresFixture fixture)
{
    private const int Lanes = 20;
    private const int Workers = 3;
    private const string Application = "fault-loop";

    /// <summary>In seconds; longer with FAULT_LOOP=600.</summary>
    private static readonly TimeSpan Duration =
        TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("FAULT_LOOP") ?? "10", CultureInfo.InvariantCulture));

    private const int LeastCuts = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "AS-2")]
    [Trait("Req", "CX-5")]
    public async Task Connections_that_are_cut_at_any_moment_lose_nothing_double_nothing_and_keep_the_order()
    {
        var options = fixture.NewOptions();
        options.Url += $"?application_name={Application}";
        await using var store = await OpenAsync(options);
        await using var other = await OpenAsync(options);
        using var enough = new CancellationTokenSource();
        using var finished = new CancellationTokenSource();
        var cutting = CutAsync(enough);
        var working = Enumerable.Range(0, Workers).Select(i => WorkAsync(i % 2 == 0 ? store : other, new WorkerId($"worker-{i}"), finished.Token)).ToList();

        var said = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => SayAsync(lane % 2 == 0 ? store : other, lane, enough.Token)));
        var cuts = await cutting;
        using var patience = new CancellationTokenSource(Patience);
        while ((await store.GetQueueStatsAsync(patience.Token)).Any(queue => queue.Items > 0))
            await Task.Delay(20, patience.Token);
        await finished.CancelAsync();
        await Task.WhenAll(working);

        TestContext.Current.TestOutputHelper?.WriteLine($"{said.Sum()} messages, {cuts} connections cut");
        for (var lane = 0; lane < Lanes; lane++)
        {
            var turns = await store.GetTurnsAsync(Name(lane), DateTimeOffset.MinValue, int.MaxValue, except: null, CancellationToken.None);
            Assert.Equal(Enumerable.Range(0, said[lane]).Select(number => $"{number}"), turns.Select(turn => turn.Content.Text));
        }
    }

    /// <summary>Says one thing after the other, each again, as Slack does, until it was taken in.</summary>
    /// <returns>How many.</returns>
    private static async Task<int> SayAsync(PostgresStore store, int lane, CancellationToken enough)
    {
        var number = 0;
        for (; !enough.IsCancellationRequested; number++)
        {
            while (true)
            {
                try
                {
                    await store.AppendAsync([TimeProvider.System.Item(Name(lane), $"{number}", dedupeKey: $"{lane}/{number}")], CancellationToken.None);
                    break;
                }
                catch (StoreException e) when (e.IsTransient)
                {
                    // Perhaps it was taken in all the same: then the next attempt finds its receipt.
                }
            }
        }

        return number;
    }

    /// <summary>Each item becomes a turn of its lane's conversation, in the commit that ends it.</summary>
    private static async Task WorkAsync(PostgresStore store, WorkerId worker, CancellationToken finished)
    {
        while (!finished.IsCancellationRequested)
        {
            try
            {
                var claims = await store.ClaimAsync(LaneQueue.Inbound, worker, Lanes, Lease, finished);
                if (claims.Count == 0)
                    await store.WaitForWorkAsync(LaneQueue.Inbound, finished);
                await Task.WhenAll(claims.Select(claim => store.CommitAsync(
                    new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Turns = [new NewTurn(claim.Item.Lane, new Turn(Turn.User, claim.Text()))] },
                    finished).AsTask()));
            }
            catch (StoreException e) when (e.IsTransient)
            {
                // What it had claimed is claimed again when the lease has lapsed, unless its commit was made.
            }
            catch (OperationCanceledException) when (finished.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Cuts connections for as long as told, and until enough were cut: on a busy machine each takes its time.</summary>
    private async Task<int> CutAsync(CancellationTokenSource enough)
    {
        var (cuts, since) = (0, Stopwatch.GetTimestamp());
        try
        {
            while (cuts <= LeastCuts || Stopwatch.GetElapsedTime(since) < Duration)
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < Duration + Patience, $"Only {cuts} connections were cut.");
                cuts += int.Parse(
                    await fixture.Server.AdministerAsync(
                        $"SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE application_name = '{Application}' ORDER BY random() LIMIT 3) AS chosen"),
                    CultureInfo.InvariantCulture);
            }
        }
        finally
        {
            await enough.CancelAsync();
        }

        return cuts;
    }

    private static async Task<PostgresStore> OpenAsync(PostgresStoreOptions options)
    {
        var store = new PostgresStore(options, new DatabaseTime(TimeProvider.System), NullLogger<PostgresStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private static string Name(int lane) => $"lane-{lane}";
}
