using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The agent asks before it does something, is answered once, and goes on, whatever dies in between.</summary>
public sealed class ApprovalTests : EndToEndTest
{
    private const string Approve = "approval.approve";
    private const string Deny = "approval.deny";

    private static readonly (string Key, string Value)[] Asking =
        [("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", "U0GRACE"), ("Approvals:Users:1", "U0LINUS")];

    private string Grace => World.Grace.Id;

    private string Linus => World.Linus.Id;

    [Fact]
    [Trait("Req", "RS-18")]
    [Trait("Req", "AS-15")]
    public async Task What_was_approved_is_done_and_the_card_says_who_decided()
    {
        await StartAsync(Asking);
        var (thread, card) = await AskAsync("use current_time {\"zone\":\"UTC\"}");
        Assert.Contains("UTC", card.Blocks, StringComparison.Ordinal);

        Slack.Interactions.Click(Grace, General, card.Ts, Approve);

        await AnswerAsync(General, thread, "It's ");
        var closed = await CardAsync(thread, card, "approved this");
        Assert.Contains($"<@{Grace}>", closed.Blocks, StringComparison.Ordinal);
        Assert.DoesNotContain(Approve, closed.Blocks, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task What_was_denied_is_not_done_and_the_agent_answers_accordingly()
    {
        await StartAsync(Asking);
        var (thread, card) = await AskAsync("use current_time");

        Slack.Interactions.Click(Grace, General, card.Ts, Deny);

        var answer = await AnswerAsync(General, thread, "denied");
        Assert.DoesNotContain("+00:00", answer.Text, StringComparison.Ordinal);
        await CardAsync(thread, card, "denied this");
    }

    [Fact]
    [Trait("Req", "RS-18")]
    [Trait("Req", "SE-3")]
    public async Task Only_approvers_decide_and_the_requester_may_be_excluded()
    {
        await StartAsync([.. Asking, ("Approvals:Users:2", Ada), ("Approvals:RequesterMayApprove", "false")]);
        var (thread, card) = await AskAsync("use current_time");

        Slack.Interactions.Click(Ada, General, card.Ts, Approve);
        Assert.Contains("someone else must approve it", (await World.WaitForEphemeralAsync(Ada)).Text, StringComparison.Ordinal);
        var stranger = World.AddUser(new SlackUser("U0EVE", "eve", "Eve")).Id;
        Slack.Interactions.Click(stranger, General, card.Ts, Approve);
        Assert.Contains("You can't approve this", (await World.WaitForEphemeralAsync(stranger)).Text, StringComparison.Ordinal);
        Slack.Interactions.Click(Grace, General, card.Ts, Approve);

        await AnswerAsync(General, thread, "It's ");
        await CardAsync(thread, card, $"<@{Grace}> approved this");
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task Members_of_a_user_group_may_decide()
    {
        World.AddUserGroup("S0OPS", "ops", Linus);
        await StartAsync(("Tools:Policies:current_time", "Approve"), ("Approvals:UserGroups:0", "S0OPS"));
        var (thread, card) = await AskAsync("use current_time");

        Slack.Interactions.Click(Grace, General, card.Ts, Approve);
        await World.WaitForEphemeralAsync(Grace, message => message.Text.Contains("You can't approve this", StringComparison.Ordinal));
        Slack.Interactions.Click(Linus, General, card.Ts, Approve);

        await AnswerAsync(General, thread, "It's ");
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task Of_two_people_who_decide_at_the_same_instant_one_decides()
    {
        await StartAsync(Asking);
        for (var round = 0; round < 10; round++)
        {
            var (thread, card) = await AskAsync($"use current_time {{\"zone\":\"UTC\"}}\nthen say end of {round}");

            // In one moment, or on a busy machine the second would see the card decided, and no button.
            (string Who, string What)[] clicks = round % 2 == 0 ? [(Grace, Approve), (Linus, Deny)] : [(Linus, Deny), (Grace, Approve)];
            World.InOneMoment(() => Array.ForEach(clicks, click => Slack.Interactions.Click(click.Who, General, card.Ts, click.What)));

            await AnswerAsync(General, thread, $"end of {round}");
            await Server.WaitUntilIdleAsync();
            var decided = World.Thread(General, thread).Single(message => message.Ts == card.Ts);
            Assert.True(
                decided.Blocks!.Contains($"<@{Grace}> approved this", StringComparison.Ordinal) ^ decided.Blocks.Contains($"<@{Linus}> denied this", StringComparison.Ordinal));
            Assert.Equal(round + 1, World.Ephemerals.Count(message => message.Text.Contains("Already decided", StringComparison.Ordinal)));
            Assert.Single(Answers(General, thread), text => text.Contains($"end of {round}", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Req", "RS-14")]
    [Trait("Req", "RS-18")]
    public async Task A_card_posted_before_a_kill_works_after_it()
    {
        await StartAsync(Asking);
        var (thread, card) = await AskAsync("use current_time");
        await Server.KillAsync();
        await Server.StartAsync();

        Slack.Interactions.Click(Grace, General, card.Ts, Approve);

        await AnswerAsync(General, thread, "It's ");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread), text => text.StartsWith("It's ", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "RS-14")]
    [Trait("Req", "RS-18")]
    [Trait("Req", "XP-8")]
    public async Task A_kill_right_after_the_click_loses_no_decision_and_the_run_finishes_once()
    {
        await StartAsync(Asking);
        for (var round = 0; round < 5; round++)
        {
            var (thread, card) = await AskAsync($"use current_time\nthen say end of {round}");

            // Each time a little later: before the acknowledgement, before the decision, while the run goes on.
            var click = Slack.Interactions.Click(Grace, General, card.Ts, Approve);
            if (round > 0) await click.Ended;
            if (round > 2) await CardAsync(thread, card, "approved this");
            await Server.KillAsync();
            await Server.StartAsync();
            if (!(await click.Ended).IsAcknowledged) Slack.Interactions.Click(Grace, General, card.Ts, Approve);

            await AnswerAsync(General, thread, $"end of {round}");
            await Server.WaitUntilIdleAsync();
            Assert.Single(Answers(General, thread), text => text.Contains($"end of {round}", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task Without_a_decision_it_expires_with_a_notice_and_is_not_done()
    {
        await StartAsync([.. Asking, ("Approvals:Expiry", "00:00:02")]);
        var (thread, card) = await AskAsync("use current_time");

        await AnswerAsync(General, thread, "nobody decided in time");
        await CardAsync(thread, card, "Expired");
    }

    [Fact]
    [Trait("Req", "AS-2")]
    [Trait("Req", "RS-18")]
    public async Task While_a_run_waits_for_a_decision_its_conversation_goes_on()
    {
        await StartAsync(Asking);
        var (thread, card) = await AskAsync("use current_time");

        World.PostAsUser(General, Ada, "say meanwhile", thread);
        await AnswerAsync(General, thread, "meanwhile");
        Slack.Interactions.Click(Grace, General, card.Ts, Approve);
        await AnswerAsync(General, thread, "It's ");
    }

    [Fact]
    [Trait("Req", "SE-3")]
    [Trait("Req", "SE-5")]
    public async Task Forged_and_foreign_decisions_do_nothing()
    {
        await StartAsync(Asking);
        var (_, card) = await AskAsync("use current_time");
        var other = World.AddChannel("elsewhere");
        World.MentionBot(other.Id, Ada, "use current_time");
        var foreign = await World.WaitForMessageAsync(message => message.Channel == other.Id && message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true);
        var mine = Slack.Interactions.Unsent.Click(Grace, General, card.Ts, Approve);
        var value = Payloads.Value(mine);

        Slack.Interactions.Forge("interactive", Payloads.WithValue(Slack.Interactions.Unsent.Click(Grace, other.Id, foreign.Ts, Approve), value));
        Slack.Interactions.Forge("interactive", Payloads.WithValue(mine, "not an id"));
        Slack.Interactions.Forge("interactive", Payloads.WithValue(mine, new string('0', 32)));
        Slack.Interactions.Forge("interactive", Payloads.With(mine, "team", """{"id":"T0OTHER","domain":"other"}"""));
        Slack.Interactions.Forge("interactive", Payloads.With(mine, "actions", """[{"type":"button","action_id":"approval.approve.all","value":"x"}]"""));
        await Server.WaitUntilIdleAsync();

        Assert.Contains(Approve, World.Thread(General, card.ThreadTs!).Single(message => message.Ts == card.Ts).Blocks!, StringComparison.Ordinal);

        // In no order: each stands in a lane of its own.
        foreach (var told in new[] { "I can't find this request", "This button no longer works" })
            await World.WaitForEphemeralAsync(Grace, message => message.Text.Contains(told, StringComparison.Ordinal));
    }

    private async Task<(string Thread, SlackMessage Card)> AskAsync(string text)
    {
        var thread = World.MentionBot(General, Ada, text);
        return (thread, await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true));
    }

    private Task<SlackMessage> CardAsync(string thread, SlackMessage card, string containing) =>
        World.WaitForReplyAsync(
            General, thread, message => message.Ts == card.Ts && message.Blocks?.Contains(containing, StringComparison.Ordinal) == true);
}
