using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Model;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What arrives is broken, huge, hostile or out of order.</summary>
public sealed class BadInputTests : EndToEndTest
{
    private protected override SimulatorOptions Options => new() { EmitMessageTwins = false };

    [Fact]
    [Trait("Req", "RS-1")]
    public async Task Frames_that_make_no_sense_are_passed_over_and_cost_no_connection()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var connections = Slack.Sockets.Open;

        foreach (var frame in (string[])
        [
            "", "UNAUTHENTICATED: cache_error", "not json", "{", "[]", "17", "null", "\"text\"", "{}", "\ud83d\ude80",
            """{"type":"novel","envelope_id":"e1"}""", """{"type":null}""", """{"type":17,"envelope_id":{}}""",
            """{"type":"events_api"}""", """{"type":"events_api","envelope_id":"e2"}""",
            """{"type":"events_api","envelope_id":"e3","payload":null}""", """{"type":"events_api","envelope_id":"e4","payload":[1,2]}""",
            """{"type":"events_api","envelope_id":"e5","payload":{"type":"event_callback","event":""",
            """{"type":"events_api","envelope_id":"e6","payload":{"type":"event_callback","event_id":"Ev6","event":"text"}}""",
            """{"type":"events_api","envelope_id":"e7","payload":{"type":"event_callback","event_id":"Ev7"}}""",
            """{"type":"interactive","envelope_id":"e8","payload":{}}""", """{"type":"slash_commands","envelope_id":"e9","payload":{"command":17}}""",
            """{"type":"disconnect"}x""", new string('[', 10_000), """{"type":"hello"}""",
        ])
            Slack.Sockets.SendText(frame);
        Slack.Sockets.SendHuge(5 * 1024 * 1024);
        var thread = World.MentionBot(General, Ada, "still there?");
        var again = World.MentionBot(General, Ada, "on the other connection, too?");

        await AnswerAsync(General, thread, "echo still there?");
        await AnswerAsync(General, again, "echo on the other connection, too?");
        Assert.Equal(connections, Slack.Sockets.Open);
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task An_event_with_half_an_emoji_behind_a_byte_order_mark_is_answered_and_one_of_five_megabytes_is_acknowledged()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var ts = World.PostAsUser(General, Ada, "as Slack holds it");
        var frame = Events.Frame(Guid.NewGuid().ToString(), "Ev0HALF", Slack.TeamId, Events.Mention(General, Ada, $"{World.Mention} half CUT", ts));
        Slack.Sockets.SendText("\ufeff" + frame.Replace("CUT", "\\ud83d", StringComparison.Ordinal), Slack.Sockets.Open[0]);
        await AnswerAsync(General, ts, "echo half \ufffd");

        var acks = Slack.Sockets.Counters.UnknownAcks;
        var huge = Events.Mention(General, Ada, $"{World.Mention} {new string('x', 5_000_000)}", World.PostAsUser(General, Ada, "as Slack holds it"));
        Slack.Sockets.SendText(Events.Frame(Guid.NewGuid().ToString(), "Ev0HUGE", Slack.TeamId, huge), Slack.Sockets.Open[0]);
        await Eventually.SeeAsync("the frame is acknowledged", () => Slack.Sockets.Counters.UnknownAcks > acks, () => Slack.Sockets.Counters.ToString());
        await Server.WaitUntilIdleAsync();
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task A_message_in_the_apps_own_tab_is_answered_and_what_Slackbot_says_is_not()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var direct = World.OpenDirectMessage(Ada).Id;
        foreach (var (user, type, text) in ((string, string, string)[])[("USLACKBOT", "im", "I don't understand. Sorry!"), (Ada, "app_home", "hello from the tab")])
        {
            var inner = Events.Mention(direct, user, text, World.PostAsUser(General, Ada, "as Slack holds it"));
            (inner["type"], inner["channel_type"]) = ("message", type);
            World.RaiseEvent(inner.ToElement());
        }

        await DirectAnswerAsync(direct, "echo hello from the tab");
        await Server.WaitUntilIdleAsync();
        Assert.Single(World.Messages(direct), message => message.IsFromBot);
    }

    [Theory]
    [InlineData("channel")]
    [InlineData("user")]
    [InlineData("ts")]
    [InlineData("text")]
    [Trait("Req", "RS-3")]
    public async Task An_event_without_a_part_that_matters_is_acknowledged_and_holds_nothing_back(string part)
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var ts = World.PostAsUser(General, Ada, "as Slack holds it");
        var broken = Events.Mention(General, Ada, $"{World.Mention} hello", ts);
        foreach (var value in (JsonNode?[])[null, 17, "", new JsonObject()])
        {
            broken[part] = value;
            World.RaiseEvent(broken.ToElement());
        }

        broken.Remove(part);
        World.RaiseEvent(broken.ToElement());
        var thread = World.MentionBot(General, Ada, "and now?");

        await AnswerAsync(General, thread, "echo and now?");
        await Server.WaitUntilIdleAsync();
        var health = await Server.HealthAsync();
        Assert.True(health.Status == "ok", health.Problems);

        // Without a text it is a mention that asks nothing; without any other part there is nobody to answer.
        Assert.Equal(part == "text" ? 1 : 0, Answers(General, ts).Count);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task What_bots_say_is_not_answered_be_it_this_one_or_another()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var ts = World.PostAsUser(General, Ada, "as Slack holds it");
        var other = Events.Mention(General, "U0OTHERBOT", $"{World.Mention} I am a bot, too", ts);
        other["bot_id"] = "B0OTHER";
        var own = Events.Mention(General, Slack.BotUserId, $"{World.Mention} talking to myself", ts);
        own["bot_id"] = World.Identity.BotId;
        var subtype = Events.Mention(General, Ada, $"{World.Mention} x", ts);
        (subtype["type"], subtype["subtype"]) = ("message", "bot_message");

        foreach (var inner in (JsonObject[])[other, own, subtype]) World.RaiseEvent(inner.ToElement());
        var thread = World.MentionBot(General, Ada, "and a person?");

        await AnswerAsync(General, thread, "echo and a person?");
        await Server.WaitUntilIdleAsync();
        Assert.Empty(Answers(General, ts));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_megabyte_of_text_reaches_the_model_whole()
    {
        await StartAsync(("Agent:MaxPromptTokens", "2000000"));
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"{request.LastUserText.Length} characters"));

        var thread = World.MentionBot(General, Ada, new string('x', 1_000_000));

        await AnswerAsync(General, thread, "1000000 characters");
    }

    [Fact]
    [Trait("Req", "SE-3")]
    [Trait("Req", "AS-8")]
    public async Task What_the_model_says_can_mention_nobody_and_forge_no_link()
    {
        await StartAsync();
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply("<!channel> & <@U0OTHER> <https://evil.example|slack.com> a < b > c &amp;"));

        var thread = World.MentionBot(General, Ada, "say it");

        var answer = await AnswerAsync(General, thread, "channel");
        Assert.Equal("&lt;!channel&gt; &amp; &lt;@U0OTHER&gt; slack.com (evil.example) a &lt; b &gt; c &amp;", answer.Text);
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task Messages_that_arrive_newer_first_while_the_thread_is_busy_are_answered_as_they_were_written()
    {
        await StartAsync();
        Slack.Model.StallAll = true;
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"answer to {request.LastUserText}"));
        var thread = World.MentionBot(General, Ada, "first");
        await Slack.Model.WaitForCallAsync(call => call.LastUserText.Contains("first", StringComparison.Ordinal));
        var older = World.PostAsUser(General, Ada, "as Slack holds it", thread);
        var newer = World.PostAsUser(General, Ada, "as Slack holds it", thread);

        foreach (var (ts, text) in ((string, string)[])[(newer, "third"), (older, "second"), (newer, "third")])
        {
            World.RaiseEvent(Events.Mention(General, Ada, $"{World.Mention} {text}", ts, thread).ToElement());
            await Eventually.SeeAsync("acknowledged", () => Slack.Sockets.UnackedEnvelopes == 0, () => Slack.Sockets.Counters.ToString());
        }

        Slack.Model.StallAll = false;
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["answer to first", "answer to second", "answer to third"], Answers(General, thread));
    }
}
