using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Slack says the same thing twice, says what nobody asked for, or takes its permission back.</summary>
public sealed class RedeliveryTests : EndToEndTest
{
    /// <summary>No twins: what is delivered, and how often, is what a test delivers.</summary>
    private protected override SimulatorOptions Options => new() { EmitMessageTwins = false };

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task An_event_delivered_again_in_new_envelopes_and_after_a_restart_is_answered_once()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var thread = World.PostAsUser(General, Ada, "as Slack holds it");
        var mention = Events.Mention(General, Ada, $"{World.Mention} again and again", thread);

        for (var i = 0; i < 3; i++) await DeliverAsync(mention, "Ev0SAME");
        await AnswerAsync(General, thread, "echo again and again");
        await DeliverAsync(mention, "Ev0SAME");
        await Server.KillAsync();
        await Server.StartAsync();
        await DeliverAsync(mention, "Ev0SAME");
        await DeliverAsync(mention, "Ev0TWIN");

        await Server.WaitUntilIdleAsync();
        Assert.Equal(["echo again and again"], Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task Events_that_nobody_handles_are_acknowledged_and_disturb_nothing()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var before = Slack.Sockets.Counters.Acked;

        foreach (var type in (string[])["member_joined_channel", "app_home_opened", "team_rename", "something_new_in_2031"])
            World.RaiseEvent(new JsonObject { ["type"] = type, ["user"] = Ada, ["channel"] = General }.ToElement());
        var thread = World.MentionBot(General, Ada, "still there?");

        await AnswerAsync(General, thread, "echo still there?");
        await Server.WaitUntilIdleAsync();
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
        Assert.True(Slack.Sockets.Counters.Acked - before >= 5, Slack.Sockets.Counters.ToString());
        Assert.Single(World.Messages(General), message => message.IsFromBot);
    }

    [Fact]
    [Trait("Req", "RS-4")]
    public async Task Revoked_tokens_pause_the_bot_which_goes_on_keeping_what_it_is_told()
    {
        await StartAsync(("Agent:Kind", "Echo"));

        World.RaiseEvent(Revoked("U0SOMEBODY"));
        var before = World.MentionBot(General, Ada, "before");
        await AnswerAsync(General, before, "echo before");
        var refused = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "auth.test", ErrorCode = "token_revoked" });
        World.RaiseEvent(Revoked(Slack.BotUserId));
        var paused = await Server.WaitForHealthAsync("paused", health => health.Status == "paused");
        var after = World.MentionBot(General, Ada, "after");
        var taken = await Slack.Sockets.WaitForEnvelopeAsync(envelope => envelope.MessageTs == after && envelope.AckedAt is not null);
        var kept = await Server.WaitForHealthAsync("the message is kept", health => health.Backlog == 1);

        Assert.Contains("tokens_revoked", paused.Problems, StringComparison.Ordinal);
        await Server.WaitForOutputAsync("crit:");
        Assert.NotNull(taken.AckedAt);
        Assert.Equal("paused", kept.Status);
        Assert.Empty(Answers(General, after));

        await Server.KillAsync();
        refused.Dispose();
        await Server.StartAsync();
        await AnswerAsync(General, after, "echo after");
    }

    private static System.Text.Json.JsonElement Revoked(string user) => new JsonObject
    {
        ["type"] = "tokens_revoked",
        ["tokens"] = new JsonObject { ["oauth"] = new JsonArray(), ["bot"] = new JsonArray(user) },
    }.ToElement();

    /// <summary>Sends a frame of its own envelope on one connection, and waits for its acknowledgement.</summary>
    private async Task DeliverAsync(JsonObject mention, string eventId)
    {
        var acks = Slack.Sockets.Counters.UnknownAcks;
        Slack.Sockets.SendText(Events.Frame(Guid.NewGuid().ToString(), eventId, Slack.TeamId, mention), Slack.Sockets.Open[0]);
        await Eventually.SeeAsync("the frame is acknowledged", () => Slack.Sockets.Counters.UnknownAcks > acks, () => Slack.Sockets.Counters.ToString());
    }
}
