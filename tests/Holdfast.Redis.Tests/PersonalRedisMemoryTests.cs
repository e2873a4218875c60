using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Memory;
using Holdfast.Slack;
using Holdfast.Testing.Servers;
using Microsoft.Extensions.Options;

namespace Holdfast.Redis.Tests;

[Trait("Req", "SE-7")]
[Trait("Req", "CX-2")]
public sealed class PersonalRedisMemoryTests
{
    private static readonly ConversationId There = new(new TeamId("T1"), new ChannelId("D1"), Thread: null);

    [Fact]
    public async Task What_one_person_said_is_found_and_taken_out_with_the_answers_and_whoever_is_at_work_goes_on()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await RedisBench.OpenAsync(new RedisOptions { Url = server.Url, KeyPrefix = "team[a]:" });
        await using var other = await RedisBench.OpenAsync(server.Url);
        var personal = new PersonalRedisMemory(redis.Connection, Options.Create(new RedisOptions { Url = server.Url, KeyPrefix = "team[a]:" }));
        var run = new RunHold(RedisBench.NewRun(), Fence: 7);
        await redis.Memory.RememberAsync(run, RedisBench.Here, [Said("UADA", "a1"), new Turn(Turn.Assistant, "to a1"), Said("UBERT", "b1"), new Turn(Turn.Assistant, "to b1")], CancellationToken.None);
        await redis.Memory.RememberAsync(new RunHold(RedisBench.NewRun(), Fence: 0), There, [Said("UADA", "a2")], CancellationToken.None);
        await other.Memory.RememberAsync(new RunHold(RedisBench.NewRun(), Fence: 0), RedisBench.Here, [Said("UADA", "of another prefix")], CancellationToken.None);
        await server.CommandAsync("SET", "team[a]:slack_conv:C9:1.0", "no conversation");
        var ends = int.Parse(await server.CommandAsync("TTL", $"team[a]:{RedisBench.Key}"));

        var found = new List<(string, string)>();
        await foreach (var turn in personal.GetSaidAsync("UADA", CancellationToken.None))
            found.Add((turn.Conversation, turn.Turn.Content.Text));
        Assert.Equal([("C1/1700000000.000100", "a1"), ("C1/1700000000.000100", "to a1"), ("D1", "a2")], found.Order());
        Assert.Equal(3, await personal.ForgetAsync("UADA", CancellationToken.None));
        Assert.Equal(0, await personal.ForgetAsync("UADA", CancellationToken.None));

        Assert.Equal(["b1", "to b1"], await redis.HeardAsync());
        Assert.Equal(["of another prefix"], await other.HeardAsync());
        Assert.Equal("no conversation", await server.CommandAsync("GET", "team[a]:slack_conv:C9:1.0"));
        Assert.InRange(int.Parse(await server.CommandAsync("TTL", $"team[a]:{RedisBench.Key}")), 1, ends);
        await redis.Memory.RememberAsync(run with { Fence = 7 }, RedisBench.Here, [Said("UBERT", "b2")], CancellationToken.None);
        Assert.Contains("b2", await redis.HeardAsync());
    }

    private static Turn Said(string user, string text) => new(Turn.User, text) { Speaker = new Speaker(user) };
}
