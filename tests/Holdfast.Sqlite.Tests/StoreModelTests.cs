using Holdfast.Testing.Storage;

namespace Holdfast.Sqlite.Tests;

public sealed class StoreModelTests
{
    private const int Sequences = 300;

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "AS-2")]
    public async Task The_embedded_store_answers_every_sequence_as_the_oracle_does()
    {
        for (var seed = 1; seed <= Sequences; seed++)
        {
            using var folder = new StoreFolder();
            await using var store = folder.Open(cachedPayloadBytes: seed % 3 == 0 ? 0 : 1 << 20, scheduleWindow: seed % 2 == 0 ? 10_000 : seed % 9 + 1);
            await using var oracle = new InMemoryStore(folder.Clock);
            await new StoreModel(seed, folder.Clock, store, oracle).RunAsync();
        }
    }
}
