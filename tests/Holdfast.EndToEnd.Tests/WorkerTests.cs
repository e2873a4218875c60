using System.Diagnostics;
using System.Globalization;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Several workers on one PostgreSQL: to those in Slack they are one, whatever becomes of any of them.</summary>
public sealed class WorkerTests(SharedDatabase shared) : EndToEndTest
{
    /// <summary>In seconds; the long form is E2E_ATTACK=60, or 600 for a night.</summary>
    private static readonly TimeSpan Attack = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("E2E_ATTACK") ?? "20", CultureInfo.InvariantCulture));

    private protected override SimulatorOptions Options => Impatient;

    private (string Key, string Value)[] _settings = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _settings = await shared.NewSettingsAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "CX-1")]
    [Trait("Req", "CX-2")]
    [Trait("Req", "AS-2")]
    [Trait("Req", "XP-3")]
    public async Task Two_hundred_messages_of_one_thread_spread_over_four_workers_are_answered_in_order_once_each_with_the_whole_context(bool isInRedis)
    {
        const int Messages = 200;
        await using var redis = isInRedis ? await RedisServer.StartAsync() : null;
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"{request.UserTexts.Count} said, the last {Talk.Said(request)}"));
        await StartWorkersAsync(4, [("Memory:MaxTurns", "1000"), ("Ingress:SettleTime", "00:00:05"), .. redis is null ? ((string, string)[])[] : [("REDIS_URL", redis.Url)]]);

        var thread = World.MentionBot(General, Ada, "message 1.");
        for (var i = 2; i <= Messages; i++)
            World.MentionBot(General, Ada, $"message {i}.", thread);
        await World.WaitForMessagesAsync(message => message.IsFromBot && message.ThreadTs == thread, Messages, TimeSpan.FromSeconds(90));
        await Server.WaitUntilIdleAsync();

        Assert.Equal(Enumerable.Range(1, Messages).Select(i => $"{i} said, the last message {i}."), Answers(General, thread));
        Assert.Empty((await Server.HealthAsync()).OffSchema());
        Assert.True(Slack.Sockets.Envelopes.Select(envelope => envelope.Deliveries[0].Connection).Distinct().Count() >= 4, "Slack did not spread them.");
    }

    /// <summary>A failure is replayed with the seed it names.</summary>
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("E2E_SEED") ?? "20261127", CultureInfo.InvariantCulture);

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "RS-6")]
    [Trait("Req", "XP-3")]
    public async Task Workers_that_are_killed_or_hang_under_load_lose_nothing_double_nothing_and_keep_the_order()
    {
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        var workers = await StartWorkersAsync(3, [.. ShortLease.Settings, ("Runs:NoticeAfter", "00:00:03")]);
        var random = new Random(Seed);
        using var enough = new CancellationTokenSource();
        var talking = Talk.RunAsync(World, new Random(Seed + 1), eventsPerSecond: 20, enough.Token, IsTakenIn);
        var since = Stopwatch.GetTimestamp();
        var (killed, hung) = (0, 0);
        while (Stopwatch.GetElapsedTime(since) < Attack || hung == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1_000, 4_000)));
            var victim = workers[random.Next(workers.Count)];
            if (random.Next(3) > 0)
            {
                await victim.Process.KillAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 2_000)));
                await victim.LaunchAsync();
                killed++;
            }
            else
            {
                // Longer than a lease: others take its work over, and when it comes back it leaves it alone.
                victim.Signal(ProcessFacts.Stop);
                await Task.Delay(ShortLease.Length + TimeSpan.FromMilliseconds(random.Next(1_000, 7_000)));
                victim.Signal(ProcessFacts.Continue);
                hung++;
            }
        }

        await enough.CancelAsync();
        var threads = await talking;
        foreach (var worker in workers)
            await ReadyAsync(worker);
        await Server.WaitUntilIdleAsync(TimeSpan.FromSeconds(90));
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}: {threads.Values.Sum(thread => thread.Count)} messages in {threads.Count} threads, {killed} kills, {hung} hangs");
        Talk.AssertAnswered(World, threads, $"Seed {Seed}");
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    /// <summary>A start that a busy database does not answer in time ends in words; whoever runs the worker starts it again.</summary>
    private static async Task ReadyAsync(HoldfastUnderTest worker)
    {
        try
        {
            await worker.WaitUntilReadyAsync();
        }
        catch (InvalidOperationException) when (worker.Tail().Contains("did not answer in time", StringComparison.Ordinal))
        {
            await worker.LaunchAsync();
            await worker.WaitUntilReadyAsync();
        }
    }

    [Fact]
    [Trait("Req", "XP-3")]
    [Trait("Req", "RS-14")]
    public async Task Workers_that_are_replaced_one_by_one_leave_nobody_waiting()
    {
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        var workers = await StartWorkersAsync(3);
        using var enough = new CancellationTokenSource();
        var talking = Talk.RunAsync(World, new Random(Seed), eventsPerSecond: 20, enough.Token, IsTakenIn);
        foreach (var worker in workers)
        {
            var state = await worker.Process.StopAsync();
            Assert.Equal(0, state.ExitCode);
            await worker.LaunchAsync();
            await worker.WaitUntilReadyAsync();
        }

        await enough.CancelAsync();
        var threads = await talking;
        await Server.WaitUntilIdleAsync(TimeSpan.FromSeconds(60));
        Talk.AssertAnswered(World, threads, $"Seed {Seed}");
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    [Fact]
    [Trait("Req", "RS-6")]
    [Trait("Req", "RS-15")]
    [Trait("Req", "XP-3")]
    public async Task Workers_that_are_replaced_one_by_one_while_Slack_is_slow_do_not_double_a_reply()
    {
        var workers = await StartWorkersAsync(2, ("Agent:Kind", "Echo"), ("Slack:RequestTimeout", "00:00:25"), ("Workers:Lease", "00:01:00"));
        var late = Slack.Faults.Add(new Fault(FaultKind.PerformLate) { Method = "chat.postMessage", Delay = TimeSpan.FromSeconds(20), Times = 1 });
        var thread = World.MentionBot(General, Ada, "once only");
        await Eventually.SeeAsync("the post has left", () => late.Hits == 1);

        foreach (var worker in workers)
        {
            Assert.Equal(0, (await worker.Process.StopAsync()).ExitCode);
            await worker.LaunchAsync();
            await worker.WaitUntilReadyAsync();
        }

        await AnswerAsync(General, thread, "echo once only");
        await Eventually.SeeAsync("Slack has performed what it was given", () => Slack.Faults.ToBePerformed == 0);
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["echo once only"], Answers(General, thread));
        Assert.Equal(1, Slack.Calls.Count("chat.postMessage"));
    }

    [Fact]
    [Trait("Req", "XP-7")]
    [Trait("Req", "RS-5")]
    public async Task What_Slack_limits_is_seen_and_opened_for_all_workers_from_any_machine()
    {
        var workers = await StartWorkersAsync(2, ("Agent:Kind", "Echo"));
        using var limited = Slack.Faults.Add(new Fault(FaultKind.RateLimited) { Method = "chat.postMessage", RetryAfter = 86_400, Times = 1 });
        World.MentionBot(General, Ada, "hello");
        foreach (var worker in workers)
            await worker.WaitForHealthAsync("the gate is named", health => health.Problems.Contains("holdfast gates open", StringComparison.Ordinal));
        var gate = $"{World.Identity.TeamId}/chat.postMessage/{General}";

        var (_, listed) = await workers[1].RunVerbAsync("gates", "list");
        var (code, opened) = await workers[1].RunVerbAsync("gates", "open", gate);
        var (_, after) = await workers[0].RunVerbAsync("gates", "list");

        Assert.Contains($"{gate}  closed for", listed, StringComparison.Ordinal);
        Assert.Equal((0, $"{gate} opened"), (code, opened.Trim()));
        Assert.Equal("All gates are open.", after.Trim());
        var (_, trail) = await workers[0].RunVerbAsync("audit", "--act", "gate.");
        Assert.Contains(gate, Assert.Single(trail.Split('\n'), line => line.Contains("gate.opened", StringComparison.Ordinal)), StringComparison.Ordinal);
        foreach (var worker in workers)
            await worker.WaitForHealthAsync("all is well", health => health.Status == "ok");
    }

    [Fact]
    [Trait("Req", "CX-5")]
    [Trait("Req", "RS-3")]
    public async Task A_database_that_is_restarted_killed_and_cut_off_under_load_loses_nothing()
    {
        await using var database = await PostgresServer.StartAsync();
        _settings = [("DATABASE_URL", database.Url)];
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        await StartWorkersAsync(2);
        using var enough = new CancellationTokenSource();
        var talking = Talk.RunAsync(World, new Random(Seed), eventsPerSecond: 20, enough.Token, IsTakenIn);
        await Task.Delay(TimeSpan.FromSeconds(2));

        await database.StopAsync("fast");
        await Server.WaitForHealthAsync("degraded while the database is away", health => health.Status == "degraded");
        await database.StartAgainAsync();
        await Server.WaitForHealthAsync("all is well", health => health.Status == "ok");
        await database.StopAsync("immediate");
        await database.StartAgainAsync();
        await Server.WaitForHealthAsync("all is well again", health => health.Status == "ok");
        for (var i = 0; i < 5; i++)
        {
            await database.AdministerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{PostgresServer.User}'");
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }

        await enough.CancelAsync();
        var threads = await talking;
        await Server.WaitUntilIdleAsync(TimeSpan.FromSeconds(90));
        Talk.AssertAnswered(World, threads, $"Seed {Seed}");
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task Paused_on_one_worker_all_are_paused_and_a_run_is_stopped_wherever_it_runs()
    {
        var workers = await StartWorkersAsync(3, ("Operators:Users:0", Ada), ("Runs:NoticeAfter", "00:00:00.5"));
        Slack.Interactions.Command(Ada, General, "/holdfast", "pause");
        foreach (var worker in workers)
            await worker.WaitForHealthAsync("paused", health => health.Status == "paused");
        var waiting = World.MentionBot(General, Ada, "my name is Ada");
        await Server.WaitForHealthAsync("the message is kept", health => health.Backlog == 1);
        Assert.Equal(0, (await workers[0].RunVerbAsync("resume")).Code);
        foreach (var worker in workers)
            await worker.WaitForHealthAsync("at work", health => health.Status == "ok");
        await World.WaitForReplyAsync(General, waiting, message => message.Text.Length > 0);

        for (var i = 0; i < 6; i++)
        {
            var thread = World.MentionBot(General, Ada, "say The first half of it.\nthen stall");
            await World.WaitForReplyAsync(General, thread, message => message.Text.Length > 0);
            World.MentionBot(General, Ada, "stop", thread);
            await AnswerAsync(General, thread, "(stopped)");
        }
    }

    [Fact]
    [Trait("Req", "AS-10")]
    [Trait("Req", "AS-27")]
    [Trait("Req", "XP-3")]
    public async Task A_picture_that_one_worker_made_and_what_is_allowed_for_always_are_the_other_ones_as_well()
    {
        const string Complete = "files.completeUploadExternal", Tool = "current_time";
        var workers = Enumerable.Range(0, 2).Select(_ => Prepare([
            .. _settings, .. ShortLease.Settings, ("Slack:RequestTimeout", "00:00:02"), ("Images:Model", "gpt-image-1"),
            ($"Tools:Policies:{Tool}", "Approve"), ("Approvals:Users:0", World.Grace.Id), ("Approvals:AlwaysAllow:0", Tool),
        ])).ToList();
        await workers[0].StartAsync();
        var fault = Slack.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Complete });
        var thread = World.MentionBot(General, Ada, "draw a lighthouse");
        await Eventually.SeeAsync("the upload is struck", () => fault.Hits > 0);
        await workers[1].LaunchAsync();
        await workers[0].Process.KillAsync();
        Slack.Faults.Clear();
        await workers[1].WaitUntilReadyAsync();

        await AnswerAsync(General, thread, "Made \"picture-");
        await workers[1].WaitUntilIdleAsync();
        var made = Assert.Single(Pictures());
        World.PostAsUser(General, Ada, "edit the picture: make it winter", thread);
        await AnswerAsync(General, thread, "Edited \"picture-");
        Assert.Equal(World.FileBytes(made.Files[0].Id).ToArray(), Slack.Model.Images.Recent[^1].Images[0].Bytes.ToArray());
        await Eventually.SeeAsync("the changed one", () => Pictures().Count == 2);

        World.PostAsUser(General, Ada, $"use {Tool}", thread);
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.always", StringComparison.Ordinal) == true);
        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, "approval.always");
        await AnswerAsync(General, thread, "It's ");
        await workers[1].WaitUntilIdleAsync();
        await workers[0].LaunchAsync();
        await workers[0].WaitUntilReadyAsync();
        await workers[1].Process.KillAsync();
        World.PostAsUser(General, Ada, $"use {Tool}\nthen say again", thread);
        await AnswerAsync(General, thread, "again");
        Assert.Single(World.Thread(General, thread), message => message.Blocks?.Contains("and always for", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(World.Thread(General, thread), message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);

        IReadOnlyList<SlackMessage> Pictures() => [.. World.Thread(General, thread).Where(message => message is { IsFromBot: true, Files.Count: > 0 })];
    }

    /// <summary>Whether all that Slack has sent of a message was acknowledged.</summary>
    private bool IsTakenIn(string message) =>
        Slack.Sockets.Envelopes.Where(envelope => envelope.MessageTs == message).All(envelope => envelope.AckedAt is not null);

    /// <summary>Workers with one connection each, on one database.</summary>
    private async Task<IReadOnlyList<HoldfastUnderTest>> StartWorkersAsync(int count, params IEnumerable<(string Key, string Value)> settings)
    {
        var workers = Enumerable.Range(0, count).Select(_ => Prepare([.. _settings, ("Slack:Connections", "1"), .. settings])).ToList();
        foreach (var worker in workers)
            await worker.LaunchAsync();
        foreach (var worker in workers)
            await worker.WaitUntilReadyAsync();
        return workers;
    }
}
