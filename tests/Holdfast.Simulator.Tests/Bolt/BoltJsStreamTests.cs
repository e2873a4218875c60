using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Bolt;

/// <summary>Bolt's own helper for streamed messages, and its agent methods, unchanged.</summary>
[Trait("Req", "XP-1")]
public sealed class BoltJsStreamTests
{
    [Fact]
    [Trait("Req", "AS-7")]
    public async Task Its_helper_streams_text_tasks_blocks_and_metadata()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        using var api = new Api(simulator);
        var world = simulator.World;
        var direct = world.OpenDirectMessage(world.Ada.Id);

        var asked = world.PostAsUser(direct.Id, world.Ada.Id, "stream");
        var message = await world.WaitForReplyAsync(direct.Id, asked, reply => reply.StreamingState == "completed");

        Assert.Equal("*Tide* turns at six. Looked", Plain(message.Text));
        Assert.Equal(("tide", """{"hour":6}"""), (message.Metadata!.EventType, message.Metadata.EventPayload));
        var blocks = (await api.FormAsync("conversations.replies", ("channel", direct.Id), ("ts", asked))).GetProperty("messages")[1].GetProperty("blocks");
        Assert.Equal(["markdown", "task_card", "markdown", "context"], blocks.EnumerateArray().Select(block => block.Text("type")));
        Assert.Equal(("complete", "the sea"), (blocks[1].Text("status"), blocks[1].GetProperty("sources")[0].Text("text")));
        Assert.Equal(1, simulator.Calls.Count("chat.startStream"));
        Assert.True(simulator.Calls.Count("chat.appendStream") > 0);
    }

    [Fact]
    [Trait("Req", "AS-21")]
    [Trait("Req", "AS-22")]
    public async Task It_hears_of_the_stop_button_and_ends_its_session()
    {
        await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions { HasAgentSessions = true });
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;
        var general = world.General.Id;

        var asked = world.MentionBot(general, world.Ada.Id, "slowly");
        await world.WaitForReplyAsync(general, asked, reply => reply is { StreamingState: "in_progress", Text: "I have begun" });
        Assert.Equal("Slowly", (await world.WaitForSessionAsync(session => session.Status == "processing")).Title);
        world.StopSession(world.Ada.Id, general, asked);

        await world.WaitForReplyAsync(general, asked, reply => reply.Text == "stopped 1");
        Assert.Equal(["processing", "active"], world.SessionHistory.Select(session => session.Status));
    }

    /// <summary>Where Bolt cuts the text is its own affair.</summary>
    private static string Plain(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
