using Holdfast.Deliveries;
using Holdfast.Rates;
using Holdfast.Testing;
using Holdfast.Testing.Contracts;

namespace Holdfast.Tests.Deliveries;

public sealed class RateGateTests : RateGateContract
{
    private protected override ValueTask<IRateGate> OpenAsync(FakeClock clock) => ValueTask.FromResult<IRateGate>(new RateGate(clock));

    [Fact]
    [Trait("Req", "RS-8")]
    public async Task A_gate_that_closes_while_somebody_looks_for_those_that_are_open_is_closed()
    {
        const int Gates = 50_000;
        var gate = await OpenAsync(new FakeClock());
        using var closed = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            while (!closed.IsCancellationRequested)
                _ = gate.Limited;
        });

        // One after the other, each opened again: whoever looks has nothing else to look at.
        for (var i = 0; i < Gates; i++)
        {
            var call = new RateLimitedCall("T1", "chat.postMessage", $"C{i}");
            await gate.CloseAsync(call, TimeSpan.FromMinutes(1), CancellationToken.None);
            Assert.NotNull(await gate.TryEnterAsync(call, CancellationToken.None));
            await gate.OpenAsync(call.Gate, CancellationToken.None);
        }

        await closed.CancelAsync();
        await looking;
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait("Req", "CX-11")]
    public async Task A_wall_clock_that_is_set_neither_opens_a_gate_nor_keeps_it_closed(int hours)
    {
        var clock = new FakeClock();
        var gate = await OpenAsync(clock);
        var call = new RateLimitedCall("T1", "chat.postMessage", "C1");
        await gate.CloseAsync(call, TimeSpan.FromSeconds(10), CancellationToken.None);
        clock.StepWallClock(TimeSpan.FromHours(hours));
        Assert.Equal(TimeSpan.FromSeconds(11), await gate.TryEnterAsync(call, CancellationToken.None));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await gate.TryEnterAsync(call, CancellationToken.None));
    }
}
