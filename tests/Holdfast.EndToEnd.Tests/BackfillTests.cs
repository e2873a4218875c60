using System.Diagnostics;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Requests;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What was said while nothing could come in, and Slack has given up on, is read from its history and answered once.</summary>
[Trait("Req", "RS-22")]
public sealed class BackfillTests(SharedDatabase shared) : EndToEndTest
{
    private const string History = "conversations.history";

    /// <summary>An outage takes minutes, and an old question hours; here they take seconds.</summary>
    private static (string Key, string Value)[] Quick =>
    [
        ("Backfill:After", "00:00:02"), ("Backfill:MarkInterval", "00:00:00.25"), ("Backfill:AskAfter", "00:00:00"), ("Ingress:SettleTime", "00:00:00.1"),
    ];

    private protected override SimulatorOptions Options => new()
    {
        SocketMode = new SocketModeOptions { RetryFailedAfter = [TimeSpan.FromMilliseconds(50)] },
    };

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(2.2);

    private string Grace => World.Grace.Id;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "AS-2")]
    public async Task Three_hundred_mentions_in_twenty_channels_are_answered_once_each_in_order_under_any_limit_of_history(bool isLimited)
    {
        const int Channels = 20, EachTime = 15;
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        Slack.HistoryLimit.IsOn = isLimited;
        Slack.HistoryLimit.Every = TimeSpan.FromMilliseconds(100);
        var channels = Enumerable.Range(0, Channels).Select(i => World.AddChannel($"team-{i}").Id).ToList();
        await StartAsync([.. Quick, .. isLimited ? [("Slack:HistoryInterval", "00:00:00.15")] : (IEnumerable<(string, string)>)[]]);
        var before = World.MentionBot(channels[0], Ada, "message 0.");
        await AnswerAsync(channels[0], before, "answer to message 0.");
        await OutageAsync();
        var missed = new List<(string Channel, string Thread, int Number)>();
        for (var i = 1; i <= Channels * EachTime; i++)
        {
            var channel = channels[i % Channels];
            World.PostAsUser(channel, Grace, "by the way");
            missed.Add((channel, World.MentionBot(channel, Ada, $"message {i}."), i));
        }

        // Those who have no answer ask again, below their question.
        foreach (var (channel, thread, number) in missed.Take(Channels / 2))
            World.PostAsUser(channel, Ada, $"message {number}0000.", thread);
        await ReturnAsync();
        await DoneAsync($"{Channels * EachTime + Channels / 2} messages taken in");
        await Server.WaitUntilIdleAsync(TimeSpan.FromSeconds(90));

        Assert.All(missed, message => Assert.Equal(
            message.Number <= Channels / 2 ? [$"answer to message {message.Number}.", $"answer to message {message.Number}0000."] : [$"answer to message {message.Number}."],
            Answers(message.Channel, message.Thread)));
        Assert.Equal(["answer to message 0."], Answers(channels[0], before));
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    /// <summary>Sockets are lost while the server runs on; by HTTP the server itself is away.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "RS-2")]
    public async Task What_was_for_the_app_is_answered_wherever_it_was_said_and_nothing_else_and_nothing_twice(bool byHttp)
    {
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        await StartAsync([.. Quick, ("Memory:TimeToLive", "00:00:06"), .. byHttp ? [("Slack:Transport", "Http"), ("Slack:SigningSecret", Slack.SigningSecret)] : (IEnumerable<(string, string)>)[]]);
        if (byHttp)
            await Slack.Requests.SetAsync(new RequestUrls(Server.RequestUrl));
        await IsMarkedAsync();
        var direct = World.OpenDirectMessage(Ada).Id;
        var people = World.PostAsUser(General, Grace, "lunch?");
        World.PostAsUser(direct, Ada, "message 2.");
        await DirectAnswerAsync(direct, "answer to message 2.");
        var old = World.MentionBot(General, Ada, "message 1.");
        await AnswerAsync(General, old, "answer to message 1.");

        var shut = byHttp ? null : Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "apps.connections.open", ErrorCode = "internal_error" });
        if (byHttp)
            await Server.Process.KillAsync();
        else
            Slack.Sockets.Drop();
        await Eventually.SeeAsync("no socket is open", () => Slack.Sockets.OpenCount == 0);
        World.PostAsUser(General, Ada, "message 3.", old);
        World.PostAsUser(General, Ada, "<@U0GRACE> message 4.", old);
        World.PostAsUser(General, Grace, "message 5.", people);
        World.MentionBot(General, Grace, "message 6.", people);
        World.PostAsUser(General, Grace, "message 7.", people);
        World.PostAsUser(direct, Ada, "message 8.");
        World.PostAsUser(direct, Ada, "message 9.");
        World.Post(General, Ada, new UserPost("message 10.") { ThreadTs = old, IsBroadcast = true });
        var withdrawn = World.MentionBot(General, Ada, "message 11.");
        World.MentionBot(General, Ada, "stop", withdrawn);
        World.DeleteMessage(General, World.MentionBot(General, Ada, "message 12."));
        var edited = World.MentionBot(General, Ada, "messag 13");
        World.EditMessage(General, edited, $"<@{Slack.BotUserId}> message 13.");

        // By then the conversations are forgotten in which this was said.
        await WaitOutAsync(TimeSpan.FromSeconds(6));
        Slack.Sockets.LoseUndelivered();
        shut?.Dispose();
        if (byHttp)
            await Server.StartAsync();

        await DoneAsync("7 messages taken in");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["answer to message 1.", "answer to message 3.", "answer to message 10."], Answers(General, old));
        Assert.Equal(["answer to message 6.", "answer to message 7."], Answers(General, people));
        Assert.Equal(["answer to message 2.", "answer to message 8.", "answer to message 9."], World.Messages(direct).Where(message => message.IsFromBot).Select(message => message.Text));
        Assert.Equal(["answer to message 13."], Answers(General, edited));
        Assert.DoesNotContain(World.Messages(General), message => message.IsFromBot && (message.Text.Contains("11.", StringComparison.Ordinal) || message.Text.Contains("12.", StringComparison.Ordinal)));

        var health = await Server.HealthAsync();
        Assert.Equal(("ok", 0), (health.Status, health.DeadLetters));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task Killed_again_and_again_while_it_reads_it_goes_on_where_it_was_and_health_says_how_far_it_is()
    {
        const int Channels = 6, EachTime = 4;
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        var channels = Enumerable.Range(0, Channels).Select(i => World.AddChannel($"team-{i}").Id).ToList();
        await StartAsync([.. Quick, ("Slack:HistoryInterval", "00:00:00.6")]);
        await OutageAsync();
        var missed = new List<(string Channel, string Thread, int Number)>();
        for (var i = 1; i <= Channels * EachTime; i++)
            missed.Add((channels[i % Channels], World.MentionBot(channels[i % Channels], Ada, $"message {i}."), i));
        await ReturnAsync();
        await Server.WaitForHealthAsync("progress", health => health.Remarks.Contains($"reading what was missed", StringComparison.Ordinal));
        for (var read = 1; read <= 3; read++)
        {
            var before = Slack.Calls.Count(History);
            await Eventually.SeeAsync("another channel is read", () => Slack.Calls.Count(History) > before);
            await Server.KillAsync();
            await Server.StartAsync();
        }

        var note = await Server.WaitForHealthAsync("it goes on", health => health.Remarks.Contains(" taken in", StringComparison.Ordinal));
        Assert.Matches(@"reading what was missed from [^:]+:\d\d:\d\dZ to [^:]+:\d\d:\d\dZ: \d of \d+ channels, \d+ messages? taken in", note.Remarks);
        await DoneAsync($"{Channels * EachTime} messages taken in");
        await Server.WaitUntilIdleAsync();
        Assert.All(missed, message => Assert.Equal([$"answer to message {message.Number}."], Answers(message.Channel, message.Thread)));
        Assert.Equal("", (await Server.HealthAsync()).Remarks);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    [Trait("Req", "RS-3")]
    public async Task Two_workers_make_one_backfill_and_one_that_freezes_in_it_doubles_nothing()
    {
        const int Channels = 8;

        // More than a busy machine keeps the other one from making its mark: that would be an outage of its own.
        var outage = TimeSpan.FromSeconds(6);
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        var channels = Enumerable.Range(0, Channels).Select(i => World.AddChannel($"team-{i}").Id).ToList();
        var database = await shared.NewSettingsAsync();
        var workers = Enumerable.Range(0, 2).Select(_ => Prepare([.. database, .. Quick, ("Backfill:After", $"{outage}"), .. ShortLease.Settings, ("Slack:Connections", "1"), ("Slack:HistoryInterval", "00:00:00.5")])).ToList();
        await StartAllAsync();
        await Eventually.SeeAsync("the first mark", () => workers.Any(worker => worker.Output.Contains("From now on it is known", StringComparison.Ordinal)));
        foreach (var worker in workers)
            await worker.Process.KillAsync();
        await Eventually.SeeAsync("no socket is open", () => Slack.Sockets.OpenCount == 0);
        var missed = channels.Select((channel, i) => (Channel: channel, Thread: World.MentionBot(channel, Ada, $"message {i}."), Number: i)).ToList();
        await WaitOutAsync(outage + TimeSpan.FromSeconds(0.2));
        Slack.Sockets.LoseUndelivered();
        await StartAllAsync();
        await Eventually.SeeAsync("a channel is read", () => Slack.Calls.Count(History) >= 2);

        // Whichever of them has it in hand: the other goes on with it, and the first finds its work done.
        workers[0].Signal(ProcessFacts.Stop);
        await Eventually.SeeAsync("it is read to its end", () => workers.Any(HasEnded) || missed.All(IsAnswered), Server.Tail);
        workers[0].Signal(ProcessFacts.Continue);
        await Eventually.SeeAsync("the end", () => workers.Any(HasEnded), Server.Tail);
        await Server.WaitUntilIdleAsync();

        Assert.All(missed, message => Assert.Equal([$"answer to message {message.Number}."], Answers(message.Channel, message.Thread)));
        Assert.Single(workers.SelectMany(worker => worker.Output.Split('\n')), line => line.Contains("could not reach this server", StringComparison.Ordinal));

        async Task StartAllAsync()
        {
            foreach (var worker in workers)
                await worker.LaunchAsync();
            foreach (var worker in workers)
                await worker.WaitUntilReadyAsync();
        }

        static bool HasEnded(HoldfastUnderTest worker) => worker.Output.Contains($"was read: {Channels} messages taken in", StringComparison.Ordinal);
        bool IsAnswered((string Channel, string Thread, int Number) message) => Answers(message.Channel, message.Thread).Count > 0;
    }

    [Fact]
    public async Task What_is_old_is_asked_about_once_a_conversation_and_answered_once_when_somebody_who_asked_says_so()
    {
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        await StartAsync([.. Quick, ("Backfill:AskAfter", "00:00:02"), ("Operators:Users:0", World.Linus.Id)]);
        var direct = World.OpenDirectMessage(Ada).Id;
        World.AddChannel("secret", isPrivate: true);
        Slack.BotScopes = [.. Slack.BotScopes.Where(scope => scope is not ("mpim:read" or "groups:history"))];
        await OutageAsync();
        var thread = World.MentionBot(General, Ada, "message 1.");
        World.PostAsUser(General, Ada, "message 2.", thread);
        var declined = World.MentionBot(General, Grace, "message 3.");
        World.PostAsUser(direct, Ada, "message 4.");
        await ReturnAsync();
        await DoneAsync("0 messages taken in, 4 asked about first");
        Assert.Matches(@"left out: the channel C\w+ \(missing_scope\)$", (await Server.HealthAsync()).Remarks);
        await Server.WaitUntilIdleAsync();

        var card = Assert.Single(World.Thread(General, thread), message => message.IsFromBot);
        Assert.Matches(@"^<@U0ADA> wrote 2 messages here while I was away, the first \d+ seconds? ago\. Still useful\?$", card.Text);
        var (no, asked) = (World.Thread(General, declined)[^1], World.Messages(direct)[^1]);
        Assert.Matches(@"^<@U0GRACE> asked this \d+ seconds? ago, while I was away\. Still useful\?$", no.Text);
        Assert.Matches(@"^You asked this \d+ seconds? ago, while I was away\. Still useful\?$", asked.Text);

        // Somebody else, another outage between, after which the same messages are read again, and many clicks.
        Slack.Interactions.Click(Grace, General, card.Ts, "backfill.answer");
        await Eventually.SeeAsync("she may not", () => World.Ephemerals.Any(message => message.EphemeralFor == Grace && message.Text.Contains("can decide this", StringComparison.Ordinal)));
        await Server.KillAsync();
        await ReturnAsync();
        await DoneAsync("0 messages taken in, 0 asked about first");
        var clicks = Enumerable.Range(0, 3).SelectMany(_ => new[]
        {
            Slack.Interactions.Click(Ada, General, card.Ts, "backfill.answer"),
            Slack.Interactions.Click(World.Linus.Id, General, no.Ts, "backfill.leave"),
            Slack.Interactions.Click(Ada, direct, asked.Ts, "backfill.answer"),
        }).ToList();
        Assert.All(await Task.WhenAll(clicks.Select(click => click.Ended)), click => Assert.True(click.IsAcknowledged, click.ToString()));

        await AnswerAsync(General, thread, "answer to message 2.");
        await DirectAnswerAsync(direct, "answer to message 4.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["answer to message 1.", "answer to message 2."], Answers(General, thread).Skip(1));
        Assert.Contains("<@U0ADA> still wants an answer", World.Message(General, card.Ts)!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("backfill.answer", World.Message(General, card.Ts)!.Blocks, StringComparison.Ordinal);
        Assert.Equal("👍 <@U0LINUS> doesn't need an answer any more", Assert.Single(Answers(General, declined)));
        Assert.Single(World.Messages(direct), message => message.IsFromBot && message.Text == "answer to message 4.");
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    [Fact]
    public async Task What_does_not_fit_is_left_out_in_words_and_what_is_read_again_is_known()
    {
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        var channels = Enumerable.Range(0, 4).Select(i => World.AddChannel($"team-{i}").Id).ToList();
        await StartAsync([.. Quick, ("Backfill:MaxMessages", "5")]);
        await OutageAsync();
        for (var i = 1; i <= 8; i++)
            World.MentionBot(channels[i % channels.Count], Ada, $"message {i}.");
        await ReturnAsync();
        await DoneAsync("5 messages taken in");
        var health = await Server.HealthAsync();
        Assert.Equal("ok", health.Status);
        Assert.Contains("left out: messages beyond 5 (Backfill:MaxMessages)", health.Remarks, StringComparison.Ordinal);

        // Another outage right behind: what was read is read again, and nobody is answered anew.
        await Server.WaitUntilIdleAsync();
        var answers = World.MessageCount;
        await Server.KillAsync();
        await ReturnAsync();
        await DoneAsync("0 messages taken in");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(answers, World.MessageCount);
    }

    /// <summary>Nothing comes in, and Slack gives up on what is said.</summary>
    private async Task OutageAsync()
    {
        await IsMarkedAsync();
        await Server.KillAsync();
    }

    /// <summary>Before the first mark there is no outage.</summary>
    private async Task IsMarkedAsync()
    {
        await Eventually.SeeAsync("the first mark", () => Server.Output.Contains("From now on it is known", StringComparison.Ordinal), Server.Tail);
        await Server.WaitUntilIdleAsync();
    }

    private async Task ReturnAsync()
    {
        await WaitOutAsync();
        Slack.Sockets.LoseUndelivered();
        await Server.StartAsync();
    }

    /// <summary>An outage is told by its length alone, and so is an old question.</summary>
    private static Task WaitOutAsync(TimeSpan? length = null)
    {
        var since = Stopwatch.GetTimestamp();
        return Eventually.SeeAsync("the outage lasts", () => Stopwatch.GetElapsedTime(since) > (length ?? Outage));
    }

    private Task DoneAsync(string words) => Eventually.SeeAsync(
        $"the end of a backfill with \"{words}\"", () => Server.Output.Contains($"was read: {words}", StringComparison.Ordinal), Server.Tail, TimeSpan.FromSeconds(90));
}
