using System.Text.Json;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.World;

/// <summary>Edits, people of other organisations, and the same app in another workspace, as Slack tells of them.</summary>
[Trait("Req", "XP-1")]
public sealed class WorkspaceTests
{
    [Fact]
    public async Task An_edit_mentions_the_app_anew_and_says_what_the_message_was_before()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var socket = await RawSocket.OpenAsync(simulator);
        var ts = simulator.World.PostAsUser("C0GENERAL", "U0ADA", "can you?");
        simulator.World.EditMessage("C0GENERAL", ts, "<@U0HOLDFAST> can you?");

        var mention = Inner(await socket.NextEventAsync("app_mention"));
        Assert.Equal((ts, "<@U0HOLDFAST> can you?"), (mention.Text("ts"), mention.Text("text")));
        Assert.Equal("U0ADA", mention.GetProperty("edited").Text("user"));
        var change = Inner(await NextChangeAsync(socket));
        Assert.Equal("message_changed", change.Text("subtype"));
        Assert.Equal(("<@U0HOLDFAST> can you?", "can you?"), (change.GetProperty("message").Text("text"), change.GetProperty("previous_message").Text("text")));
    }

    [Fact]
    public async Task In_a_shared_channel_an_event_names_the_speakers_workspace_and_is_authorized_for_the_apps()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var socket = await RawSocket.OpenAsync(simulator);
        simulator.World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = "T0PARTNER" });
        foreach (var (user, team) in ((string, string)[])[("U0PETRA", "T0PARTNER"), ("U0ADA", "T0HOLDFAST")])
        {
            simulator.World.MentionBot("C0GENERAL", user, "hello");
            var frame = await socket.NextEventAsync("app_mention");
            var payload = frame.GetProperty("payload");
            Assert.Equal((team, "T0HOLDFAST", true), (payload.Text("team_id"), payload.Text("context_team_id"), payload.GetProperty("is_ext_shared_channel").GetBoolean()));
            Assert.Equal("T0HOLDFAST", payload.GetProperty("authorizations")[0].Text("team_id"));
            Assert.Equal((team, team), (Inner(frame).Text("user_team"), Inner(frame).Text("team")));
            await socket.AckAsync(frame);
        }
    }

    [Fact]
    public async Task What_another_installation_is_told_comes_over_the_same_sockets()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var socket = await RawSocket.OpenAsync(simulator);
        simulator.World.RaiseEvent(JsonElement.Parse("""{"type":"app_uninstalled"}"""), "T0OTHER");

        var payload = (await socket.NextEventAsync("app_uninstalled")).GetProperty("payload");
        Assert.Equal(("T0OTHER", "T0OTHER"), (payload.Text("team_id"), payload.GetProperty("authorizations")[0].Text("team_id")));
    }

    /// <summary>Past the message as it was first written.</summary>
    private static async Task<JsonElement> NextChangeAsync(RawSocket socket)
    {
        while (true)
        {
            var frame = await socket.NextEventAsync("message");
            if (Inner(frame).TryGetProperty("subtype", out _)) return frame;
        }
    }

    private static JsonElement Inner(JsonElement frame) => frame.GetProperty("payload").GetProperty("event");
}
