using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Postgres.Tests;

public sealed class PostgresStoreConformanceTests(PostgresFixture fixture) : StoreConformance
{
    private protected override async ValueTask<IHoldfastStore> OpenAsync(FakeClock clock) => await PostgresFixture.OpenAsync(fixture.NewOptions(), clock);

    private protected override async ValueTask<IHoldfastStore> OpenAsync(FakeClock clock, int maxBacklog)
    {
        var options = fixture.NewOptions();
        options.MaxBacklog = maxBacklog;
        return await PostgresFixture.OpenAsync(options, clock);
    }
}

public sealed class ConformanceSuitesTests
{
    [Fact]
    public void Every_conformance_suite_is_derived_here() =>
        Assert.Empty(ConformanceSuites.NotDerivedIn(typeof(ConformanceSuitesTests).Assembly));
}
