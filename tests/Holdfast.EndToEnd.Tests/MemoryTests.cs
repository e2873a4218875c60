using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Load;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Nothing grows with the number of events.</summary>
public sealed class MemoryTests : EndToEndTest
{
    [Fact]
    [Trait("Req", "RS-16")]
    [Trait("Req", "RS-3")]
    public async Task Twenty_thousand_events_leave_memory_where_half_of_them_had_left_it()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var plan = new LoadPlan(Events: 10_000, RatePerSecond: 800, Threads: 500);

        var first = await Slack.Load.RunAsync(plan);
        await Server.WaitUntilIdleAsync();
        var half = ProcessFacts.ResidentBytes(Server.ProcessId);
        var second = await Slack.Load.RunAsync(plan);
        await Server.WaitUntilIdleAsync();
        var whole = ProcessFacts.ResidentBytes(Server.ProcessId);

        TestContext.Current.TestOutputHelper?.WriteLine($"{half / 1e6:0} MB, then {whole / 1e6:0} MB\n{first}\n{second}");
        Assert.All([first, second], report => Assert.True(report is { Lost: 0, Doubled: 0, OutOfOrder: 0 }, report.ToString()));
        Assert.True(whole <= half * 1.3, $"{half / 1e6:0} MB after 10,000 events, {whole / 1e6:0} MB after 20,000.");
    }
}
