using Holdfast.Deliveries;
using Holdfast.Testing;
using Holdfast.Testing.Contracts;

namespace Holdfast.Tests.Deliveries;

public sealed class RateGateTests : RateGateContract
{
    private protected override ValueTask<IRateGate> OpenAsync(FakeClock clock) => ValueTask.FromResult<IRateGate>(new RateGate(clock));
}
