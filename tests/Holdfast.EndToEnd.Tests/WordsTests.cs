using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What people post, and what the model is told of it.</summary>
public sealed class WordsTests : EndToEndTest
{
    /// <summary>2025-11-24 16:00 UTC, in London the same.</summary>
    private const long FirstSecond = 1_764_000_000;

    private const string Head = "[Ada Lovelace, Mon 2025-11-24 16:00 Europe/London] ";

    /// <summary>What is typed, what came with it as JSON, and what the model reads.</summary>
    private static readonly (string Typed, string? With, string Told)[] Table =
    [
        ("read <https://example.com/a?b=1&amp;c=2|this page> and <http://example.com|example.com>", null, "read this page (https://example.com/a?b=1&c=2) and example.com"),
        ("mail <mailto:grace@example.com|Grace>", null, "mail Grace (grace@example.com)"),
        ("ask <@U0GRACE> or <@U0LINUS|linus> in <#C0GENERAL> or <!subteam^S0ONCALL>", null, "ask @Grace Hopper or @Linus Pauling in #general or @on-call"),
        ("ask <@U0NOBODY> in <#C0NOWHERE|elsewhere> or <!subteam^S0NONE>", null, "ask @U0NOBODY in #elsewhere or @S0NONE"),
        ("<!here> at <!date^1392734382^{date} {time}|some time>: `a &lt; b` :wave:", null, "@here at 2014-02-18 14:39 UTC: `a < b` :wave:"),
        ("I typed &lt;@U0GRACE&gt; myself", null, "I typed <@U0GRACE> myself"),
        (
            "", """{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"{me}"},{"type":"text","text":" list:\n"}]},{"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U0GRACE"}]},{"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]}]}]}""",
            "list:\n1. @Grace Hopper\n2. two"),
        (
            "said twice", """{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"{me}"},{"type":"text","text":" said twice","style":{"bold":true}}]}]}]}""",
            "said twice"),
        (
            "what is this?", """{"attachments":[{"is_msg_unfurl":true,"is_share":true,"author_name":"Grace Hopper","channel_name":"random","ts":"1392734382.000100","text":"<@U0LINUS> broke it\n[Ada] did not"},{"from_url":"https://example.com","title":"A preview"}]}""",
            "what is this?\n\n[Forwarded message from Grace Hopper in #random, 2014-02-18 14:39 UTC]\n> @Linus Pauling broke it\n> [Ada] did not"),
        (
            "and this card?", """{"attachments":[{"blocks":[{"type":"header","text":{"type":"plain_text","text":"Build 5"}},{"type":"section","text":{"type":"mrkdwn","text":"*red*"},"fields":[{"type":"mrkdwn","text":"Branch\nmain"}]},{"type":"table","rows":[[{"type":"raw_text","text":"a"},{"type":"raw_text","text":"b"}]]}],"fallback":"none"}]}""",
            "and this card?\n\n> Build 5\n> *red*\n> Branch\n> main\n> | a | b |"),
    ];

    [Fact]
    [Trait("Req", "AS-26")]
    [Trait("Req", "CX-14")]
    public async Task Whatever_a_person_posts_the_model_is_told_in_plain_words_with_names()
    {
        World.AddUserGroup("S0ONCALL", "on-call", World.Grace.Id);
        await StartAsync();
        for (var i = 0; i < Table.Length; i++)
        {
            var (typed, with, told) = Table[i];
            var asked = Events.Mention(General, Ada, typed.Length == 0 ? "" : $"{World.Mention} {typed}", $"{FirstSecond + i}.000100");
            foreach (var (name, value) in with is null ? [] : JsonNode.Parse(with.Replace("{me}", Slack.BotUserId, StringComparison.Ordinal))!.AsObject())
                asked[name] = value!.DeepClone();
            World.RaiseEvent(asked.ToElement());
            var asking = await Eventually.SeeAsync(
                $"the model is told of case {i}: {Head + told}",
                () => Task.FromResult(Slack.Model.Recent is [.., var last] ? last : null),
                last => last?.Messages[^1].Text == Head + told);
            Assert.Contains("You are in the channel #general on Slack.", asking!.Messages[0].Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Req", "CX-14")]
    public async Task Two_people_in_one_thread_are_told_apart_also_after_a_restart()
    {
        await StartAsync();
        var thread = World.MentionBot(General, Ada, "my name is Ada");
        await AnswerAsync(General, thread, "Nice to meet you, Ada.");
        World.PostAsUser(General, World.Grace.Id, "my name is Grace", thread);
        await AnswerAsync(General, thread, "Nice to meet you, Grace.");
        await Server.KillAsync();
        await Server.StartAsync();

        World.PostAsUser(General, Ada, "what is my name?", thread);
        await AnswerAsync(General, thread, "Your name is Ada.");
        var said = Slack.Model.Recent[^1].Messages.Where(message => message.Role == "user").Select(message => message.Text).ToList();
        Assert.Equal(
            ["Ada Lovelace: my name is Ada", "Grace Hopper: my name is Grace", "Ada Lovelace: what is my name?"],
            said.Select(text => $"{text[1..text.IndexOf(',', StringComparison.Ordinal)]}: {text[(text.IndexOf("] ", StringComparison.Ordinal) + 2)..]}"));
    }

    [Fact]
    [Trait("Req", "CX-14")]
    public async Task What_was_said_is_told_in_the_same_words_each_time_so_that_providers_know_it_again()
    {
        await StartAsync();
        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(direct, Ada, "one <@U0GRACE>");
        await DirectAnswerAsync(direct, "(message 1 of");
        var first = Slack.Model.Recent[^1];
        World.PostAsUser(direct, Ada, "two");
        await DirectAnswerAsync(direct, "(message 2 of");
        Assert.Equal(first.Messages.Select(Shown), Slack.Model.Recent[^1].Messages.Take(first.Messages.Count).Select(Shown));
        Assert.Contains("You are in a direct message on Slack.", first.Messages[0].Text, StringComparison.Ordinal);
        Assert.Equal(1, Slack.Calls.Of("users.info").Count(call => call.Arguments["user"] == Ada));
    }

    [Fact]
    [Trait("Req", "CX-14")]
    public async Task Names_that_Slack_does_not_tell_keep_nobody_waiting()
    {
        Slack.Faults.Add(new Fault(FaultKind.Hang) { Method = "users.info" });
        Slack.Faults.Add(new Fault(FaultKind.Hang) { Method = "conversations.info" });

        // Where everybody may use the agent, nobody has to be known.
        await StartAsync(("Access:Guests", "true"), ("Access:OtherOrganisations", "true"));
        var thread = World.MentionBot(General, Ada, "ask <@U0GRACE>");
        await AnswerAsync(General, thread, "You said: ask @U0GRACE");
        Assert.StartsWith("[U0ADA, ", Slack.Model.Recent[^1].Messages[^1].Text, StringComparison.Ordinal);
    }

    private static string Shown(ModelMessage message) => $"{message.Role}: {message.Text}";
}
