using Holdfast.Postgres.Tests;
using Holdfast.Testing;
using Holdfast.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Holdfast.Postgres.Tests;

/// <summary>One server for all tests of the project; each store has a schema of its own in it.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private static int _schemas;

    internal PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    internal PostgresStoreOptions NewOptions() => new() { Url = Server.Url, Schema = $"test_{Interlocked.Increment(ref _schemas)}", MaxConnections = 10 };

    /// <summary>
    /// A store on the test's clock, which hears of others already. That it begins to wakes all who wait in it: under load that came in the middle of tests
    /// that wait for what they do themselves.
    /// </summary>
    internal static async Task<PostgresStore> OpenAsync(PostgresStoreOptions options, FakeClock clock)
    {
        var store = new PostgresStore(options, clock, () => clock.GetUtcNow(), NullLogger.Instance);
        await store.WaitForChangeAsync(CancellationToken.None);
        await store.OpenAsync(CancellationToken.None);
        await store.WaitForChangeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        return store;
    }
}
