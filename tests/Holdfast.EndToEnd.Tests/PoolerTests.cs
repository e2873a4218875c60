using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>PgBouncer in front of the database: used where it keeps sessions, refused where it does not.</summary>
[Trait("Req", "RS-25")]
public sealed class PoolerTests(SharedDatabase shared) : EndToEndTest
{
    private const int Misconfigured = 78;

    private protected override SimulatorOptions Options => Impatient;

    [Fact]
    [Trait("Req", "CX-4")]
    public async Task One_that_keeps_no_sessions_is_refused_by_start_and_doctor()
    {
        await using var pooler = await PgBouncer.StartAsync(await shared.GetAsync(), "pool_mode = transaction");
        var server = Prepare([.. await shared.NewSettingsAsync(), ("DATABASE_URL", pooler.Url)]);

        Assert.Equal(Misconfigured, await server.RunToEndAsync());

        Assert.Contains("pool_mode = session", server.Output, StringComparison.Ordinal);
        Assert.Contains($"postgres://***@127.0.0.1:{pooler.Port}/holdfast", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
        var (code, output) = await server.RunVerbAsync("doctor");
        Assert.Equal(1, code);
        Assert.Matches("FAIL +postgres .*pool_mode = session", output);
    }

    [Fact]
    public async Task One_that_keeps_sessions_is_used()
    {
        await using var pooler = await PgBouncer.StartAsync(await shared.GetAsync(), "pool_mode = session");
        var server = await StartAsync([.. await shared.NewSettingsAsync(), ("DATABASE_URL", $"{pooler.Url}?pgbouncer=true"), ("Agent:Kind", "Echo")]);

        var threads = Enumerable.Range(0, 20).Select(n => World.MentionBot(General, Ada, $"number {n}.")).ToList();
        foreach (var thread in threads)
            await AnswerAsync(General, thread, "number");
        await server.WaitUntilIdleAsync();

        Assert.All(threads, thread => Assert.Single(Answers(General, thread)));
        Assert.DoesNotContain("prepared statement", server.Output, StringComparison.Ordinal);
        await server.WaitForOutputAsync("passed over: pgbouncer");
        await server.WaitForHealthAsync("all is well", health => health.Status == "ok");
        var (_, output) = await server.RunVerbAsync("doctor");
        Assert.Matches($"postgres +PostgreSQL .* at postgres://[*]+@127.0.0.1:{pooler.Port}/holdfast", output);
    }
}
