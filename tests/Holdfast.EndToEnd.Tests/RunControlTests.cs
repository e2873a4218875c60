using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>People stop runs, ask again, and write while the agent is at work.</summary>
public sealed class RunControlTests : EndToEndTest
{
    private const string Stop = "run.stop";
    private const string Retry = "run.retry";

    [Theory]
    [Trait("Req", "AS-21")]
    [InlineData("button")]
    [InlineData("word")]
    [InlineData("mention")]
    [InlineData("session")]
    public async Task A_stalled_run_is_stopped_at_once_and_keeps_what_was_done(string how)
    {
        await StartAsync(("Runs:NoticeAfter", "00:00:00.5"));
        var thread = World.MentionBot(General, Ada, "say The first half of it.\nthen stall");
        var notice = await NoticeAsync(thread);

        switch (how)
        {
            case "button": Slack.Interactions.Click(Ada, General, notice.Ts, Stop); break;
            case "word": World.PostAsUser(General, Ada, "Stop", thread); break;
            case "mention": World.MentionBot(General, Ada, "stop", thread); break;
            default: World.StopSession(Ada, General, thread); break;
        }

        var stopped = await AnswerAsync(General, thread, "(stopped)");

        Assert.Equal(notice.Ts, stopped.Ts);
        Assert.Contains("The first half of it.", stopped.Text, StringComparison.Ordinal);
        Assert.Equal(0, Slack.Model.InFlight);
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread));

        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, stopped.Ts, "flow.open"));
        Assert.Contains("Stopped", view.Json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-21")]
    [Trait("Req", "RS-3")]
    public async Task A_stop_that_was_taken_in_before_a_kill_holds_after_it()
    {
        await StartAsync(("Runs:NoticeAfter", "00:00:00.5"));
        for (var round = 0; round < 3; round++)
        {
            Slack.Model.StallAll = true;
            var thread = World.MentionBot(General, Ada, $"say answer {round}");
            var notice = await NoticeAsync(thread);
            var click = Slack.Interactions.Click(Ada, General, notice.Ts, Stop);
            Assert.True((await click.Ended).IsAcknowledged);
            await Server.KillAsync();
            Slack.Model.StallAll = false;
            await Server.StartAsync();

            await AnswerAsync(General, thread, "Stopped before I could answer");
            await Server.WaitUntilIdleAsync();
            Assert.DoesNotContain(Answers(General, thread), text => text.Contains($"answer {round}", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Req", "AS-21")]
    public async Task A_run_that_waits_for_another_attempt_is_stopped_at_once_and_not_begun_again()
    {
        await StartAsync(("Runs:RetryDelay", "00:00:15"));
        var thread = World.MentionBot(General, Ada, "fail 500");
        await Server.WaitForOutputAsync("failed (attempt 1)");

        World.PostAsUser(General, Ada, "stop", thread);
        await AnswerAsync(General, thread, "Stopped before I could answer");

        var calls = Slack.Model.Total;
        await Server.WaitUntilIdleAsync();
        Assert.Equal(calls, Slack.Model.Total);
        Assert.Single(Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task An_answer_full_of_marks_takes_the_place_of_its_notice_however_long_the_marks_make_it()
    {
        await StartAsync(("Runs:NoticeAfter", "00:00:00.2"));
        var code = string.Concat(Enumerable.Repeat("if (a < b && b > c) { ... } ", 115));
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new Simulator.Model.ModelReply(code + "the end"));
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        var thread = World.MentionBot(General, Ada, "show me code");
        var notice = await NoticeAsync(thread);

        var answer = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("the end", StringComparison.Ordinal) == true);

        Assert.Equal(notice.Ts, answer.Ts);
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    [Fact]
    [Trait("Req", "AS-21")]
    public async Task The_word_is_a_message_like_any_other_when_there_is_nothing_to_stop()
    {
        await StartAsync();
        var thread = World.MentionBot(General, Ada, "say hello");
        await AnswerAsync(General, thread, "hello");

        World.PostAsUser(General, Ada, "stop", thread);

        await World.WaitForMessagesAsync(message => message.IsFromBot && message.ThreadTs == thread, count: 2);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_run_that_timed_out_is_asked_again_by_its_button_and_only_once()
    {
        await StartAsync(("Runs:Timeout", "00:00:02"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say better late");
        var late = await AnswerAsync(General, thread, "no answer within 2 seconds");
        Slack.Model.StallAll = false;

        Slack.Interactions.Click(Ada, General, late.Ts, Retry);
        Slack.Interactions.Click(Ada, General, late.Ts, Retry);

        await AnswerAsync(General, thread, "better late");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread), text => text.Contains("better late", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task A_message_that_waits_is_seen_by_its_reaction_and_answered_in_its_turn()
    {
        await StartAsync();
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say one");
        await Eventually.SeeAsync("the model is called", () => Slack.Model.InFlight == 1, () => $"{Slack.Model.InFlight}");

        var waiting = World.PostAsUser(General, Ada, "say two", thread);
        await World.WaitForMessageAsync(message => message.Ts == waiting && message.Reactions.Any(reaction => reaction.Name == "eyes"));
        Slack.Model.StallAll = false;

        await AnswerAsync(General, thread, "two");
        Assert.Equal(["one", "two"], Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task With_the_policy_refuse_a_message_to_a_busy_agent_is_refused_at_once_and_never_answered()
    {
        await StartAsync(("Runs:WhenBusy", "Refuse"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say one");
        await Eventually.SeeAsync("the model is called", () => Slack.Model.InFlight == 1, () => $"{Slack.Model.InFlight}");

        World.PostAsUser(General, World.Grace.Id, "say two", thread);
        var told = await World.WaitForEphemeralAsync(World.Grace.Id);
        Slack.Model.StallAll = false;

        Assert.Contains("still working on an earlier message", told.Text, StringComparison.Ordinal);
        await AnswerAsync(General, thread, "one");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["one"], Answers(General, thread));
        Assert.Single(World.Ephemerals);
    }

    [Fact]
    [Trait("Req", "AS-2")]
    [Trait("Req", "RS-3")]
    public async Task With_the_policy_merge_what_came_meanwhile_is_answered_together_also_across_a_kill()
    {
        await StartAsync(("Runs:WhenBusy", "Merge"));
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new Simulator.Model.ModelReply($"You said: {request.LastUserText}"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "one");
        await Eventually.SeeAsync("the model is called", () => Slack.Model.InFlight == 1, () => $"{Slack.Model.InFlight}");
        World.PostAsUser(General, Ada, "two", thread);
        World.PostAsUser(General, Ada, "three", thread);
        World.PostAsUser(General, World.Grace.Id, "four", thread);
        await Eventually.SeeAsync("every envelope acknowledged", () => Slack.Sockets.UnackedEnvelopes == 0, () => $"{Slack.Sockets.UnackedEnvelopes}");
        await Server.KillAsync();
        Slack.Model.StallAll = false;
        await Server.StartAsync();

        await AnswerAsync(General, thread, "four");
        await Server.WaitUntilIdleAsync();
        var said = string.Join('\n', Answers(General, thread));
        foreach (var word in (string[])["one", "two", "three", "four"])
            Assert.Equal(2, said.Split(word).Length);
        Assert.Equal(2, Answers(General, thread).Count);
    }

    private Task<SlackMessage> NoticeAsync(string thread) =>
        World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Stop, StringComparison.Ordinal) == true);
}
