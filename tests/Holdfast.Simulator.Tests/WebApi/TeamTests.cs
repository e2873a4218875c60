using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.WebApi;

[Trait("Req", "XP-1")]
public sealed class TeamTests : IAsyncDisposable
{
    private SlackSimulator _simulator = null!;
    private Api _api = null!;

    private SlackWorld World => _simulator.World;

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task User_groups_and_their_members_are_listed()
    {
        await StartAsync();
        World.AddUserGroup("S0PILOTS", "pilots", World.Ada.Id, World.Grace.Id);
        World.AddUserGroup("S0OLD", "old", World.Linus.Id);
        World.DisableUserGroup("S0OLD");

        var members = await _api.FormAsync("usergroups.users.list", ("usergroup", "S0PILOTS"));
        Assert.Equal([World.Ada.Id, World.Grace.Id], members.GetProperty("users").EnumerateArray().Select(user => user.GetString()));
        Assert.Equal("no_such_subteam", (await _api.FormAsync("usergroups.users.list", ("usergroup", "S0NONE"))).Error());
        Assert.Equal("no_such_subteam", (await _api.FormAsync("usergroups.users.list", ("usergroup", "S0OLD"))).Error());
        Assert.True((await _api.FormAsync("usergroups.users.list", ("usergroup", "S0OLD"), ("include_disabled", "1"))).Ok());

        var groups = (await _api.FormAsync("usergroups.list", ("include_users", "true"))).GetProperty("usergroups");
        Assert.Equal(("S0PILOTS", "pilots", 2), (groups[0].Text("id"), groups[0].Text("handle"), groups[0].GetProperty("users").GetArrayLength()));
        Assert.Equal(1, groups.GetArrayLength());
        World.AddUserGroup("S0PILOTS", "pilots", World.Linus.Id);
        Assert.Equal(World.Linus.Id, (await _api.FormAsync("usergroups.users.list", ("usergroup", "S0PILOTS"))).GetProperty("users")[0].GetString());
        Assert.Throws<ArgumentException>(() => World.AddUserGroup("S0NEW", "new", "U0NOBODY"));
    }

    [Fact]
    public async Task A_reaction_is_taken_back_once()
    {
        await StartAsync();
        var ts = World.PostAsUser(World.General.Id, World.Ada.Id, "work on it");
        (string, string)[] eyes = [("channel", World.General.Id), ("timestamp", ts), ("name", "eyes")];

        Assert.True((await _api.FormAsync("reactions.add", eyes)).Ok());
        Assert.True((await _api.FormAsync("reactions.remove", eyes)).Ok());
        Assert.Equal("no_reaction", (await _api.FormAsync("reactions.remove", eyes)).Error());
        Assert.Empty(World.Message(World.General.Id, ts)!.Reactions);
    }

    [Fact]
    public async Task Agent_sessions_are_off_by_default()
    {
        await StartAsync();
        var ts = World.PostAsUser(World.General.Id, World.Ada.Id, "work on it");

        Assert.Equal("feature_disabled", (await SetStatusAsync(ts, "processing")).Error());
        Assert.Equal("feature_disabled", (await _api.FormAsync("agents.sessions.rename", ("channel_id", World.General.Id), ("thread_ts", ts), ("title", "t"))).Error());
        Assert.Empty(World.Sessions);
    }

    [Fact]
    public async Task An_agent_session_is_begun_named_and_ended()
    {
        await StartAsync(hasSessions: true);
        var ts = World.PostAsUser(World.General.Id, World.Ada.Id, "work on it");

        Assert.Equal("session_not_found", (await RenameAsync(ts, "Repairs")).Error());
        Assert.Equal("processing", (await SetStatusAsync(ts, "processing")).Text("agent_status"));
        Assert.Equal("Repairs", (await RenameAsync(ts, "Repairs")).Text("title"));
        Assert.Equal("Repairs", (await SetStatusAsync(ts, "closed")).Text("title"));
        Assert.Equal(new AgentSession(World.General.Id, ts, "closed", "Repairs"), World.Session(World.General.Id, ts));
        Assert.Equal("invalid_status", (await SetStatusAsync(ts, "asleep")).Error());
        Assert.Equal("invalid_name", (await RenameAsync(ts, new string('x', 201))).Error());
        Assert.Equal("thread_ts_required", (await _api.FormAsync("agents.sessions.setStatus", ("channel_id", World.General.Id), ("status", "active"))).Error());
        Assert.Equal("channel_not_found", (await _api.FormAsync("agents.sessions.setStatus", ("channel_id", "C0NOWHERE"), ("status", "active"))).Error());
    }

    [Fact]
    public async Task The_stop_button_tells_the_app_who_pressed_it_where()
    {
        await StartAsync(hasSessions: true);
        await using var socket = await RawSocket.OpenAsync(_simulator);
        using var http = new HttpClient { BaseAddress = _simulator.PageUrl };
        var ts = World.PostAsUser(World.General.Id, World.Ada.Id, "work on it");
        await SetStatusAsync(ts, "processing");

        World.StopSession(World.Grace.Id, World.General.Id, ts);
        var stopped = (await socket.NextEventAsync("agent_session_stopped")).GetProperty("payload").GetProperty("event");
        Assert.Equal((World.Grace.Id, World.General.Id, ts), (stopped.Text("user"), stopped.Text("channel"), stopped.Text("thread_ts")));
        Assert.Equal(0, stopped.GetProperty("streaming_message_ts").GetArrayLength());
        Assert.Equal("processing", World.Session(World.General.Id, ts)!.Status);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, "sessions/stop", $$"""{"channel":"C0GENERAL","thread_ts":"{{ts}}"}"""));
        stopped = (await socket.NextEventAsync("agent_session_stopped")).GetProperty("payload").GetProperty("event");
        Assert.Equal(World.Ada.Id, stopped.Text("user"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, "sessions/stop", """{"channel":"C0GENERAL","thread_ts":"1.1"}"""));
        Assert.Contains("processing", await http.GetStringAsync("control/sessions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_groups_and_files_come_over_http_as_well()
    {
        await StartAsync();
        using var http = new HttpClient { BaseAddress = _simulator.PageUrl };

        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, "usergroups", """{"id":"S0PILOTS","handle":"pilots","users":["U0ADA"]}"""));
        Assert.Equal("pilots", Assert.Single(World.UserGroups).Handle);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, "usergroups", """{"id":"S0PILOTS","handle":"pilots","users":"U0ADA"}"""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, "files", """{"channel":"C0GENERAL","name":"a.txt","base64":"YWhveQ=="}"""));
        Assert.Equal("ahoy", Encoding.UTF8.GetString(World.FileBytes(Assert.Single(World.Files).Id).Span));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, "files", """{"channel":"C0GENERAL","name":"a.txt","base64":"?"}"""));
    }

    private async Task StartAsync(bool hasSessions = false)
    {
        _simulator = await SlackSimulator.StartAsync(new SimulatorOptions { HasAgentSessions = hasSessions });
        _api = new Api(_simulator);
    }

    private Task<JsonElement> SetStatusAsync(string ts, string status) =>
        _api.FormAsync("agents.sessions.setStatus", ("channel_id", World.General.Id), ("thread_ts", ts), ("status", status));

    private Task<JsonElement> RenameAsync(string ts, string title) =>
        _api.FormAsync("agents.sessions.rename", ("channel_id", World.General.Id), ("thread_ts", ts), ("title", title));

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("control/" + path, content);
        return response.StatusCode;
    }
}
