using System.Collections.Concurrent;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Clicks of some hold up nobody else's, and who clicks reads the answer where they look.</summary>
public sealed class ClickTests : EndToEndTest
{
    private const string Approve = "approval.approve";
    private const string Deny = "approval.deny";
    private const string Stop = "run.stop";
    private const string Retry = "run.retry";
    private const string Flow = "flow.open";

    private string Grace => World.Grace.Id;

    private string Stranger => World.AddUser(new SlackUser("U0MALLORY", "mallory", "Mallory Smith")).Id;

    /// <summary>No time is measured: Slack does not answer a single refusal before the decision is there.</summary>
    [Fact]
    [Trait("Req", "RS-18")]
    public async Task Two_hundred_refused_clicks_on_a_card_hold_up_the_one_that_decides_not_even_by_one()
    {
        await StartAsync(("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", Grace));
        var (thread, card) = await AskAsync();
        using var refusals = HangRefusals();
        var stranger = Stranger;
        var refused = Enumerable.Range(0, 200).Select(_ => Slack.Interactions.Click(stranger, General, card.Ts, Approve)).ToList();
        foreach (var click in refused) Assert.True((await click.Ended).IsAcknowledged);
        await RefusedAsync(1);

        Slack.Interactions.Click(Grace, General, card.Ts, Approve);

        await World.WaitForReplyAsync(General, thread, message => message.Ts == card.Ts && message.Blocks!.Contains($"<@{Grace}> approved this", StringComparison.Ordinal));
        await AnswerAsync(General, thread, "It's ");
        Assert.Empty(World.Ephemerals);
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task Refused_clicks_on_a_notice_hold_up_neither_its_owner_nor_a_timer_that_comes_due()
    {
        // As many places as notices are clicked on: where clicks stood among what is scheduled, nothing else was handed out.
        await StartAsync(("Interactions:Concurrency", "3"));
        foreach (var label in (string[])["tea", "coffee", "soup"])
            await SetTimerAsync($"1s {label}", label);
        var notices = new List<SlackMessage>();
        foreach (var label in (string[])["tea", "coffee", "soup"])
            notices.Add(await NoticeAsync(label));
        await SetTimerAsync("8s dinner", "dinner");
        using var refusals = HangRefusals();
        var stranger = Stranger;
        foreach (var notice in notices.SelectMany(notice => Enumerable.Repeat(notice, 10)))
            Slack.Interactions.Click(stranger, General, notice.Ts, "timer.done");
        await RefusedAsync(3);

        await NoticeAsync("dinner");
        Assert.DoesNotContain(World.Ephemerals, message => message.EphemeralFor == stranger);
    }

    [Fact]
    [Trait("Req", "TM-1")]
    [Trait("Req", "XP-8")]
    public async Task A_button_of_a_timer_that_was_pressed_before_a_kill_counts_after_it()
    {
        await StartAsync();
        await SetTimerAsync("1s tea", "tea");
        var notice = await NoticeAsync("tea");
        Assert.True((await Slack.Interactions.Click(Ada, General, notice.Ts, "timer.done").Ended).IsAcknowledged);
        await Server.KillAsync();
        await Server.StartAsync();
        await World.WaitForMessageAsync(message => message.Ts == notice.Ts && message.Text.Contains("marked this done", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Req", "VF-4")]
    [InlineData(Approve, "You can't approve this")]
    [InlineData(Deny, "You can't approve this")]
    public async Task A_refused_decision_is_answered_in_the_thread_of_its_card(string action, string words)
    {
        await StartAsync(("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", Grace));
        var (thread, card) = await AskAsync();
        Slack.Interactions.Click(Ada, General, card.Ts, action);
        await AssertEphemeralInAsync(thread, Ada, words);

        // A decision that comes too late as well, by two ways: it stands on the card already, and it was made in this very instant.
        Slack.Interactions.Click(Grace, General, card.Ts, action);
        Slack.Interactions.Forge("interactive", Payloads.With(Slack.Interactions.Unsent.Click(Grace, General, card.Ts, Deny), "is_enterprise_install", "false"));
        await AssertEphemeralInAsync(thread, Grace, "Already decided");
    }

    [Theory]
    [Trait("Req", "TM-1")]
    [Trait("Req", "VF-4")]
    [InlineData("timer.done")]
    [InlineData("timer.snooze_10m")]
    public async Task Who_presses_the_button_of_somebody_elses_timer_in_a_thread_is_told_there(string action)
    {
        await StartAsync();
        var thread = World.MentionBot(General, Ada, """use set_timer {"when":"1 second","label":"tea"}""");
        var notice = await AnswerAsync(General, thread, "⏰");
        Slack.Interactions.Click(Grace, General, notice.Ts, action);
        await AssertEphemeralInAsync(thread, Grace, "only they and operators");

        // Outside of threads it is told in the channel: what is put into a thread that there is not, nobody sees.
        await SetTimerAsync("1s coffee", "coffee");
        Slack.Interactions.Click(Grace, General, (await NoticeAsync("coffee")).Ts, action);
        await World.WaitForEphemeralAsync(Grace, message => message.ThreadTs is null && message.Text.Contains("only they and operators", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "VF-4")]
    public async Task Stop_View_flow_and_unknown_buttons_are_answered_in_the_thread_when_there_is_nothing_to_do()
    {
        await StartAsync(("Runs:NoticeAfter", "00:00:00.2"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say done");
        var notice = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Stop, StringComparison.Ordinal) == true);
        var (stop, flow) = (Slack.Interactions.Unsent.Click(Ada, General, notice.Ts, Stop), Slack.Interactions.Unsent.Click(Ada, General, notice.Ts, Flow));
        Slack.Model.StallAll = false;
        await AnswerAsync(General, thread, "done");

        Slack.Interactions.Forge("interactive", stop.Payload);
        await AssertEphemeralInAsync(thread, Ada, "already ended");
        Slack.Interactions.Forge("interactive", Payloads.WithValue(flow, Payloads.Value(flow)[..^4] + "0000"));
        await AssertEphemeralInAsync(thread, Ada, "details of this run");
        Slack.Interactions.Forge("interactive", Payloads.With(flow, "actions", """[{"type":"button","action_id":"flow.of.old","value":"x"}]"""));
        await AssertEphemeralInAsync(thread, Ada, "This button no longer works");
    }

    [Fact]
    [Trait("Req", "VF-4")]
    [Trait("Req", "AS-3")]
    public async Task Whoever_presses_Retry_after_somebody_else_reads_in_the_thread_who_did_and_what_came_of_it()
    {
        await StartAsync(("Runs:Timeout", "00:00:08"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say better late");
        var late = await AnswerAsync(General, thread, "no answer within 8 seconds");
        Assert.True((await Slack.Interactions.Click(Grace, General, late.Ts, Retry).Ended).IsAcknowledged);

        await Eventually.SeeAsync("the question is asked again", () => Slack.Model.Total == 2, () => $"{Slack.Model.Total} calls");
        Slack.Interactions.Click(Ada, General, late.Ts, Retry);
        var busy = await AssertEphemeralInAsync(thread, Ada, "working on it");
        Assert.Contains($"<@{Grace}>", busy.Text, StringComparison.Ordinal);
        Slack.Model.StallAll = false;

        var answer = await AnswerAsync(General, thread, "better late");

        // What can be linked to is what the server knows to be there.
        await Server.WaitUntilIdleAsync();
        Slack.Interactions.Click(Grace, General, late.Ts, Retry);
        var answered = await AssertEphemeralInAsync(thread, Grace, "was answered");
        Assert.Contains($"<@{Grace}>", answered.Text, StringComparison.Ordinal);
        Assert.Contains($"/p{answer.Ts.Replace(".", "", StringComparison.Ordinal)}", answered.Text, StringComparison.Ordinal);
        Assert.Equal(2, Slack.Model.Total);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "AS-25")]
    public async Task After_a_failure_one_reads_what_was_done_and_Retry_goes_on_from_there(bool isKilled)
    {
        await StartAsync(("Runs:RetryDelay", "00:00:00.1"));
        var (fails, questions) = (2, new ConcurrentQueue<int>());
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(
            Heard(request).LastUserText == "and now?" ? new ModelReply("it boils")
            : request.ToolResults.Count == 0 ? new ModelReply("") { ToolCalls = [new ModelToolCall("set_timer", """{"when":"in 2 hours","label":"egg"}""")] }
            : Interlocked.Decrement(ref fails) >= 0 ? ModelReply.Failure(401)
            : new ModelReply("the egg is set"));
        var thread = World.MentionBot(General, Ada, "set the egg");

        for (var times = 1; times <= 2; times++)
        {
            var seen = times;
            await Eventually.SeeAsync("a failure", () => Answers(General, thread).Count(text => text.Contains("doesn't accept my key", StringComparison.Ordinal)) == seen);
            var failed = World.Thread(General, thread).Last(message => message.IsFromBot);
            Assert.Contains("Before that I had done: set_timer. Retry goes on from there.", failed.Text, StringComparison.Ordinal);
            Assert.True((await Slack.Interactions.Click(Grace, General, failed.Ts, Retry).Ended).IsAcknowledged);
            if (isKilled)
            {
                await Server.KillAsync();
                await Server.StartAsync();
            }
        }

        await AnswerAsync(General, thread, "the egg is set");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(1, (await Server.HealthAsync()).Timers);

        // A call that the kill cut short is made again.
        Assert.InRange(Slack.Model.Total, 4, isKilled ? 6 : 4);

        World.PostAsUser(General, Grace, "and now?", thread);
        await AnswerAsync(General, thread, "it boils");
        Assert.All(questions, count => Assert.Equal(1, count));

        ModelRequest Heard(ModelRequest request)
        {
            questions.Enqueue(request.UserTexts.Count(text => text == "set the egg"));
            return request;
        }
    }

    [Fact]
    [Trait("Req", "AS-3")]
    [Trait("Req", "XP-8")]
    public async Task Of_many_who_press_Retry_at_once_and_a_kill_the_question_is_asked_again_once()
    {
        await StartAsync(("Runs:Timeout", "00:00:03"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say better late");
        var late = await AnswerAsync(General, thread, "no answer within 3 seconds");
        Slack.Model.StallAll = false;
        var people = Enumerable.Range(0, 20).Select(i => World.AddUser(new SlackUser($"U0C{i:000}", $"clicker{i}", $"Clicker {i}")).Id).ToList();
        var clicks = people.Select(person => Slack.Interactions.Click(person, General, late.Ts, Retry)).ToList();
        Assert.True((await clicks[0].Ended).IsAcknowledged);
        await Server.KillAsync();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "better late");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread), text => text.Contains("better late", StringComparison.Ordinal));
    }

    /// <summary>Everything else is answered at once.</summary>
    private Refusals HangRefusals() => new(
        Slack.Faults.Add(new Fault(FaultKind.Hang) { Method = "chat.postEphemeral" }), Slack.Faults.Add(new Fault(FaultKind.Hang) { Method = Fault.ResponseUrl }));

    private Task RefusedAsync(int count) => Eventually.SeeAsync(
        $"{count} refusals are being told",
        () => Slack.Calls.Count("chat.postEphemeral") + Slack.Calls.Count(Fault.ResponseUrl) >= count,
        () => $"{Slack.Calls.Count("chat.postEphemeral")} and {Slack.Calls.Count(Fault.ResponseUrl)}");

    private async Task<(string Thread, SlackMessage Card)> AskAsync()
    {
        var thread = World.MentionBot(General, Ada, "use current_time");
        return (thread, await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true));
    }

    private async Task<SlackMessage> AssertEphemeralInAsync(string thread, string user, string words)
    {
        var told = await World.WaitForEphemeralAsync(user, message => message.Text.Contains(words, StringComparison.Ordinal));
        Assert.Equal(thread, told.ThreadTs);
        return told;
    }

    private async Task SetTimerAsync(string text, string label)
    {
        Slack.Interactions.Command(Ada, General, "/holdfast", $"timer {text}");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains($"I'll remind you about *{label}*", StringComparison.Ordinal));
    }

    private Task<SlackMessage> NoticeAsync(string label) => World.WaitForMessageAsync(message =>
        message.IsFromBot && message.Text.Contains('⏰', StringComparison.Ordinal) && message.Text.Contains(label, StringComparison.Ordinal));

    private sealed record Refusals(ActiveFault Ephemeral, ActiveFault ResponseUrl) : IDisposable
    {
        public void Dispose()
        {
            Ephemeral.Dispose();
            ResponseUrl.Dispose();
        }
    }
}
