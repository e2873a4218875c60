using Holdfast.Inbound;
using Holdfast.Ingress;
using Holdfast.Testing;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Ingress;

public sealed class ReorderWindowTests
{
    private static readonly IOptions<SlackOptions> OneConnection = Options.Create(new SlackOptions { Connections = 1 });

    [Fact]
    [Trait("Req", "AS-2")]
    public void With_several_connections_each_message_waits_a_moment_for_older_ones_and_with_one_it_does_not()
    {
        var clock = new FakeClock();
        var options = Options.Create(new IngressOptions { ReorderWindow = TimeSpan.FromMilliseconds(50) });
        Assert.Null(new ReorderWindow(options, OneConnection, clock).Wait());
        var window = new ReorderWindow(options, Options.Create(new SlackOptions { Connections = 2 }), clock);
        Assert.Equal(TimeSpan.FromMilliseconds(50), window.Wait());
        window.Begin();
        Assert.Equal(TimeSpan.FromSeconds(5), window.Wait());
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public void Messages_wait_from_a_lost_connection_until_the_time_is_over_and_no_longer()
    {
        var clock = new FakeClock();
        var window = new ReorderWindow(Options.Create(new IngressOptions { SettleTime = TimeSpan.FromSeconds(5) }), OneConnection, clock);
        Assert.Null(window.Wait());

        window.Begin();
        Assert.Equal(TimeSpan.FromSeconds(5), window.Wait());
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(2), window.Wait());

        window.Begin();
        clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.NotNull(window.Wait());
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(window.Wait());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait("Req", "CX-11")]
    public void A_wall_clock_that_is_set_makes_no_wait_longer_or_shorter(int hours)
    {
        var clock = new FakeClock();
        var window = new ReorderWindow(Options.Create(new IngressOptions { SettleTime = TimeSpan.FromSeconds(5) }), OneConnection, clock);
        window.Begin();
        clock.StepWallClock(TimeSpan.FromHours(hours));
        Assert.Equal(TimeSpan.FromSeconds(5), window.Wait());
    }

    [Fact]
    public void Without_a_settle_time_nothing_waits()
    {
        var window = new ReorderWindow(Options.Create(new IngressOptions { SettleTime = TimeSpan.Zero }), OneConnection, new FakeClock());
        window.Begin();
        Assert.Null(window.Wait());
    }
}
