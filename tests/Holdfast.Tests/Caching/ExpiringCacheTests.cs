using Holdfast.Caching;
using Holdfast.Testing;

namespace Holdfast.Tests.Caching;

public sealed class ExpiringCacheTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();

    [Fact]
    public void What_was_found_out_is_good_for_its_lifetime_and_the_last_word_after_it()
    {
        var cache = new ExpiringCache<string, int>(Lifetime, 10, _clock);
        Assert.False(cache.TryGet("a", out _));
        Assert.False(cache.TryGetLast("a", out _));

        cache.Set("a", 1);
        _clock.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.True(cache.TryGet("a", out var value));
        Assert.Equal(1, value);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(cache.TryGet("a", out _));
        Assert.True(cache.TryGetLast("a", out value));
        Assert.Equal(1, value);

        cache.Set("a", 2);
        Assert.True(cache.TryGet("a", out value));
        Assert.Equal(2, value);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public void A_clock_that_is_set_back_keeps_nothing_for_longer()
    {
        var cache = new ExpiringCache<string, int>(Lifetime, 10, _clock);
        cache.Set("a", 1);
        _clock.StepWallClock(TimeSpan.FromHours(-1));
        _clock.Advance(Lifetime);
        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public void Room_is_made_by_what_is_out_of_date_and_else_by_everything()
    {
        var cache = new ExpiringCache<string, int>(Lifetime, 2, _clock);
        cache.Set("old", 1);
        _clock.Advance(Lifetime);
        cache.Set("a", 2);
        cache.Set("b", 3);
        Assert.False(cache.TryGetLast("old", out _));
        Assert.True(cache.TryGet("a", out _));

        cache.Set("b", 4);
        Assert.True(cache.TryGet("a", out _));
        cache.Set("c", 5);
        Assert.False(cache.TryGet("a", out _));
        Assert.True(cache.TryGet("c", out _));
    }
}
