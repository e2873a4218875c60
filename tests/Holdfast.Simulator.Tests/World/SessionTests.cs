using System.Text.Json;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.World;

/// <summary>Sessions of an app that is declared by <c>agent_view</c>: their statuses, their stop button, and what people look at.</summary>
[Trait("Req", "AS-22")]
public sealed class SessionTests : InteractiveTest
{
    private SlackWorld World => Simulator.World;

    protected override SimulatorOptions Simulated => new()
    {
        EmitBotMessages = false, EmitMessageTwins = false, HasAgentSessions = true, AgentDeclaration = AgentDeclaration.AgentView,
    };

    [Fact]
    public async Task Who_processes_for_an_hour_is_believed_no_longer_and_each_repetition_begins_it_anew()
    {
        var ts = World.PostAsUser(Channel, Ada, "work");
        await SetStatusAsync(ts, "processing");
        Simulator.Clock.Offset = TimeSpan.FromMinutes(59);
        Assert.True(World.Session(Channel, ts)!.IsStoppable);
        await SetStatusAsync(ts, "processing");

        Simulator.Clock.Offset = TimeSpan.FromMinutes(118);
        Assert.Equal("processing", World.Session(Channel, ts)!.Status);
        Simulator.Clock.Offset = TimeSpan.FromMinutes(119);
        Assert.Equal(("active", false), (World.Session(Channel, ts)!.Status, World.Session(Channel, ts)!.IsStoppable));
    }

    [Fact]
    public async Task A_title_counts_when_the_session_begins_and_is_changed_by_its_own_method_only()
    {
        var ts = World.PostAsUser(Channel, Ada, "work");

        Assert.Equal("First", (await SetStatusAsync(ts, "processing", ("title", "First"))).Text("title"));
        Assert.Equal("First", (await SetStatusAsync(ts, "active", ("title", "Second"))).Text("title"));
        Assert.Equal("invalid_name", (await RenameAsync(ts, " ")).Error());
        Assert.Equal("Third", (await RenameAsync(ts, "Third")).Text("title"));

        World.RenameSession(Ada, Channel, ts, "Fourth");
        var renamed = Event(await Socket.NextEventAsync("agent_session_title_changed"));
        Assert.Equal(("Fourth", "Third", "T0HOLDFAST"), (renamed.Text("title"), renamed.Text("previous_title"), renamed.Text("team_id")));
    }

    [Fact]
    [Trait("Req", "AS-21")]
    public async Task The_stop_button_ends_the_streams_of_the_thread_and_leaves_the_status()
    {
        var ts = World.PostAsUser(Channel, Ada, "work");
        await SetStatusAsync(ts, "processing");
        var stream = (await Api.FormAsync(
            "chat.startStream", ("channel", Channel), ("thread_ts", ts), ("recipient_user_id", Ada), ("recipient_team_id", "T0HOLDFAST"), ("markdown_text", "so far"))).Text("ts");

        World.StopSession(Ada, Channel, ts);

        var stopped = Event(await Socket.NextEventAsync("agent_session_stopped"));
        Assert.Equal([stream], stopped.GetProperty("streaming_message_ts").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("message_not_in_streaming_state", (await Api.FormAsync("chat.appendStream", ("channel", Channel), ("ts", stream), ("markdown_text", "more"))).Error());
        Assert.Equal(("so far", "completed"), (World.Message(Channel, stream)!.Text, World.Message(Channel, stream)!.StreamingState));
        Assert.Equal("processing", World.Session(Channel, ts)!.Status);
    }

    [Theory]
    [InlineData(null, "active")]
    [InlineData("processing", "processing")]
    [InlineData("suspended", "suspended")]
    public async Task A_finished_stream_sets_the_status(string? asked, string status)
    {
        var ts = World.PostAsUser("D0ADA", Ada, "work");
        await Api.FormAsync("agents.sessions.setStatus", ("channel_id", "D0ADA"), ("thread_ts", ts), ("status", "processing"));
        var stream = (await Api.FormAsync("chat.startStream", ("channel", "D0ADA"), ("thread_ts", ts))).Text("ts");

        Assert.Equal("invalid_arguments", (await Api.FormAsync("chat.stopStream", ("channel", "D0ADA"), ("ts", stream), ("session_status", "asleep"))).Error());
        await Api.FormAsync("chat.stopStream", [("channel", "D0ADA"), ("ts", stream), .. asked is null ? Array.Empty<(string, string)>() : [("session_status", asked)]]);

        Assert.Equal(status, World.Session("D0ADA", ts)!.Status);
    }

    [Fact]
    public async Task The_older_status_and_the_newer_one_share_a_place()
    {
        var ts = World.PostAsUser(Channel, Ada, "work");
        await Api.FormAsync("assistant.threads.setStatus", ("channel_id", Channel), ("thread_ts", ts), ("status", "is thinking..."));
        await SetStatusAsync(ts, "processing");
        Assert.Null(World.Status(Channel, ts));
        Assert.True(World.Session(Channel, ts)!.IsStoppable);

        await Api.FormAsync("assistant.threads.setStatus", ("channel_id", Channel), ("thread_ts", ts), ("status", "is thinking..."));
        Assert.Equal(("processing", false), (World.Session(Channel, ts)!.Status, World.Session(Channel, ts)!.IsStoppable));
    }

    [Fact]
    public async Task Where_the_app_is_no_member_it_has_no_session()
    {
        World.AddChannel("elsewhere", withBot: false);
        World.AddChannel("hidden", isPrivate: true, withBot: false);
        Assert.Equal("not_authorized", (await Api.FormAsync("agents.sessions.setStatus", ("channel_id", "C0ELSEWHERE"), ("status", "active"))).Error());
        Assert.Equal("channel_not_found", (await Api.FormAsync("agents.sessions.setStatus", ("channel_id", "C0HIDDEN"), ("status", "active"))).Error());
    }

    [Fact]
    public async Task What_a_person_looks_at_is_told_and_comes_with_their_messages()
    {
        World.LookAt(Ada, Channel);
        var changed = Event(await Socket.NextEventAsync("app_context_changed"));
        Assert.Equal((Ada, "D0ADA", Channel), (changed.Text("user"), changed.Text("channel"), changed.GetProperty("context").GetProperty("entities")[0].Text("value")));

        World.PostAsUser("D0ADA", Ada, "sum this up");
        Assert.Equal("slack#/types/channel_id", Event(await Socket.NextEventAsync("message")).GetProperty("app_context").GetProperty("entities")[0].Text("type"));
        World.OpenMessagesTab(Ada);
        Assert.True(Event(await Socket.NextEventAsync("app_home_opened")).TryGetProperty("context", out _));

        World.LookAt(Ada, null);
        Assert.Equal("{}", Event(await Socket.NextEventAsync("app_context_changed")).GetProperty("context").GetRawText());
    }

    private Task<JsonElement> SetStatusAsync(string ts, string status, params (string, string)[] more) =>
        Api.FormAsync("agents.sessions.setStatus", [("channel_id", Channel), ("thread_ts", ts), ("status", status), .. more]);

    private Task<JsonElement> RenameAsync(string ts, string title) =>
        Api.FormAsync("agents.sessions.rename", ("channel_id", Channel), ("thread_ts", ts), ("title", title));

    private static JsonElement Event(JsonElement envelope) => envelope.GetProperty("payload").GetProperty("event");
}

/// <summary>An app that lacks something of an agent.</summary>
[Trait("Req", "AS-22")]
public sealed class SessionlessTests
{
    [Fact]
    public async Task An_app_that_is_no_agent_is_refused_and_told_nothing()
    {
        await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions { HasAgentSessions = true, AgentDeclaration = AgentDeclaration.None });
        using var api = new Api(simulator);
        var ts = simulator.World.PostAsUser("C0GENERAL", "U0ADA", "work");

        var refused = await api.FormAsync("agents.sessions.setStatus", ("channel_id", "C0GENERAL"), ("thread_ts", ts), ("status", "processing"));
        Assert.Equal("not_authorized", refused.Error());
        Assert.Throws<ArgumentException>(() => simulator.World.LookAt("U0ADA", "C0GENERAL"));
    }

    [Fact]
    public async Task An_app_that_does_not_listen_for_the_stop_button_is_warned_and_people_have_none()
    {
        await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions { HasAgentSessions = true, HearsSessionStops = false });
        using var api = new Api(simulator);
        var ts = simulator.World.PostAsUser("C0GENERAL", "U0ADA", "work");

        var set = await api.FormAsync("agents.sessions.setStatus", ("channel_id", "C0GENERAL"), ("thread_ts", ts), ("status", "processing"));
        Assert.Equal((true, "missing_agent_session_stopped_event_subscription"), (set.Ok(), set.Text("warning")));
        Assert.False(simulator.World.Session("C0GENERAL", ts)!.IsStoppable);
        Assert.Throws<ArgumentException>(() => simulator.World.StopSession("U0ADA", "C0GENERAL", ts));
    }
}
