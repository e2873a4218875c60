using Holdfast.Hosting.Limits;
using Holdfast.Testing;

namespace Holdfast.Hosting.Tests.Limits;

[Trait("Req", "CX-10")]
public sealed class LocalRateWindowTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();

    [Fact]
    public void Each_client_has_its_own_count_and_all_begin_anew_with_the_next_window()
    {
        var window = new LocalRateWindow(_clock);

        var taken = Enumerable.Range(0, 4).Select(_ => window.Take("ada", 3, Minute)).ToList();
        Assert.Equal([true, true, true, false], taken.Select(one => one.IsAllowed));
        Assert.Equal([2, 1, 0, 0], taken.Select(one => one.Remaining));
        Assert.Equal([false, false, false, true], taken.Select(one => one.IsFirstRefused));
        Assert.True(window.Take("grace", 3, Minute).IsAllowed);
        Assert.False(window.Take("ada", 3, Minute).IsFirstRefused);

        _clock.Advance(taken[0].Reset);
        Assert.Equal(2, window.Take("ada", 3, Minute).Remaining);
    }

    [Fact]
    public void A_flood_of_addresses_is_counted_as_one_client_and_those_that_came_before_keep_their_count()
    {
        var window = new LocalRateWindow(_clock);
        window.Take("ada", 3, Minute);

        var flood = Enumerable.Range(0, 20_000).Select(i => window.Take($"client {i}", 3, Minute)).ToList();

        Assert.InRange(flood.Count(one => one.IsAllowed), 9_000, 10_100);
        Assert.Equal(1, window.Take("ada", 3, Minute).Remaining);
    }
}
