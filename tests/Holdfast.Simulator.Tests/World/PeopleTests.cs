using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.World;

/// <summary>What people do with messages besides writing them, as Slack tells of it.</summary>
[Trait("Req", "XP-1")]
public sealed class PeopleTests : InteractiveTest
{
    private SlackWorld World => Simulator.World;

    protected override SimulatorOptions Simulated => new() { EmitBotMessages = false };

    [Fact]
    [Trait("Req", "AS-23")]
    public async Task A_deleted_message_is_gone_and_the_event_says_what_it_was()
    {
        var ts = World.PostAsUser(Channel, Ada, "never mind");
        World.DeleteMessage(Channel, ts);

        var deleted = await NextAsync("message_deleted");
        Assert.Equal((ts, "never mind", true), (deleted.Text("deleted_ts"), deleted.GetProperty("previous_message").Text("text"), deleted.GetProperty("hidden").GetBoolean()));
        Assert.Equal(0, (await Api.FormAsync("conversations.history", ("channel", Channel))).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    [Trait("Req", "AS-23")]
    public async Task A_deleted_parent_leaves_a_mark_and_its_thread_goes_on()
    {
        var ts = World.PostAsUser(Channel, Ada, "who comes along?");
        World.PostAsUser(Channel, Grace, "me", ts);
        World.DeleteMessage(Channel, ts);

        var changed = await NextAsync("message_changed");
        Assert.Equal(("tombstone", "USLACKBOT"), (changed.GetProperty("message").Text("subtype"), changed.GetProperty("message").Text("user")));
        Assert.Equal("who comes along?", changed.GetProperty("previous_message").Text("text"));
        Assert.True((await Api.FormAsync("chat.postMessage", ("channel", Channel), ("thread_ts", ts), ("text", "me too"))).Ok());
        Assert.Equal(["This message was deleted.", "me", "me too"], World.Thread(Channel, ts).Select(message => message.Text));
    }

    [Fact]
    [Trait("Req", "AS-26")]
    public async Task A_forwarded_message_comes_with_its_author_place_text_blocks_and_files()
    {
        var ts = World.PostFileAsUser(Channel, Grace, "*high* at six", "tide.txt", "six"u8.ToArray());
        World.ForwardMessage(Ada, Channel, ts, "D0ADA", "what does she mean?");

        var message = await NextAsync(inChannel: "D0ADA");
        Assert.Equal("what does she mean?", message.Text("text"));
        var shared = Assert.Single(message.GetProperty("attachments").EnumerateArray());
        Assert.Equal((Grace, Channel, ts, "*high* at six"), (shared.Text("author_id"), shared.Text("channel_id"), shared.Text("ts"), shared.Text("text")));
        Assert.True(shared.GetProperty("is_share").GetBoolean() && shared.GetProperty("is_msg_unfurl").GetBoolean());
        Assert.Equal("tide.txt", shared.GetProperty("files")[0].Text("name"));
        var section = shared.GetProperty("message_blocks")[0].GetProperty("message").GetProperty("blocks")[0].GetProperty("elements")[0];
        Assert.True(section.GetProperty("elements")[0].GetProperty("style").GetProperty("bold").GetBoolean());
        Assert.False(message.TryGetProperty("files", out _));
    }

    [Fact]
    public void What_one_does_not_see_one_cannot_forward()
    {
        var secret = World.PostAsUser("D0GRACE", Grace, "between us");
        Assert.Throws<ArgumentException>(() => World.ForwardMessage(Ada, "D0GRACE", secret, Channel));
        Assert.Throws<ArgumentException>(() => World.ForwardMessage(Ada, Channel, "1000000000.000001", Channel));
    }

    [Fact]
    [Trait("Req", "AS-26")]
    public async Task Blocks_of_a_persons_own_come_as_they_were_sent_until_an_edit_takes_their_place()
    {
        const string Blocks = """[{"type":"rich_text","block_id":"mine","elements":[]}]""";
        var ts = World.Post(Channel, Ada, new UserPost("hello") { Blocks = Blocks });
        Assert.Equal("mine", (await NextAsync(inChannel: Channel)).GetProperty("blocks")[0].Text("block_id"));

        World.EditMessage(Channel, ts, "_hello_ again");
        var edited = (await NextAsync("message_changed")).GetProperty("message").GetProperty("blocks")[0];
        Assert.True(edited.GetProperty("elements")[0].GetProperty("elements")[0].GetProperty("style").GetProperty("italic").GetBoolean());
        Assert.Throws<ArgumentException>(() => World.Post(Channel, Ada, new UserPost("hello") { Blocks = "{}" }));
    }

    [Fact]
    [Trait("Req", "AS-23")]
    public async Task What_Slack_does_by_itself_changes_a_message_and_is_no_edit()
    {
        var ts = World.PostAsUser(Channel, Ada, "see https://sea.test");
        World.Recount(Channel, ts);
        var same = await NextAsync("message_changed");
        Assert.Equal(same.GetProperty("previous_message").Text("text"), same.GetProperty("message").Text("text"));
        World.UnfurlLinks(Channel, ts, """[{"id":1,"title":"The sea"}]""");

        var unfurled = (await NextAsync("message_changed")).GetProperty("message");
        Assert.Equal("The sea", unfurled.GetProperty("attachments")[0].Text("title"));
        Assert.False(unfurled.TryGetProperty("edited", out _));
    }

    [Fact]
    public async Task A_reply_that_is_sent_to_the_channel_too_says_so()
    {
        var ts = World.PostAsUser(Channel, Ada, "lunch?");
        await NextAsync(inChannel: Channel);
        var reply = World.Post(Channel, Grace, new UserPost("at noon") { ThreadTs = ts, IsBroadcast = true });

        var message = await NextAsync("thread_broadcast");
        Assert.Equal((reply, ts, "lunch?"), (message.Text("ts"), message.Text("thread_ts"), message.GetProperty("root").Text("text")));
        var history = await Api.FormAsync("conversations.history", ("channel", Channel));
        Assert.Equal("thread_broadcast", history.GetProperty("messages")[0].Text("subtype"));
    }

    [Fact]
    public async Task All_of_it_is_done_from_outside_as_well()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Simulator.PageUrl, "control/") };
        var ts = (await PostAsync(http, "messages", """{"channel":"C0GENERAL","text":"hello","blocks":[{"type":"rich_text","block_id":"mine","elements":[]}]}""")).Text("ts");
        await PostAsync(http, "messages", $$"""{"channel":"C0GENERAL","user":"U0GRACE","text":"hi","thread_ts":"{{ts}}","broadcast":true}""");
        var forwarded = (await PostAsync(http, "messages/forward", $$"""{"channel":"C0GENERAL","ts":"{{ts}}","to":"C0RANDOM"}""")).Text("ts");

        Assert.Contains("\"mine\"", World.Message("C0RANDOM", forwarded)!.Attachments!, StringComparison.Ordinal);
        Assert.True(World.Messages(Channel)[1].IsBroadcast);
        await PostAsync(http, "messages", """{"channel":"C0GENERAL","text":"hello","blocks":"none"}""", HttpStatusCode.BadRequest);
        await PostAsync(http, "messages/forward", """{"channel":"C0GENERAL","ts":"1.1","to":"C0RANDOM"}""", HttpStatusCode.BadRequest);
        await PostAsync(http, "context", """{"channel":"C0GENERAL"}""", HttpStatusCode.BadRequest);
        await PostAsync(http, "sessions/rename", $$"""{"channel":"C0GENERAL","thread_ts":"{{ts}}","title":"t"}""", HttpStatusCode.BadRequest);
    }

    /// <summary>The next message event of a subtype, or without one in a channel.</summary>
    private async Task<JsonElement> NextAsync(string? subtype = null, string? inChannel = null)
    {
        while (true)
        {
            var message = (await Socket.NextEventAsync("message")).GetProperty("payload").GetProperty("event");
            var has = message.TryGetProperty("subtype", out var found) ? found.GetString() : null;
            if (subtype is null ? has is null && message.Text("channel") == inChannel : has == subtype) return message;
        }
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content);
        Assert.Equal(expected, response.StatusCode);
        return await Api.ReadAsync(response);
    }
}
