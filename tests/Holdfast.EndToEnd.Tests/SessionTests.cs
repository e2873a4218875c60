using System.Net.Http.Headers;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The session of a thread shows that the agent is at work, and never longer than it is.</summary>
[Trait("Req", "AS-22")]
public sealed class SessionTests : EndToEndTest
{
    private const string SetStatus = "agents.sessions.setStatus";
    private const string OlderStatus = "assistant.threads.setStatus";
    private const string Processing = "processing";

    private static readonly string Words = string.Join(' ', Enumerable.Range(1, 60).Select(number => $"word{number}")) + ".";

    private protected override SimulatorOptions Options => new() { HasAgentSessions = true };

    [Fact]
    public async Task A_streamed_answer_ends_the_session_by_itself()
    {
        Say(Words);
        await StartAsync(("Streams:Mode", "Auto"));

        var thread = World.MentionBot(General, Ada, "What is the weather like in Berlin this week, and what should I pack for a long walk around the lakes?");
        var session = await AtWorkAsync(thread);
        Assert.True(session.IsStoppable);
        Assert.StartsWith("What is the weather like", session.Title, StringComparison.Ordinal);
        Assert.InRange(session.Title.Length, 20, 81);
        await AnswerAsync(General, thread, "word60.");
        await AtRestAsync(thread);
        Assert.Equal((1, 1, 0), (Slack.Calls.Count(SetStatus), Slack.Calls.Count("chat.stopStream"), Slack.Calls.Count(OlderStatus)));
    }

    [Fact]
    [Trait("Req", "AS-14")]
    public async Task A_session_whose_first_question_could_not_name_it_is_named_by_the_next_and_keeps_what_people_call_it()
    {
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        await StartAsync();
        using var failing = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = SetStatus, ErrorCode = "internal_error", Times = 1 });
        var thread = World.MentionBot(General, Ada, "say hello");
        await AnswerAsync(General, thread, "hello");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(1, failing.Hits);

        World.PostAsUser(General, Ada, "say what a day", thread);
        await AnswerAsync(General, thread, "what a day");
        await Eventually.SeeAsync("a title", () => World.Session(General, thread)?.Title == "say what a day");
        World.PostAsUser(General, Ada, "say goodbye", thread);
        await AnswerAsync(General, thread, "goodbye");
        await AtRestAsync(thread);
        Assert.Equal("say what a day", World.Session(General, thread)!.Title);
        Assert.Equal(1, Slack.Calls.Count("agents.sessions.rename"));
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("failure")]
    [InlineData("timeout")]
    [InlineData("word")]
    [InlineData("button")]
    public async Task However_a_run_ends_its_session_is_active_then(string how)
    {
        await StartAsync(("Runs:Timeout", how == "timeout" ? "00:00:10" : "00:01:00"), ("Runs:MaxAttempts", "1"));
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        Slack.Model.StallAll = how is "timeout" or "word" or "button";
        var thread = World.MentionBot(General, Ada, how == "failure" ? "fail 400" : "say hello");
        await AtWorkAsync(thread);
        if (how == "word")
            World.PostAsUser(General, Ada, "stop", thread);
        if (how == "button")
            World.StopSession(Ada, General, thread);
        await World.WaitForReplyAsync(General, thread, message => message.IsFromBot && IsWhole(message));
        await AtRestAsync(thread);
        Assert.Equal((2, 0), (Slack.Calls.Count(SetStatus), Slack.Calls.Count(OlderStatus)));
    }

    [Fact]
    public async Task The_stop_button_ends_the_stream_and_what_was_written_stays()
    {
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply(Words) { StallsAfterText = true });
        await StartAsync(("Streams:Mode", "Auto"));
        var thread = World.MentionBot(General, Ada, "write");
        await World.WaitForReplyAsync(General, thread, message => message.Text.Contains("word2", StringComparison.Ordinal));
        await AtWorkAsync(thread);

        World.StopSession(Ada, General, thread);
        var answer = await AnswerAsync(General, thread, "(stopped)");
        Assert.StartsWith("word1 word2", answer.Text, StringComparison.Ordinal);
        await AtRestAsync(thread);
        Assert.Single(Answers(General, thread));
    }

    /// <summary>Slack shows an app with <c>agent_view</c> no conversation between a person and the app, but many.</summary>
    [Fact]
    [Trait("Req", "CX-1")]
    [Trait("Req", "AS-23")]
    public async Task Each_direct_message_can_be_a_session_of_its_own()
    {
        await StartAsync(("Slack:DirectMessages", "Sessions"));
        var direct = World.OpenDirectMessage(Ada).Id;
        Slack.Model.Latency = TimeSpan.FromSeconds(1);

        var one = World.PostAsUser(direct, Ada, "my name is Ada");
        await World.WaitForSessionAsync(session => session.ThreadTs == one && session.Status == Processing);
        await AnswerAsync(direct, one, "Nice to meet you, Ada.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal("active", World.Session(direct, one)?.Status);
        await AnswerAsync(direct, World.PostAsUser(direct, Ada, "what is my name?"), "You have not told me your name yet.");
        World.PostAsUser(direct, Ada, "what is my name?", one);
        await AnswerAsync(direct, one, "Your name is Ada.");

        // What is edited is known again by the session that it began.
        World.EditMessage(direct, one, "my name is Augusta");
        await Server.WaitUntilIdleAsync();
        World.PostAsUser(direct, Ada, "who am I?", one);
        await AnswerAsync(direct, one, "Your name is Augusta.");
    }

    [Fact]
    public async Task A_button_that_stands_there_by_mistake_is_taken_away_when_it_is_pressed()
    {
        await StartAsync(("Streams:Mode", "Auto"));
        var thread = World.MentionBot(General, Ada, "say hello");
        await AnswerAsync(General, thread, "hello");
        await Server.WaitUntilIdleAsync();

        using var http = new HttpClient();
        using var mistake = new HttpRequestMessage(HttpMethod.Post, new Uri(Slack.SlackApiUrl, SetStatus))
        {
            Content = new FormUrlEncodedContent([new("channel_id", General), new("thread_ts", thread), new("status", Processing)]),
        };
        mistake.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Slack.BotToken);
        using var _ = await http.SendAsync(mistake);
        Assert.True(World.Session(General, thread)!.IsStoppable);
        World.StopSession(Ada, General, thread);
        await Eventually.SeeAsync("the session is active", () => World.Session(General, thread)!.Status == "active");
        Assert.Single(Answers(General, thread));
    }

    [Fact]
    public async Task Kills_in_the_midst_leave_no_session_at_work()
    {
        Say(Words);
        await StartAsync(("Streams:Mode", "Auto"), ("Slack:RequestTimeout", "00:00:01"));
        for (var kill = 0; kill < 6; kill++)
        {
            var thread = World.MentionBot(General, Ada, $"write {kill}");
            await AtWorkAsync(thread);
            await Task.Delay(TimeSpan.FromMilliseconds(kill * 450));
            await Server.KillAsync();
            await Server.LaunchAsync();
            await AnswerAsync(General, thread, "word60.");
            await AtRestAsync(thread);
        }
    }

    /// <summary>The first call is given up on before Slack performs it, which it does after the answer.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_lands_late_is_not_what_stays(bool killed)
    {
        using var late = Slack.Faults.Add(new Fault(FaultKind.PerformLate) { Method = SetStatus, Times = 1, Delay = TimeSpan.FromSeconds(4) });
        await StartAsync(("Slack:RequestTimeout", "00:00:03"));
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        var thread = World.MentionBot(General, Ada, "say hello");
        await Eventually.SeeAsync("the call is made", () => late.Hits == 1);
        if (killed)
        {
            await Server.KillAsync();
            await Server.LaunchAsync();
        }

        await AnswerAsync(General, thread, "hello");
        await AtWorkAsync(thread);
        await AtRestAsync(thread);
    }

    [Fact]
    public async Task A_run_that_waits_for_an_approval_is_suspended_and_the_decision_has_it_work_again()
    {
        await StartAsync(("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Grace.Id));
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        var thread = World.MentionBot(General, Ada, "use current_time");
        await AtWorkAsync(thread);
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        await World.WaitForSessionAsync(session => session.ThreadTs == thread && session.Status == "suspended");
        await Server.WaitUntilIdleAsync();
        Assert.Equal("suspended", World.Session(General, thread)!.Status);

        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, "approval.approve");
        await AnswerAsync(General, thread, "It's ");
        await AtRestAsync(thread);
        Assert.Equal([Processing, "suspended", Processing, "active"], StatusesOf(thread));
    }

    [Fact]
    public async Task Who_follows_at_once_keeps_the_session_at_work_until_all_is_answered()
    {
        await StartAsync();
        Slack.Model.Latency = TimeSpan.FromSeconds(2);
        var thread = World.MentionBot(General, Ada, "say one");
        await AtWorkAsync(thread);
        World.PostAsUser(General, Ada, "say two", thread);
        await AnswerAsync(General, thread, "one");
        await AnswerAsync(General, thread, "two");
        await AtRestAsync(thread);
        Assert.Single(World.SessionHistory, session => session.ThreadTs == thread && session.Status == "active");
    }

    [Fact]
    public async Task The_end_is_told_however_often_Slack_refuses_it_at_first()
    {
        await StartAsync(("Deliveries:RetryDelay", "00:00:00.2"));
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        using var failing = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = SetStatus, Containing = "active", Times = 3 });
        var thread = World.MentionBot(General, Ada, "say hello");
        await AnswerAsync(General, thread, "hello");
        await AtRestAsync(thread);
        Assert.Equal(3, failing.Hits);
    }

    private void Say(string text) =>
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply(text) { Spread = TimeSpan.FromSeconds(2) });

    private Task<AgentSession> AtWorkAsync(string thread) => World.WaitForSessionAsync(session => session.ThreadTs == thread && session.Status == Processing);

    /// <summary>All is done, and the session shows nothing at work.</summary>
    private async Task AtRestAsync(string thread)
    {
        await Server.WaitUntilIdleAsync();
        Assert.Equal("active", World.Session(General, thread)?.Status);
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    private IReadOnlyList<string> StatusesOf(string thread) =>
        [.. World.SessionHistory.Where(session => session.ThreadTs == thread).Select(session => session.Status)];
}

/// <summary>There are no sessions, or no stop buttons.</summary>
[Trait("Req", "AS-22")]
public sealed class SessionlessTests : EndToEndTest
{
    private const string SetStatus = "agents.sessions.setStatus";

    [Fact]
    public async Task Without_sessions_the_older_status_is_shown_and_that_is_remembered()
    {
        await StartAsync(("Streams:Mode", "Auto"));
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        for (var i = 0; i < 2; i++)
        {
            var thread = World.MentionBot(General, Ada, $"say hello {i}");
            await AnswerAsync(General, thread, $"hello {i}");
            await Server.WaitUntilIdleAsync();
            Assert.Contains(World.StatusHistory, status => status.ThreadTs == thread && status.Status == "is thinking...");
        }

        Assert.Equal(1, Slack.Calls.Count(SetStatus));
        Assert.Empty(World.Sessions);
    }
}

/// <summary>The app does not hear of stops.</summary>
[Trait("Req", "AS-22")]
public sealed class DeafSessionTests : EndToEndTest
{
    private protected override SimulatorOptions Options => new() { HasAgentSessions = true, HearsSessionStops = false };

    [Fact]
    public async Task Without_the_subscription_the_log_says_once_what_to_subscribe_to()
    {
        await StartAsync(("Streams:Mode", "Auto"));
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        for (var i = 0; i < 2; i++)
        {
            var thread = World.MentionBot(General, Ada, $"say hello {i}");
            await AnswerAsync(General, thread, $"hello {i}");
        }

        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Server.Output.Split("subscribe the app to the event agent_session_stopped").Length);
    }
}

/// <summary>Another worker ends what one has begun to show.</summary>
[Trait("Req", "AS-22")]
[Trait("Req", "XP-3")]
public sealed class SharedSessionTests(SharedDatabase shared) : EndToEndTest
{
    private protected override SimulatorOptions Options => Impatient with { HasAgentSessions = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_takes_a_run_over_ends_its_session(bool frozen)
    {
        (string Key, string Value)[] settings = [.. await shared.NewSettingsAsync(), .. ShortLease.Settings, ("Slack:Connections", "1")];
        Slack.Model.StallAll = true;
        var first = await StartWorkerAsync(settings);
        var thread = World.MentionBot(General, Ada, "say hello");
        await World.WaitForSessionAsync(session => session.ThreadTs == thread && session.Status == "processing");
        var second = await StartWorkerAsync(settings);
        if (frozen)
            first.Signal(ProcessFacts.Stop);
        else
            await first.Process.KillAsync();
        Slack.Model.StallAll = false;

        await AnswerAsync(General, thread, "hello");
        await second.WaitUntilIdleAsync();
        if (frozen)
        {
            first.Signal(ProcessFacts.Continue);
            await first.WaitForHealthAsync("all is well", health => health.Status == "ok");
            await second.WaitUntilIdleAsync();
        }

        Assert.Equal("active", World.Session(General, thread)?.Status);
        Assert.Single(Answers(General, thread));
    }

    private async Task<HoldfastUnderTest> StartWorkerAsync((string Key, string Value)[] settings)
    {
        var worker = Prepare(settings);
        await worker.LaunchAsync();
        await worker.WaitUntilReadyAsync();
        return worker;
    }
}
