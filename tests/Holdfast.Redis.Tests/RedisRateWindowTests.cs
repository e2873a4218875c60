using Holdfast.Redis.Connections;
using Holdfast.Redis.Rates;
using Holdfast.Testing.Servers;

namespace Holdfast.Redis.Tests;

[Trait("Req", "CX-10")]
public sealed class RedisRateWindowTests
{
    [Fact]
    public async Task Two_workers_count_in_one_window()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await RedisBench.OpenAsync(new RedisOptions { Url = server.Url, KeyPrefix = "p:" });
        await using var two = await RedisBench.OpenAsync(new RedisOptions { Url = server.Url, KeyPrefix = "p:" });

        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).Window.TakeAsync("client", 25, TimeSpan.FromHours(1), CancellationToken.None).AsTask()));

        Assert.Equal(25, taken.Count(window => window.IsAllowed));
        Assert.Equal(Enumerable.Range(0, 25), taken.Where(window => window.IsAllowed).Select(window => window.Remaining).Order());
        Assert.All(taken, window => Assert.Equal(25, window.Limit));
        Assert.All(taken.Where(window => !window.IsAllowed), window => Assert.Equal(0, window.Remaining));
        Assert.All(taken, window => Assert.InRange(window.Reset, TimeSpan.FromMinutes(58), TimeSpan.FromHours(1)));
        Assert.True((await one.Window.TakeAsync("another", 1, TimeSpan.FromHours(1), CancellationToken.None)).IsAllowed);
    }

    [Fact]
    public async Task A_window_that_is_over_begins_anew_by_the_servers_clock()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await RedisBench.OpenAsync(server.Url);
        for (var i = 0; i < 3; i++)
            await redis.Window.TakeAsync("client", 2, TimeSpan.FromHours(1), CancellationToken.None);

        // The server's own way to say that the time is over.
        await server.CommandAsync("PEXPIRE", "holdfast:rate:client", "0");

        Assert.Equal(new RateWindow(1, 2, TimeSpan.FromHours(1)), await redis.Window.TakeAsync("client", 2, TimeSpan.FromHours(1), CancellationToken.None));
    }
}
