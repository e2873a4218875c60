using Holdfast.Ingress;
using Holdfast.Testing;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Ingress;

public sealed class SettleWindowTests
{
    [Fact]
    [Trait("Req", "AS-2")]
    public void Messages_wait_from_a_lost_connection_until_the_time_is_over_and_no_longer()
    {
        var clock = new FakeClock();
        var window = new SettleWindow(Options.Create(new IngressOptions { SettleTime = TimeSpan.FromSeconds(5) }), clock);
        Assert.Null(window.DueAt());

        window.Begin();
        var over = clock.GetUtcNow() + TimeSpan.FromSeconds(5);
        Assert.Equal(over, window.DueAt());
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(over, window.DueAt());

        window.Begin();
        clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.NotNull(window.DueAt());
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(window.DueAt());
    }

    [Fact]
    public void Without_a_settle_time_nothing_waits()
    {
        var window = new SettleWindow(Options.Create(new IngressOptions { SettleTime = TimeSpan.Zero }), new FakeClock());
        window.Begin();
        Assert.Null(window.DueAt());
    }
}
