using System.Text.RegularExpressions;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Those who may approve learn that something waits for them, once; and what they allow for always is done without asking, until somebody takes it back.</summary>
[Trait("Req", "AS-27")]
public sealed class ApproverTests : EndToEndTest
{
    private const string Approve = "approval.approve";
    private const string Always = "approval.always";

    private static readonly (string Key, string Value)[] Asking =
        [("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", "U0GRACE"), ("Approvals:Users:1", "U0LINUS")];

    private static readonly (string Key, string Value)[] Direct = [.. Asking, ("Approvals:Tell", "Direct")];

    private string Grace => World.Grace.Id;

    private string Linus => World.Linus.Id;

    [Fact]
    public async Task A_few_are_mentioned_on_the_card_and_nobody_is_written_to()
    {
        await StartAsync(Asking);
        var (_, card) = await AskAsync("use current_time");
        Assert.Contains($"<@{Grace}> <@{Linus}>: please decide.", card.Blocks, StringComparison.Ordinal);
        Assert.StartsWith($"<@{Grace}> <@{Linus}> ", card.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Always, card.Blocks, StringComparison.Ordinal);
        await Server.WaitUntilIdleAsync();
        Assert.Empty(DirectCards());
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task Each_is_written_to_once_also_across_a_kill_and_one_click_there_decides_for_all()
    {
        await StartAsync(Direct);
        var (thread, card) = await AskAsync("use current_time");
        await Server.KillAsync();
        await Server.StartAsync();
        var (grace, linus) = (await DirectCardAsync(Grace), await DirectCardAsync(Linus));
        Assert.Contains($"/{General}/", grace.Blocks, StringComparison.Ordinal);
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, DirectCards().Count);

        World.InOneMoment(() =>
        {
            Slack.Interactions.Click(Grace, grace.Channel, grace.Ts, Approve);
            Slack.Interactions.Click(Linus, linus.Channel, linus.Ts, "approval.deny");
        });
        var closed = (await World.WaitForReplyAsync(General, thread, message => message.Ts == card.Ts && message.Blocks?.Contains(" this ", StringComparison.Ordinal) == true)).Blocks!;
        await Eventually.SeeAsync("the other reads so", () => World.Ephemerals.Any(message => message.Text.Contains("Already decided", StringComparison.Ordinal)));
        await Server.WaitUntilIdleAsync();
        var who = closed.Contains($"<@{Grace}> approved this", StringComparison.Ordinal) ? Grace : Linus;
        Assert.Contains(who == Grace ? $"<@{Grace}> approved this" : $"<@{Linus}> denied this", closed, StringComparison.Ordinal);
        foreach (var told in new[] { grace, linus })
        {
            var shown = World.Messages(told.Channel).Single(message => message.Ts == told.Ts).Blocks!;
            Assert.Contains($"<@{who}> ", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(Approve, shown, StringComparison.Ordinal);
        }

        Assert.Single(World.Ephemerals, message => message.Text.Contains("Already decided", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_asked_in_a_direct_message_reaches_those_who_cannot_see_it()
    {
        await StartAsync(Asking);
        var direct = World.OpenDirectMessage(Ada);
        World.PostAsUser(direct.Id, Ada, "use current_time {\"zone\":\"UTC\"}");
        var told = await DirectCardAsync(Grace);
        Assert.Contains("UTC", told.Blocks, StringComparison.Ordinal);
        Slack.Interactions.Click(Grace, told.Channel, told.Ts, Approve);
        await DirectAnswerAsync(direct.Id, "It's ");
    }

    [Fact]
    public async Task Nobody_is_reminded_of_what_was_decided_and_everybody_once_of_what_was_not()
    {
        await StartAsync([.. Asking, ("Approvals:Expiry", "00:00:30"), ("Approvals:RemindAfter", "0.1")]);
        var (decided, card) = await AskAsync("use current_time");
        Slack.Interactions.Click(Grace, General, card.Ts, Approve);
        await AnswerAsync(General, decided, "It's ");

        var (thread, _) = await AskAsync("use current_time");
        await AnswerAsync(General, thread, "still needs a decision");
        await Server.KillAsync();
        await Server.StartAsync();
        await AnswerAsync(General, thread, "nobody decided in time", TimeSpan.FromSeconds(90));
        Assert.Single(Answers(General, thread), text => text.Contains("still needs a decision", StringComparison.Ordinal));
        Assert.DoesNotContain(Answers(General, decided), text => text.Contains("still needs a decision", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task What_is_allowed_for_always_is_so_for_that_person_in_that_conversation_until_it_is_revoked()
    {
        await StartAsync([.. Asking, ("Approvals:AlwaysAllow:0", "current_time"), ("Operators:Users:0", Linus)]);
        var (thread, card) = await AskAsync("use current_time");
        Slack.Interactions.Click(Ada, General, card.Ts, Always);
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("You can't approve this", StringComparison.Ordinal));
        Slack.Interactions.Click(Grace, General, card.Ts, Always);
        await AnswerAsync(General, thread, "It's ");
        await World.WaitForReplyAsync(General, thread, message => message.Ts == card.Ts && message.Blocks?.Contains("and always for", StringComparison.Ordinal) == true);

        await Server.KillAsync();
        await Server.StartAsync();
        World.PostAsUser(General, Ada, "use current_time\nthen say again", thread);
        var again = await AnswerAsync(General, thread, "again");
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, again.Ts, "flow.open"));
        Assert.Contains("*Approval*", view.Json, StringComparison.Ordinal);
        Assert.Single(Cards(thread));

        // Somebody else, and another thread, are asked about.
        World.PostAsUser(General, Linus, "use current_time", thread);
        await Eventually.SeeAsync("a card for another person", () => Cards(thread).Count == 2);
        await AskAsync("use current_time");

        Slack.Interactions.Command(Linus, General, "/holdfast", "approvals");
        var listed = (await World.WaitForEphemeralAsync(Linus, message => message.Text.Contains("Allowed for always", StringComparison.Ordinal))).Text;
        var id = Regex.Match(listed, "revoke ID.*\n• `(?<id>[0-9a-f]{8})`", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["id"].Value;
        Slack.Interactions.Command(Linus, General, "/holdfast", $"approvals revoke {id}");
        await World.WaitForEphemeralAsync(Linus, message => message.Text.Contains("needs an approval again", StringComparison.Ordinal));
        World.PostAsUser(General, Ada, "use current_time", thread);
        await Eventually.SeeAsync("a card after it was revoked", () => Cards(thread).Count == 3);
    }

    private IReadOnlyList<SlackMessage> Cards(string thread) =>
        [.. World.Thread(General, thread).Where(message => message.Blocks?.Contains("current_time", StringComparison.Ordinal) == true && message.Metadata is not null && message.Blocks.Contains("rich_text", StringComparison.Ordinal) && IsCard(message))];

    private static bool IsCard(SlackMessage message) => message.Blocks!.Contains(Approve, StringComparison.Ordinal) || message.Blocks.Contains("approved this", StringComparison.Ordinal);

    private IReadOnlyList<SlackMessage> DirectCards() =>
        [.. new[] { Grace, Linus }.SelectMany(person => World.Messages(World.OpenDirectMessage(person).Id)).Where(message => message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true)];

    private Task<SlackMessage> DirectCardAsync(string person)
    {
        var direct = World.OpenDirectMessage(person).Id;
        return World.WaitForMessageAsync(message => message.Channel == direct && message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true);
    }

    private async Task<(string Thread, SlackMessage Card)> AskAsync(string text)
    {
        var thread = World.MentionBot(General, Ada, text);
        return (thread, await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true));
    }
}
