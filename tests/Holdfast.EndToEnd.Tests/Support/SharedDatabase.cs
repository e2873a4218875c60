using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Testing.Servers;

[assembly: AssemblyFixture(typeof(SharedDatabase))]

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>One PostgreSQL for all tests that need one, started for the first of them; each has a schema of its own in it.</summary>
public sealed class SharedDatabase : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Task<PostgresServer>? _server;
    private int _schemas;

    /// <summary>The server, running. Others use it at the same time: whoever stops it, or changes what is everybody's, starts one of their own.</summary>
    internal Task<PostgresServer> GetAsync()
    {
        lock (_lock)
            return _server ??= PostgresServer.StartAsync();
    }

    /// <summary>The settings of a server that works on it, in a schema that nobody has used.</summary>
    internal async Task<(string Key, string Value)[]> NewSettingsAsync() =>
        [("DATABASE_URL", (await GetAsync()).Url), ("Database:Schema", $"test_{Interlocked.Increment(ref _schemas)}")];

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await (await _server).DisposeAsync();
    }
}
