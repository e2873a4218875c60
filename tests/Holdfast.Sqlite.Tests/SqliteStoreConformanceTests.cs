using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Sqlite.Tests;

public sealed class SqliteStoreConformanceTests : StoreConformance
{
    private readonly TemporaryFolder _folder = new();

    private protected override ValueTask<IHoldfastStore> OpenAsync(FakeClock clock) =>
        ValueTask.FromResult<IHoldfastStore>(SqliteStore.Open(new SqliteStoreOptions { Path = _folder.Path }, clock));

    private protected override ValueTask<IHoldfastStore> OpenAsync(FakeClock clock, int maxBacklog) =>
        ValueTask.FromResult<IHoldfastStore>(SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "small"), MaxBacklog = maxBacklog }, clock));

    protected override ValueTask CleanUpAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The same with nothing cached: every payload is read back from the file.</summary>
public sealed class SqliteStoreUncachedConformanceTests : StoreConformance
{
    private readonly TemporaryFolder _folder = new();

    private protected override ValueTask<IHoldfastStore> OpenAsync(FakeClock clock) =>
        ValueTask.FromResult<IHoldfastStore>(SqliteStore.Open(new SqliteStoreOptions { Path = _folder.Path, CachedPayloadBytes = 0 }, clock));

    private protected override ValueTask<IHoldfastStore> OpenAsync(FakeClock clock, int maxBacklog) => ValueTask.FromResult<IHoldfastStore>(
        SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "small"), CachedPayloadBytes = 0, MaxBacklog = maxBacklog }, clock));

    protected override ValueTask CleanUpAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
