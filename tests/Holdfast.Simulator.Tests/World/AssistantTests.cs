using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.World;

/// <summary>Chats that people open with an app of the older kind, and what the app suggests in them.</summary>
[Trait("Req", "XP-1")]
public sealed class AssistantTests : InteractiveTest
{
    private const string Prompts = """[{"title":"Tides","message":"When is high tide?"}]""";

    private SlackWorld World => Simulator.World;

    [Fact]
    public async Task A_chat_begins_with_a_root_that_is_no_message_and_the_app_is_told_what_is_looked_at()
    {
        var chat = World.OpenAssistantThread(Ada, Channel);
        var started = (await Socket.NextEventAsync("assistant_thread_started")).GetProperty("payload").GetProperty("event").GetProperty("assistant_thread");
        Assert.Equal((Ada, "D0ADA", chat, Channel), (started.Text("user_id"), started.Text("channel_id"), started.Text("thread_ts"), started.GetProperty("context").Text("channel_id")));
        World.ChangeAssistantContext(Ada, null);
        var changed = (await Socket.NextEventAsync("assistant_thread_context_changed")).GetProperty("payload").GetProperty("event").GetProperty("assistant_thread");
        Assert.Equal((chat, 0), (changed.Text("thread_ts"), changed.GetProperty("context").EnumerateObject().Count()));

        World.PostAsUser("D0ADA", Ada, "hello", chat);
        Assert.Equal(chat, (await Socket.NextEventAsync("message")).GetProperty("payload").GetProperty("event").Text("thread_ts"));
        var replies = (await Api.FormAsync("conversations.replies", ("channel", "D0ADA"), ("ts", chat))).GetProperty("messages");
        Assert.Equal(("assistant_app_thread", "hello"), (replies[0].Text("subtype"), replies[1].Text("text")));
        Assert.Throws<ArgumentException>(() => World.ChangeAssistantContext(Grace, Channel));
        Assert.Throws<ArgumentException>(() => World.OpenAssistantThread(Ada, "C0NOWHERE"));
    }

    [Fact]
    public async Task Prompts_and_titles_are_checked_and_go_once_somebody_speaks()
    {
        var chat = World.OpenAssistantThread(Ada);
        Assert.True((await PromptAsync(Prompts, ("thread_ts", chat), ("title", "Ask me"))).Ok());
        Assert.Equal("Ask me", World.Prompts("D0ADA", chat)!.Title);
        Assert.Equal("invalid_thread_ts", (await PromptAsync(Prompts, ("thread_ts", "1.1"))).Error());
        Assert.Equal("not_agent_app", (await PromptAsync(Prompts)).Error());
        Assert.Equal("invalid_arguments", (await PromptAsync("""[{"title":"Tides"}]""", ("thread_ts", chat))).Error());
        Assert.Equal("invalid_arguments", (await PromptAsync($"[{string.Join(',', Enumerable.Repeat(Prompts[1..^1], 5))}]", ("thread_ts", chat))).Error());
        Assert.Equal("channel_not_found", (await Api.FormAsync("assistant.threads.setSuggestedPrompts", ("channel_id", "C0NOWHERE"), ("prompts", "[]"))).Error());
        Assert.True((await Api.FormAsync("assistant.threads.setTitle", ("channel_id", "D0ADA"), ("thread_ts", chat), ("title", "The tide"))).Ok());
        Assert.Equal("The tide", World.Title("D0ADA", chat));

        World.PostAsUser("D0ADA", Ada, "hello", chat);
        Assert.Null(World.Prompts("D0ADA", chat));
    }

    [Fact]
    public async Task An_agent_of_the_newer_kind_suggests_for_its_whole_place_and_has_no_such_chats()
    {
        await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions { AgentDeclaration = AgentDeclaration.AgentView });
        using var api = new Api(simulator);
        Assert.True((await api.FormAsync("assistant.threads.setSuggestedPrompts", ("channel_id", "D0ADA"), ("prompts", Prompts))).Ok());
        Assert.Equal("Tides", Assert.Single(simulator.World.Prompts("D0ADA", null)!.Prompts).Title);
        Assert.Throws<ArgumentException>(() => simulator.World.OpenAssistantThread(Ada));
    }

    private Task<System.Text.Json.JsonElement> PromptAsync(string prompts, params (string, string)[] more) =>
        Api.FormAsync("assistant.threads.setSuggestedPrompts", [("channel_id", "D0ADA"), ("prompts", prompts), .. more]);
}
