using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.World;

/// <summary>Guests, partners, bots and those who have left; and who is in which channel.</summary>
[Trait("Req", "XP-1")]
public sealed class MembersTests : InteractiveTest
{
    private const string Partner = "T0PARTNER";

    private SlackWorld World => Simulator.World;

    protected override SimulatorOptions Simulated => new() { EmitBotMessages = false };

    [Fact]
    public async Task Slack_tells_of_each_person_what_they_are()
    {
        World.AddUser(new SlackUser("U0GUEST", "gil", "Gil Guest") { IsGuest = true });
        World.AddUser(new SlackUser("U0ONE", "ona", "Ona One") { IsOfOneChannel = true });
        World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = Partner });
        World.AddUser(new SlackUser("U0CI", "ci", "CI", IsBot: true) { BotId = "B0CI" });
        World.Deactivate(Grace);

        var guest = await UserAsync("U0GUEST");
        Assert.Equal((true, false), (Is(guest, "is_restricted"), Is(guest, "is_ultra_restricted")));
        var one = await UserAsync("U0ONE");
        Assert.Equal((true, true), (Is(one, "is_restricted"), Is(one, "is_ultra_restricted")));
        var petra = await UserAsync("U0PETRA");
        Assert.Equal((Partner, false, false), (petra.Text("team_id"), Is(petra, "is_stranger"), petra.GetProperty("profile").TryGetProperty("email", out _)));
        var ci = await UserAsync("U0CI");
        Assert.Equal((true, "B0CI", "A0CI"), (Is(ci, "is_bot"), ci.GetProperty("profile").Text("bot_id"), ci.GetProperty("profile").Text("api_app_id")));
        var grace = await UserAsync(Grace);
        Assert.Equal((true, "Grace Hopper"), (Is(grace, "deleted"), grace.GetProperty("profile").Text("real_name")));
        Assert.False(grace.TryGetProperty("is_restricted", out _) || grace.TryGetProperty("tz", out _));

        foreach (var channel in (SlackChannel[])[World.General, World.Random]) World.Remove(channel.Id, "U0PETRA");
        Assert.True(Is(await UserAsync("U0PETRA"), "is_stranger"));
        Assert.Equal(8, (await Api.FormAsync("users.list")).GetProperty("members").GetArrayLength());
        Assert.Throws<ArgumentException>(() => World.PostAsUser(Channel, Grace, "hello?"));
    }

    [Fact]
    public async Task Guests_are_where_they_were_invited_to()
    {
        World.AddUser(new SlackUser("U0GUEST", "gil", "Gil Guest") { IsGuest = true });
        Assert.Equal(["C0GENERAL"], await ChannelsOfAsync("U0GUEST"));
        World.Invite("C0RANDOM", "U0GUEST");

        var joined = (await Socket.NextEventAsync("member_joined_channel")).GetProperty("payload").GetProperty("event");
        Assert.Equal(("U0GUEST", "C0RANDOM", "C"), (joined.Text("user"), joined.Text("channel"), joined.Text("channel_type")));
        Assert.Equal(["C0GENERAL", "C0RANDOM"], await ChannelsOfAsync("U0GUEST"));
        World.Remove("C0RANDOM", "U0GUEST");
        Assert.Equal("U0GUEST", (await Socket.NextEventAsync("member_left_channel")).GetProperty("payload").GetProperty("event").Text("user"));
    }

    [Fact]
    public async Task A_partner_makes_a_channel_shared_and_their_messages_say_where_they_are_at_home()
    {
        World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = Partner });
        World.MentionBot(Channel, "U0PETRA", "hello");

        var payload = (await Socket.NextEventAsync("app_mention")).GetProperty("payload");
        Assert.Equal((true, Partner, Simulator.TeamId), (Is(payload, "is_ext_shared_channel"), payload.Text("team_id"), payload.Text("context_team_id")));
        var mention = payload.GetProperty("event");
        Assert.Equal((Partner, Partner, Partner), (mention.Text("team"), mention.Text("user_team"), mention.Text("source_team")));
        var channel = (await Api.FormAsync("conversations.info", ("channel", Channel))).GetProperty("channel");
        Assert.Equal((true, true, Simulator.TeamId), (Is(channel, "is_shared"), Is(channel, "is_ext_shared"), channel.Text("conversation_host_id")));
        Assert.Equal([Simulator.TeamId, Partner], channel.GetProperty("shared_team_ids").EnumerateArray().Select(team => team.GetString()));
    }

    [Fact]
    public async Task Another_apps_bot_says_what_it_is()
    {
        World.AddUser(new SlackUser("U0CI", "ci", "CI", IsBot: true) { BotId = "B0CI" });
        World.MentionBot(Channel, "U0CI", "the build is red");

        var mention = (await Socket.NextEventAsync("app_mention")).GetProperty("payload").GetProperty("event");
        Assert.Equal(("U0CI", "B0CI", "A0CI"), (mention.Text("user"), mention.Text("bot_id"), mention.Text("app_id")));
        Assert.False(mention.TryGetProperty("client_msg_id", out _));
        var history = (await Api.FormAsync("conversations.history", ("channel", Channel))).GetProperty("messages")[0];
        Assert.Equal("B0CI", history.GetProperty("bot_profile").Text("id"));
    }

    [Fact]
    public async Task Several_people_and_the_bot_meet_in_a_group_message()
    {
        var opened = await Api.FormAsync("conversations.open", ("users", $"{Ada},{Grace}"));
        var id = opened.GetProperty("channel").Text("id");
        Assert.False(opened.TryGetProperty("already_open", out _));
        Assert.True(Is(await Api.FormAsync("conversations.open", ("users", $"{Grace},{Ada}")), "already_open"));
        Assert.Equal(id, World.OpenGroupMessage(Ada, Grace).Id);
        Assert.Equal("channel_not_found", (await Api.FormAsync("conversations.open", ("users", "U0ADA,U0LINUS"), ("prevent_creation", "true"))).Error());

        var info = (await Api.FormAsync("conversations.info", ("channel", id), ("include_num_members", "1"))).GetProperty("channel");
        Assert.Equal(("mpdm-ada--grace--holdfast-1", true, true, 3), (info.Text("name"), Is(info, "is_mpim"), Is(info, "is_private"), info.GetProperty("num_members").GetInt32()));
        World.PostAsUser(id, Ada, "just us");
        Assert.Equal("mpim", (await Socket.NextEventAsync("message")).GetProperty("payload").GetProperty("event").Text("channel_type"));
        Assert.Throws<ArgumentException>(() => World.PostAsUser(id, "U0LINUS", "me too"));
        Assert.Throws<ArgumentException>(() => World.OpenGroupMessage(Ada));
        Assert.Equal([id], (await Api.FormAsync("conversations.list", ("types", "mpim"))).GetProperty("channels").EnumerateArray().Select(channel => channel.Text("id")));
    }

    [Fact]
    public async Task What_is_private_does_not_exist_for_those_outside()
    {
        var secret = World.AddChannel("secret", isPrivate: true, withBot: false).Id;
        foreach (var method in (string[])["conversations.info", "conversations.members", "conversations.history", "conversations.join"])
            Assert.Equal("channel_not_found", (await Api.FormAsync(method, ("channel", secret))).Error());
        Assert.Equal("channel_not_found", (await Api.FormAsync("chat.postMessage", ("channel", secret), ("text", "hi"))).Error());
        var outside = World.AddChannel("outside", withBot: false).Id;
        Assert.Equal("not_in_channel", (await Api.FormAsync("conversations.history", ("channel", outside))).Error());

        World.Invite(secret, Simulator.BotUserId);
        Assert.Equal("G", (await Socket.NextEventAsync("member_joined_channel")).GetProperty("payload").GetProperty("event").Text("channel_type"));
        Assert.True((await Api.FormAsync("conversations.history", ("channel", secret))).Ok());
        Assert.Equal(["C0GENERAL", "C0RANDOM", secret], await ChannelsOfAsync(Simulator.BotUserId));
        Assert.Equal("user_not_found", (await Api.FormAsync("users.conversations", ("user", "U0NOBODY"))).Error());
    }

    [Fact]
    public async Task Long_lists_come_in_pages()
    {
        for (var i = 0; i < 30; i++) World.AddUser(new SlackUser($"U1{i:00}", $"p{i}", $"Person {i}"));
        var ids = new List<string>();
        var cursor = "";
        do
        {
            var page = await Api.FormAsync("conversations.members", ("channel", Channel), ("limit", "10"), ("cursor", cursor));
            ids.AddRange(page.GetProperty("members").EnumerateArray().Select(id => id.GetString()!));
            cursor = page.GetProperty("response_metadata").Text("next_cursor");
        }
        while (cursor.Length > 0);
        Assert.Equal(34, ids.Distinct().Count());
        Assert.Equal("invalid_cursor", (await Api.FormAsync("users.conversations", ("cursor", "x"))).Error());
        Assert.Equal("invalid_types", (await Api.FormAsync("users.conversations", ("types", "secret"))).Error());
        Assert.Equal("invalid_limit", (await Api.FormAsync("conversations.list", ("limit", "1001"))).Error());
        Assert.Equal("not_allowed_token_type", (await Api.FormAsync("search.messages", ("query", "tide"))).Error());
    }

    [Fact]
    public async Task All_of_it_is_done_from_outside_as_well()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Simulator.PageUrl, "control/") };
        await PostAsync(http, "users", """{"id":"U0GUEST","name":"gil","guest":true}""");
        await PostAsync(http, "users", """{"id":"U0ONE","name":"ona","single_channel_guest":true}""");
        await PostAsync(http, "users", """{"id":"U0PETRA","name":"petra","team":"T0PARTNER"}""");
        await PostAsync(http, "users", """{"id":"U0CI","name":"ci","bot_id":"B0CI"}""");
        var group = await PostAsync(http, "channels/group", """{"users":["U0ADA","U0GUEST"]}""");
        var secret = (await PostAsync(http, "channels", """{"name":"secret","private":true,"with_bot":false}""")).Text("id");
        await PostAsync(http, "channels/invite", $$"""{"channel":"{{secret}}","user":"{{Simulator.BotUserId}}"}""");
        await PostAsync(http, "channels/remove", $$"""{"channel":"{{secret}}","user":"U0ADA"}""");
        await PostAsync(http, "users/deactivate", """{"user":"U0LINUS"}""");

        Assert.Equal("GroupMessage", group.Text("kind"));
        var members = World.Channels.Single(channel => channel.Id == secret).Members;
        Assert.True(members.Contains(Simulator.BotUserId) && !members.Contains(Ada) && !members.Contains("U0GUEST"));
        Assert.True(World.Linus.IsDeleted);
        Assert.Equal((true, true, "T0PARTNER", "B0CI"), (User("U0GUEST").IsGuest, User("U0ONE").IsOfOneChannel, User("U0PETRA").TeamId, User("U0CI").BotId));
        await PostAsync(http, "channels/group", """{"users":["U0ADA"]}""", HttpStatusCode.BadRequest);
        await PostAsync(http, "channels/invite", """{"channel":"D0ADA","user":"U0GRACE"}""", HttpStatusCode.BadRequest);
    }

    private SlackUser User(string id) => World.Users.Single(user => user.Id == id);

    private async Task<JsonElement> UserAsync(string id) => (await Api.FormAsync("users.info", ("user", id))).GetProperty("user");

    private async Task<IEnumerable<string>> ChannelsOfAsync(string user) =>
        (await Api.FormAsync("users.conversations", ("user", user), ("types", "public_channel,private_channel")))
            .GetProperty("channels").EnumerateArray().Select(channel => channel.Text("id"));

    private static bool Is(JsonElement element, string name) => element.GetProperty(name).GetBoolean();

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content);
        Assert.Equal(expected, response.StatusCode);
        return await Api.ReadAsync(response);
    }
}
