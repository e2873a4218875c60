using System.Text.Json;
using System.Diagnostics;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Conversation memory in a real Redis: shared, and away for a while, or for long.</summary>
public sealed class RedisTests : EndToEndTest
{
    private const int Misconfigured = 78;
    private const string Password = "top-secret/p@ss";

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    private RedisServer _redis = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _redis = await RedisServer.StartAsync(new RedisServerOptions { Password = Password, IsPersistent = true });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    [Fact]
    [Trait("Req", "CX-1")]
    [Trait("Req", "CX-2")]
    [Trait("Req", "CX-7")]
    public async Task A_follow_up_knows_from_Redis_what_was_said_also_after_a_kill_and_other_programs_can_read_it()
    {
        await StartAsync(("REDIS_URL", _redis.Url));
        var direct = World.OpenDirectMessage(Ada).Id;
        var thread = World.MentionBot(General, Ada, "my name is Ada");
        World.PostAsUser(direct, Ada, "my name is Countess");
        await AnswerAsync(General, thread, "Nice to meet you, Ada.");
        await DirectAnswerAsync(direct, "Nice to meet you, Countess.");

        await Server.KillAsync();
        await Server.StartAsync();
        World.PostAsUser(General, Ada, "what is my name?", thread);
        World.PostAsUser(direct, Ada, "what is my name?");
        await AnswerAsync(General, thread, "Your name is Ada.");
        await DirectAnswerAsync(direct, "Your name is Countess.");

        await Server.WaitUntilIdleAsync();
        using var turns = JsonDocument.Parse(await _redis.CommandAsync("GET", $"slack_conv:{General}:{thread}"));
        Assert.Equal(
            [("user", "my name is Ada", Ada), ("assistant", "Nice to meet you, Ada.", null), ("user", "what is my name?", Ada), ("assistant", "Your name is Ada.", null)],
            turns.RootElement.EnumerateArray().Select(turn => (
                turn.GetProperty("role").GetString(), turn.GetProperty("content").GetString(),
                turn.TryGetProperty("speaker", out var speaker) ? speaker.GetProperty("id").GetString() : null)));
        Assert.InRange(int.Parse(await _redis.CommandAsync("TTL", $"slack_conv:{General}:{thread}")), 3000, 3600);
        Assert.Contains("Countess", await _redis.CommandAsync("GET", $"slack_conv:{direct}:dm"), StringComparison.Ordinal);
        await Server.WaitForOutputAsync($"redis://***@127.0.0.1:{_redis.Port}/0");
        Assert.DoesNotContain("top-secret", Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-25")]
    [Trait("Req", "CX-6")]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_taken_when_that_is_said_which_log_and_doctor_show()
    {
        await using var heroku = await RedisServer.StartAsync(new RedisServerOptions { Password = Password, IsTls = true });
        var wary = Prepare(("REDIS_URL", heroku.Url));
        Assert.Equal(Misconfigured, await wary.RunToEndAsync(AtOnce));
        Assert.Contains("no authority of this system vouches for its certificate", wary.Output, StringComparison.Ordinal);

        var server = await StartAsync(("REDIS_URL", $"{heroku.Url}?family=0"), ("Redis:TrustServerCertificate", "true"));
        var thread = World.MentionBot(General, Ada, "my name is Ada");
        await AnswerAsync(General, thread, "Nice to meet you, Ada.");

        await server.WaitForOutputAsync("certificate is not verified");
        Assert.Matches("warn +redis .*certificate is not verified", (await server.RunVerbAsync("doctor")).Output);
    }

    [Fact]
    [Trait("Req", "CX-2")]
    public async Task What_another_program_wrote_is_known()
    {
        await StartAsync(("REDIS_URL", _redis.Url));
        var thread = World.PostAsUser(General, Ada, "a thread that another program took part in");
        await _redis.CommandAsync("SET", $"slack_conv:{General}:{thread}", """[{"role": "user", "content": "my name is Grace"}, {"role": "assistant", "content": "Hello"}]""");
        World.PostAsUser(General, Ada, "what is my name?", thread);
        await AnswerAsync(General, thread, "Your name is Grace.");
    }

    [Fact]
    [Trait("Req", "CX-5")]
    public async Task Redis_that_is_away_for_a_while_is_waited_for_and_everything_is_answered_once_with_its_context()
    {
        await StartAsync(("REDIS_URL", _redis.Url));
        string[] names = ["Ada", "Grace", "Linus", "Barbara", "Edsger", "Margaret", "Dennis", "Radia"];
        var threads = names.Select(name => World.MentionBot(General, Ada, $"my name is {name}")).ToList();
        foreach (var (thread, name) in threads.Zip(names))
            await AnswerAsync(General, thread, $"Nice to meet you, {name}.");
        await Server.WaitUntilIdleAsync();

        await _redis.KillAsync();
        foreach (var thread in threads)
            World.PostAsUser(General, Ada, "what is my name?", thread);
        foreach (var thread in threads)
            await AnswerAsync(General, thread, "I can't look up our conversation");
        await Server.WaitForHealthAsync("degraded", health => health.Status == "degraded" && health.Problems.Contains("conversation memory has not answered since", StringComparison.Ordinal));
        await _redis.StartAgainAsync();

        foreach (var (thread, name) in threads.Zip(names))
            await AnswerAsync(General, thread, $"Your name is {name}.");
        await Server.WaitUntilIdleAsync();
        foreach (var (thread, name) in threads.Zip(names))
            Assert.Equal([$"Nice to meet you, {name}.", $"Your name is {name}."], Answers(General, thread));
        await Server.WaitForHealthAsync("ok", health => health.Status == "ok");
    }

    [Fact]
    [Trait("Req", "CX-2")]
    [Trait("Req", "RS-3")]
    public async Task A_server_killed_under_load_leaves_every_turn_in_Redis_once()
    {
        const int Kills = 3;
        await StartAsync(("REDIS_URL", _redis.Url), ("Agent:Kind", "Echo"));
        var threads = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            threads.AddRange(Enumerable.Range(0, 40).Select(i => World.MentionBot(General, Ada, $"question {i}")));
            await AnswerAsync(General, threads[^40], "echo question 0");
            await Server.KillAsync();
            await Server.StartAsync();
        }

        await Server.WaitUntilIdleAsync();
        foreach (var (thread, i) in threads.Select((thread, i) => (thread, i % 40)))
        {
            Assert.Equal($$"""[{"role":"user","content":"question {{i}}"},{"role":"assistant","content":"echo question {{i}}"}]""", await _redis.CommandAsync("GET", $"slack_conv:{General}:{thread}"));
            Assert.Equal([$"echo question {i}"], Answers(General, thread));
        }
    }

    [Fact]
    [Trait("Req", "CX-5")]
    public async Task Redis_that_stays_away_is_not_waited_for_for_ever_and_the_reply_says_so()
    {
        await StartAsync(("REDIS_URL", _redis.Url), ("Memory:Patience", "00:00:03"));
        var thread = World.MentionBot(General, Ada, "my name is Ada");
        await AnswerAsync(General, thread, "Nice to meet you, Ada.");
        await Server.WaitUntilIdleAsync();

        await _redis.KillAsync();
        World.PostAsUser(General, Ada, "what is my name?", thread);

        var answer = await AnswerAsync(General, thread, "You have not told me your name yet.");
        Assert.Contains("couldn't look up our conversation", answer.Text, StringComparison.Ordinal);
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Answers(General, thread).Count);
        Assert.Contains("could not be saved to conversation memory", (await Server.HealthAsync()).Problems, StringComparison.Ordinal);
        Assert.DoesNotContain("top-secret", Server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://:top-secret%2Fwrong@127.0.0.1:{0}/0", "refused the user or the password")]
    [InlineData("rediss://:top-secret%2Fp%40ss@127.0.0.1:{0}/0", "gave no TLS answer")]
    [InlineData("redis://:top-secret%2Fp%40ss@127.0.0.1:1/0", "cannot be reached")]
    [InlineData("redis://:top-secret%2Fp%40ss@no-such-host.invalid:{0}/0", "cannot be reached")]
    [InlineData("redis://:top-secret%2Fp%40ss@127.0.0.1:{0}/zero", "a database that is none")]
    [Trait("Req", "CX-4")]
    [Trait("Req", "CX-7")]
    public async Task A_Redis_that_cannot_be_used_stops_the_start_and_is_named_without_its_password(string url, string cause)
    {
        var server = Prepare(("REDIS_URL", string.Format(url, _redis.Port)));
        var since = Stopwatch.GetTimestamp();

        var code = await server.RunToEndAsync(AtOnce);

        Assert.True(Stopwatch.GetElapsedTime(since) < AtOnce);
        Assert.Equal(Misconfigured, code);
        Assert.Contains(
            server.Output.Split('\n'),
            line => line.StartsWith("holdfast: ", StringComparison.Ordinal) && line.Contains(cause, StringComparison.Ordinal) && line.Contains("REDIS_URL", StringComparison.Ordinal));
        Assert.DoesNotContain("top-secret", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }
}
