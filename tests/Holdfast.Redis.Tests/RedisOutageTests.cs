using Holdfast.Conversations;
using Holdfast.Testing.Servers;
using Holdfast.Tests;

namespace Holdfast.Redis.Tests;

/// <summary>Redis goes away in every way that it has, and comes back.</summary>
[Trait("Req", "CX-5")]
public sealed class RedisOutageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_it_is_away_and_is_used_again_when_it_is_back(bool isPersistent)
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { IsPersistent = isPersistent });
        await using var redis = await RedisBench.OpenAsync(server.Url);
        using var reconnects = new Measured(redis.Meters, "holdfast.redis.reconnects");
        await redis.SayAsync(RedisBench.NewRun(), "before");

        await server.KillAsync();
        await BecomesUnreachableAsync(redis, server);
        await server.StartAgainAsync();

        Assert.Equal(isPersistent ? ["before"] : [], await redis.HeardAgainAsync());
        await redis.SayAsync(RedisBench.NewRun(), "after");
        Assert.Empty(redis.Health.Problems);
        await reconnects.AtLeastAsync(1);
    }

    [Fact]
    public async Task One_that_hangs_for_a_while_is_asked_again_and_nothing_is_said_twice()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await RedisBench.OpenAsync(server.Url);
        using var retries = new Measured(redis.Meters, "holdfast.redis.retries");

        server.Pause();
        var saying = redis.SayAsync(RedisBench.NewRun(), "said once", "heard once");
        await retries.AtLeastAsync(1);
        server.Resume();

        await saying.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(["said once", "heard once"], await redis.HeardAsync());
        Assert.Empty(redis.Health.Problems);
    }

    [Fact]
    public async Task One_that_goes_on_hanging_is_away()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await RedisBench.OpenAsync(server.Url);
        server.Pause();
        await BecomesUnreachableAsync(redis, server);
        server.Resume();

        // What was sent to it may have lain before its door; of three tries it has taken one at the most.
        Assert.InRange((await redis.HeardAgainAsync()).Count(), 0, 1);
        Assert.Empty(redis.Health.Problems);
    }

    [Fact]
    public async Task One_that_is_full_says_so_and_loses_nothing_of_what_it_has()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await RedisBench.OpenAsync(server.Url);
        await redis.SayAsync(RedisBench.NewRun(), "before");
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "1", "maxmemory-policy", "noeviction");

        var error = await Assert.ThrowsAsync<MemoryException>(() => redis.SayAsync(RedisBench.NewRun(), "too much"));

        Assert.True(error.IsTransient);
        Assert.Contains("full (maxmemory)", error.Message, StringComparison.Ordinal);
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        await redis.SayAsync(RedisBench.NewRun(), "after");
        Assert.Equal(["before", "after"], await redis.HeardAsync());
    }

    [Fact]
    public async Task One_that_has_become_a_replica_can_be_read_and_says_that_it_cannot_be_written()
    {
        await using var server = await RedisServer.StartAsync();
        await using var primary = await RedisServer.StartAsync();
        await using var redis = await RedisBench.OpenAsync(server.Url);
        await server.CommandAsync("CONFIG", "SET", "replica-serve-stale-data", "yes");
        await server.CommandAsync("REPLICAOF", "127.0.0.1", $"{primary.Port}");

        var error = await Assert.ThrowsAsync<MemoryException>(() => redis.SayAsync(RedisBench.NewRun(), "x"));

        Assert.True(error.IsTransient);
        Assert.Contains("replica that cannot be written", error.Message, StringComparison.Ordinal);
        await server.CommandAsync("REPLICAOF", "NO", "ONE");
        await redis.SayAsync(RedisBench.NewRun(), "y");
    }

    [Fact]
    public async Task One_that_has_forgotten_the_scripts_is_given_them_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await RedisBench.OpenAsync(server.Url);
        await redis.SayAsync(RedisBench.NewRun(), "one");
        await server.CommandAsync("SCRIPT", "FLUSH");
        await redis.SayAsync(RedisBench.NewRun(), "two");
        Assert.Equal(["one", "two"], await redis.HeardAsync());
    }

    [Fact]
    public async Task A_password_that_was_changed_is_an_outage_and_stays_secret()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Password = "top-secret" });
        await using var redis = await RedisBench.OpenAsync(server.Url);
        await server.CommandAsync("CONFIG", "SET", "requirepass", "another-secret");
        await server.CommandAsync("-a", "another-secret", "CLIENT", "KILL", "TYPE", "normal");

        var error = await Assert.ThrowsAsync<MemoryException>(() => redis.SayAsync(RedisBench.NewRun(), "x"));

        Assert.True(error.IsTransient);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task BecomesUnreachableAsync(RedisBench redis, RedisServer server)
    {
        var error = await Assert.ThrowsAsync<MemoryException>(() => redis.SayAsync(RedisBench.NewRun(), "lost"));
        Assert.True(error.IsTransient);
        Assert.Contains($"redis://127.0.0.1:{server.Port}/0", error.Message, StringComparison.Ordinal);
        Assert.Contains("conversation memory has not answered since", Assert.Single(redis.Health.Problems), StringComparison.Ordinal);
    }
}
