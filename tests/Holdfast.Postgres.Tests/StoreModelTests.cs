using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Postgres.Tests;

public sealed class StoreModelTests(PostgresFixture fixture)
{
    private const int Sequences = 20;

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "AS-2")]
    public async Task The_shared_store_answers_every_sequence_as_the_oracle_does()
    {
        for (var seed = 1; seed <= Sequences; seed++)
        {
            var clock = new FakeClock();
            await using var store = await PostgresFixture.OpenAsync(fixture.NewOptions(), clock);
            await using var oracle = new InMemoryStore(clock);
            await new StoreModel(seed, clock, store, oracle).RunAsync();
        }
    }
}
