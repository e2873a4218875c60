using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Holdfast as it is tried at first: the simulator's own program, and what it tells the server that it starts.</summary>
public sealed class SimulatorProgramTests
{
    [Fact]
    [Trait("Req", "XP-1")]
    public async Task Whoever_keeps_the_data_in_a_folder_can_still_try_everything()
    {
        using var folder = new TemporaryFolder();
        await using var simulator = await SimulatorUnderTest.StartAsync("--set", $"Storage:Path={folder.Path}/data");

        var thread = await simulator.SayAsync("<@U0HOLDFAST> run the command uname -a");
        var card = await simulator.AnswerAsync(thread, "approval.approve");
        await simulator.ClickAsync("U0GRACE", card, "approval.approve");

        await simulator.AnswerAsync(thread, "uname -a printed:");
        await simulator.AnswerAsync(thread, "Linux");
        await simulator.AnswerAsync(thread, "finished in");
        Assert.NotEmpty(Directory.GetFiles($"{folder.Path}/data", "holdfast.db*"));
    }

    [Fact]
    [Trait("Req", "XP-1")]
    public async Task Two_can_be_tried_on_one_machine()
    {
        await using var first = await SimulatorUnderTest.StartAsync();
        await first.AnswerAsync(await first.SayAsync("<@U0HOLDFAST> hello"), "Hello!");
        await using var second = await SimulatorUnderTest.StartAsync();

        await second.AnswerAsync(await second.SayAsync("<@U0HOLDFAST> hello"), "Hello!");
    }
}
