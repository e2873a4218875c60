using Holdfast.Simulator.Requests;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Bolt;

/// <summary>Slack's own SDK takes the requests, and believes their signatures.</summary>
[Trait("Req", "XP-1")]
[Trait("Req", "RS-2")]
public sealed class BoltJsHttpTests
{
    [Fact]
    public async Task Mentions_commands_and_clicks_come_to_it_by_http_and_what_it_missed_is_repeated()
    {
        await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions
        {
            SocketMode = new SocketModeOptions { RetryFailedAfter = [.. Enumerable.Repeat(TimeSpan.FromSeconds(0.5), 100)] },
        });
        await using var bolt = await BoltApp.StartByHttpAsync(simulator);
        var world = simulator.World;

        var ts = world.MentionBot(world.General.Id, world.Ada.Id, "ahoy & <https://example.com|link> 😀");
        Assert.Equal("echo ahoy & <https://example.com|link> 😀", (await world.WaitForReplyAsync(world.General.Id, ts)).Text);

        var told = await simulator.Interactions.Command(world.Ada.Id, world.General.Id, "/tide", "six & seven + 100%").Ended;
        Assert.True(told.IsAcknowledged, told.ToString());
        Assert.Equal("the tide at six & seven + 100% for ada", (await world.WaitForEphemeralAsync(world.Ada.Id)).Text);

        world.PostAsUser(world.General.Id, world.Ada.Id, "ask");
        var asked = await world.WaitForMessageAsync(message => message.Text == "really?");
        Assert.True((await simulator.Interactions.Click(world.Ada.Id, world.General.Id, asked.Ts, "yes").Ended).IsAcknowledged);
        await world.WaitForMessageAsync(message => message.Text == "clicked a&b=c d");

        await bolt.KillAsync();
        var missed = world.MentionBot(world.General.Id, world.Ada.Id, "anyone?");
        var failed = await simulator.Sockets.WaitForEnvelopeAsync(record => record.MessageTs == missed && record.Deliveries.Count > 1);
        await bolt.StartAgainAsync();
        Assert.Equal("echo anyone?", (await world.WaitForReplyAsync(world.General.Id, missed)).Text);
        Assert.Equal(1, failed.Deliveries[1].RetryAttempt);
    }

    [Fact]
    public async Task An_address_that_is_not_the_apps_is_not_set()
    {
        await using var simulator = await SlackSimulator.StartAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => simulator.Requests.SetAsync(new RequestUrls(new Uri(simulator.PageUrl, "nothing"))));

        Assert.StartsWith("Your URL didn't respond with the value of the challenge parameter", refused.Message, StringComparison.Ordinal);
        Assert.False(simulator.Sockets.IsDisabled);
    }
}
