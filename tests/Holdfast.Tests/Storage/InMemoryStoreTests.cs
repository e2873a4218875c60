using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Storage;

public sealed class InMemoryStoreTests : StoreConformance
{
    private protected override ValueTask<IHoldfastStore> OpenAsync(FakeClock clock) => ValueTask.FromResult<IHoldfastStore>(new InMemoryStore(clock));

    private protected override ValueTask<IHoldfastStore> OpenAsync(FakeClock clock, int maxBacklog) =>
        ValueTask.FromResult<IHoldfastStore>(new InMemoryStore(clock, maxBacklog));
}
