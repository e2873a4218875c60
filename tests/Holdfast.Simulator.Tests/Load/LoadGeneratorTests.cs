using Holdfast.Simulator.Load;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Load;

[Trait("Req", "XP-10")]
public sealed class LoadGeneratorTests
{
    /// <summary>A bot that a busy machine keeps from acknowledging in time would be sent everything again, and answer again.</summary>
    private static SimulatorOptions Patient => new()
    {
        EmitMessageTwins = false, EmitBotMessages = false, SocketMode = new SocketModeOptions { RetryAfter = [TimeSpan.FromMinutes(10)] },
    };

    [Fact]
    public async Task A_bot_that_answers_everything_once_is_reported_so()
    {
        await using var simulator = await SlackSimulator.StartAsync(Patient);
        await using var bot = await EchoBot.StartAsync(simulator);

        var report = await simulator.Load.RunAsync(new LoadPlan(1_000, 2_000, 50));

        Assert.Equal((1_000, 0, 0, 0), (report.Answered, report.Lost, report.Doubled, report.OutOfOrder));
        Assert.Equal(1_000, report.Acked);
        Assert.True(report.Reply.P50 > 0, "A reply takes some time.");
    }

    [Fact]
    public async Task Silence_and_second_replies_are_counted()
    {
        await using var simulator = await SlackSimulator.StartAsync(Patient);
        await using var bot = await EchoBot.StartAsync(simulator, number => number % 10 == 0 ? 0 : number % 10 == 1 ? 2 : 1);

        var report = await simulator.Load.RunAsync(new LoadPlan(100, 0, 10) { Patience = TimeSpan.FromSeconds(5) });

        Assert.Equal((90, 10, 10), (report.Answered, report.Lost, report.Doubled));
    }
}
