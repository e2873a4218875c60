using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.WebApi;

/// <summary>What the app may no longer do once a scope was taken from it.</summary>
[Trait("Req", "XP-1")]
public sealed class ScopeTests : InteractiveTest
{
    public static TheoryData<string, string, string> Asked => new()
    {
        { "chat.postMessage", "channel=C0GENERAL&text=hi", "chat:write" },
        { "chat.startStream", "channel=C0GENERAL", "chat:write" },
        { "users.info", "user=U0ADA", "users:read" },
        { "users.list", "", "users:read" },
        { "team.info", "", "team:read" },
        { "reactions.add", "name=eyes", "reactions:write" },
        { "files.info", "file=F1", "files:read" },
        { "files.getUploadURLExternal", "filename=a&length=1", "files:write" },
        { "usergroups.list", "", "usergroups:read" },
        { "conversations.join", "channel=C0GENERAL", "channels:join" },
        { "conversations.history", "channel=C0GENERAL", "channels:history" },
        { "conversations.history", "channel=D0ADA", "im:history" },
        { "conversations.info", "channel=C0GENERAL", "channels:read" },
        { "conversations.members", "channel=D0ADA", "im:read" },
        { "conversations.list", "types=public_channel,private_channel", "groups:read" },
        { "users.conversations", "types=mpim", "mpim:read" },
        { "conversations.open", "users=U0ADA", "im:write" },
        { "conversations.open", "users=U0ADA,U0GRACE", "mpim:write" },
        { "assistant.threads.setSuggestedPrompts", "channel_id=D0ADA&prompts=[]", "assistant:write" },
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task A_method_says_which_scope_it_lacks_and_which_there_are(string method, string form, string scope)
    {
        var others = Simulator.BotScopes.Except([scope]).ToList();
        Simulator.BotScopes = others;
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await Api.SendAsync(method, content, Simulator.BotToken);
        var answer = await Api.ReadAsync(response);

        Assert.Equal(("missing_scope", scope, string.Join(',', others)), (answer.Error(), answer.Text("needed"), answer.Text("provided")));
        Assert.Equal(string.Join(',', others), response.Headers.GetValues("x-oauth-scopes").Single());
        Assert.Equal("missing_scope", Simulator.Calls.Of(method)[^1].Outcome);
    }

    [Fact]
    public async Task Without_any_scope_the_app_can_still_tell_who_it_is_and_connect()
    {
        Simulator.BotScopes = [];
        Assert.True((await Api.FormAsync("auth.test")).Ok());
        Assert.True((await Api.FormAsync("apps.connections.open")).Ok());
        Assert.Equal("channels:read,groups:read,mpim:read,im:read", (await Api.FormAsync("conversations.info", ("channel", Channel))).Text("needed"));
    }

    [Fact]
    public async Task An_address_is_told_with_its_own_scope_only()
    {
        Assert.Equal("ada@example.com", await EmailAsync());
        Simulator.BotScopes = [.. Simulator.BotScopes.Except(["users:read.email"])];
        Assert.Null(await EmailAsync());
    }

    [Fact]
    public async Task Scopes_are_taken_away_and_given_back_from_outside()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Simulator.PageUrl, "control/") };
        var taken = await PostAsync(http, """{"remove":["chat:write","files:read"]}""");
        Assert.Equal(["chat:write", "files:read"], taken.GetProperty("missing").EnumerateArray().Select(scope => scope.GetString()!).Order());
        Assert.Equal("missing_scope", (await Api.FormAsync("chat.postMessage", ("channel", Channel), ("text", "hi"))).Error());

        await PostAsync(http, """{"add":["chat:write"]}""");
        Assert.True((await Api.FormAsync("chat.postMessage", ("channel", Channel), ("text", "hi"))).Ok());
        Assert.Equal("users:read", Assert.Single((await PostAsync(http, """{"scopes":["users:read"]}""")).GetProperty("scopes").EnumerateArray()).GetString());
        await PostAsync(http, """{"remove":"chat:write"}""", HttpStatusCode.BadRequest);
    }

    private async Task<string?> EmailAsync()
    {
        var profile = (await Api.FormAsync("users.info", ("user", Ada))).GetProperty("user").GetProperty("profile");
        return profile.TryGetProperty("email", out var email) ? email.GetString() : null;
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("scopes", content);
        Assert.Equal(expected, response.StatusCode);
        return await Api.ReadAsync(response);
    }
}
