using System.Globalization;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Whether Slack has a reply is not known: it is found out, and the reply is there once.</summary>
[Trait("Req", "RS-6")]
public sealed class DoubtTests : EndToEndTest
{
    private const string Post = "chat.postMessage";

    private static readonly (string, string)[] Quick = [("Agent:Kind", "Echo"), ("Deliveries:RetryDelay", "00:00:00.2"), ("Slack:RequestTimeout", "00:00:02")];

    [Fact]
    public async Task A_post_that_Slack_performs_after_the_time_out_is_not_posted_again()
    {
        await StartAsync(Quick);
        using var late = Slack.Faults.Add(new Fault(FaultKind.PerformLate) { Method = Post, Delay = TimeSpan.FromSeconds(3.6), Times = 1 });

        var thread = World.MentionBot(General, Ada, "once only");

        await OnceOnlyAsync(thread);
        Assert.Equal(1, Slack.Calls.Count(Post));
    }

    [Fact]
    public async Task A_post_that_Slack_performs_after_a_kill_is_not_posted_again()
    {
        await StartAsync([.. Quick, ("Slack:RequestTimeout", "00:00:12")]);
        using var late = Slack.Faults.Add(new Fault(FaultKind.PerformLate) { Method = Post, Delay = TimeSpan.FromSeconds(12), Times = 1 });
        var thread = World.MentionBot(General, Ada, "once only");
        await Eventually.SeeAsync("the post has left", () => late.Hits == 1);

        await Server.KillAsync();
        await Server.StartAsync();

        await OnceOnlyAsync(thread);
        Assert.Equal(1, Slack.Calls.Count(Post));
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_waits_for_the_answer_to_a_post_that_has_left()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        using var late = Slack.Faults.Add(new Fault(FaultKind.PerformLate) { Method = Post, Delay = TimeSpan.FromSeconds(8), Times = 1 });
        var thread = World.MentionBot(General, Ada, "once only");
        await Eventually.SeeAsync("the post has left", () => late.Hits == 1);

        var code = await Server.StopAsync();
        var said = Answers(General, thread);
        await Server.StartAsync();
        await Server.WaitUntilIdleAsync();

        Assert.Equal(0, code);
        Assert.Equal(["echo once only"], said);
        Assert.Equal(["echo once only"], Answers(General, thread));
        Assert.Equal(0, Slack.Calls.Count("conversations.replies"));
    }

    [Theory]
    [InlineData(-15)]
    [InlineData(15)]
    public async Task A_clock_that_is_a_quarter_of_an_hour_off_does_not_make_a_lost_answer_a_second_reply(int minutes)
    {
        Slack.Clock.Offset = TimeSpan.FromMinutes(minutes);
        await StartAsync(Quick);
        using var losing = Slack.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Post, Times = 1 });

        var thread = World.MentionBot(General, Ada, "once only");

        await OnceOnlyAsync(thread);
        var health = await Server.HealthAsync();
        Assert.Equal("degraded", health.Status);
        Assert.Contains("clock", health.Problems, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task Under_the_limit_on_history_a_lost_answer_holds_its_thread_up_for_no_longer_than_the_look_up_takes()
    {
        Slack.HistoryLimit.IsOn = true;
        Slack.HistoryLimit.Every = TimeSpan.FromSeconds(3);
        await StartAsync([.. Quick, ("Slack:HistoryInterval", "00:00:03")]);
        var thread = World.MentionBot(General, Ada, "number 0.");
        await AnswerAsync(General, thread, "echo number 0.");
        using var losing = Slack.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Post, Skip = 12, Times = 1 });

        for (var i = 1; i <= 16; i++)
            World.MentionBot(General, Ada, $"number {i}.", thread);

        await AnswerAsync(General, thread, "echo number 16.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(Enumerable.Range(0, 17).Select(i => $"echo number {i}."), Answers(General, thread));
        Assert.Equal(1, losing.Hits);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task Under_the_limit_on_history_a_message_behind_many_others_is_found_and_nothing_is_certain_that_was_not_seen()
    {
        Slack.HistoryLimit.IsOn = true;
        Slack.HistoryLimit.Every = TimeSpan.FromSeconds(1);
        await StartAsync([.. Quick, ("Slack:HistoryInterval", "00:00:01")]);
        var thread = World.PostAsUser(General, Ada, "what do you all think?");
        for (var i = 0; i < 160; i++)
            World.PostAsUser(General, Ada, string.Create(CultureInfo.InvariantCulture, $"opinion {i}"), thread);
        using var losing = Slack.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Post, Times = 1 });

        World.MentionBot(General, Ada, "once only", thread);

        await OnceOnlyAsync(thread);
        Assert.Equal(1, Slack.Calls.Count(Post));
        Assert.DoesNotContain("is not in Slack", Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task Under_a_limit_on_history_that_nobody_has_set_a_post_that_was_never_performed_is_looked_for_twice_and_sent()
    {
        Slack.HistoryLimit.IsOn = true;
        Slack.HistoryLimit.Every = TimeSpan.FromSeconds(4);
        await StartAsync(Quick);
        using var cut = Slack.Faults.Add(new Fault(FaultKind.CloseBefore) { Method = Post, Times = 1 });

        var thread = World.MentionBot(General, Ada, "once only");

        await OnceOnlyAsync(thread);
        Assert.Equal(2, Slack.Calls.Of("conversations.replies").Count(call => call.Outcome == "ok"));
    }

    private async Task OnceOnlyAsync(string thread)
    {
        await AnswerAsync(General, thread, "echo once only");
        await Eventually.SeeAsync("Slack has performed what it was given", () => Slack.Faults.ToBePerformed == 0);
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["echo once only"], Answers(General, thread));
    }
}
