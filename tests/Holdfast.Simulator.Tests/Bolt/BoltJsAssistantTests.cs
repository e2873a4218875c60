using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Bolt;

/// <summary>Slack's own framework with an assistant, and with a select that it fills while somebody types.</summary>
[Trait("Req", "XP-1")]
public sealed class BoltJsAssistantTests
{
    [Fact]
    public async Task Its_assistant_greets_suggests_keeps_what_is_looked_at_and_names_the_chat()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator, "assistant.js");
        var world = simulator.World;
        var direct = world.OpenDirectMessage(world.Ada.Id).Id;

        var chat = world.OpenAssistantThread(world.Ada.Id, world.General.Id);
        await world.WaitForMessageAsync(message => message.ThreadTs == chat && message.Text == "How can I help?");
        await simulator.Calls.WaitForCallAsync(call => call is { Method: "assistant.threads.setSuggestedPrompts", Outcome: "ok" });
        var prompts = world.Prompts(direct, chat)!;
        Assert.Equal("About C0GENERAL", prompts.Title);
        Assert.Equal([new SuggestedPrompt("Tides", "When is high tide?"), new SuggestedPrompt("Wind", "How strong is the wind?")], prompts.Prompts);

        world.ChangeAssistantContext(world.Ada.Id, world.Random.Id);
        await simulator.Calls.WaitForCallAsync(call => call.Method == "chat.update" && call.Arguments["metadata"]!.Contains("C0RANDOM", StringComparison.Ordinal));
        world.PostAsUser(direct, world.Ada.Id, prompts.Prompts[0].Message, chat);
        await world.WaitForMessageAsync(message => message.ThreadTs == chat && message.Text == "At six, in C0RANDOM");
        Assert.Equal("When is high tide?", world.Title(direct, chat));
        Assert.Null(world.Prompts(direct, chat));
    }

    [Fact]
    public async Task It_offers_options_while_somebody_types_and_hears_which_one_was_chosen()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator, "assistant.js");
        var (world, act) = (simulator.World, simulator.Interactions);
        await act.Command(world.Ada.Id, world.General.Id, "/boats", "").Ended;
        var asked = await world.WaitForMessageAsync(message => message.Text == "Which boat?");

        var offered = await act.Suggest(world.Ada.Id, world.General.Id, asked.Ts, "boat", "k").Ended;
        Assert.Equal([("Ketch", "The Ketch"), ("Kayak", "The Kayak")], offered.Options.Select(option => (option.Value, option.Text)));
        Assert.Throws<ArgumentException>(() => act.Click(world.Ada.Id, world.General.Id, asked.Ts, "boat", "Dinghy"));
        act.Click(world.Ada.Id, world.General.Id, asked.Ts, "boat", "Kayak");
        await world.WaitForMessageAsync(message => message.Text == "The Kayak it is");
    }
}
