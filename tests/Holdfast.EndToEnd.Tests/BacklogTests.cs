using System.Net;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>More messages wait than may: no further message is taken in, and whatever helps out of it works.</summary>
[Trait("Req", "RS-16")]
[Trait("Req", "RS-17")]
public sealed class BacklogTests : EndToEndTest
{
    private const int Most = 1_000;
    private const int Refused = 10;
    private const string Full = "Storage:MaxBacklog";
    private const string NoMore = "accepts no more messages";

    private string Grace => World.Grace.Id;

    private protected override SimulatorOptions Options => Impatient;

    [Theory]
    [InlineData("console")]
    [InlineData("command")]
    [Trait("Req", "RS-8")]
    [Trait("Req", "RS-23")]
    public async Task Paused_and_full_it_says_so_and_goes_on_when_it_is_resumed_also_after_a_restart(string how)
    {
        await StartSmallAsync();
        Assert.Equal(0, (await Server.RunVerbAsync("pause")).Code);
        var threads = await FillAsync("say kept");

        Assert.Equal("degraded", (await SeeFullAsync()).Status);

        // One line for each that is refused: it says which setting, and not where in the code.
        await Server.WaitForOutputAsync("Slack will deliver it again: Not taken in");
        Assert.DoesNotContain("   at Holdfast.", Server.Output, StringComparison.Ordinal);
        var alert = await World.WaitForMessageAsync(message => message.IsFromBot && message.Channel == World.Random.Id);
        Assert.Contains(NoMore, alert.Text, StringComparison.Ordinal);
        Assert.Contains(Full, alert.Attachments, StringComparison.Ordinal);
        await Server.KillAsync();
        await Server.LaunchAsync();
        Assert.Equal("degraded", (await SeeFullAsync()).Status);

        if (how == "console")
            Assert.Equal(0, (await Server.RunVerbAsync("resume")).Code);
        else
            await CommandAsync("resume", "I'm back");
        await Server.WaitUntilIdleAsync();
        await Server.WaitUntilReadyAsync();
        await Server.WaitForHealthAsync("ok", health => health.Status == "ok");
        Assert.All(threads, thread => Assert.Equal(["kept"], Answers(General, thread)));

        // However often it filled up again at its limit while it was worked off.
        Assert.Single(World.Messages(World.Random.Id), message => message.Text.Contains(NoMore, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "RS-18")]
    [Trait("Req", "AS-21")]
    public async Task Full_it_can_be_paused_a_run_stopped_and_a_request_decided()
    {
        await StartSmallAsync(
            ("Runs:Concurrency", "2"), ("Runs:NoticeAfter", "00:00:00.5"), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", Grace));
        var asking = World.MentionBot(General, Ada, "use current_time");
        var card = await World.WaitForReplyAsync(General, asking, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        Slack.Model.StallAll = true;
        var stalled = World.MentionBot(General, Ada, "say never");
        var notice = await World.WaitForReplyAsync(General, stalled, message => message.Blocks?.Contains("run.stop", StringComparison.Ordinal) == true);
        await FillAsync("say kept");
        await SeeFullAsync();

        Slack.Interactions.Click(Grace, General, card.Ts, "approval.approve");
        await World.WaitForReplyAsync(General, asking, message => message.Ts == card.Ts && message.Blocks?.Contains("approved this", StringComparison.Ordinal) == true);
        Slack.Interactions.Click(Ada, General, notice.Ts, "run.stop");
        await AnswerAsync(General, stalled, "Stopped");
        await CommandAsync("pause", "Paused");
        await CommandAsync("resume", "I'm back");
        Assert.Equal(0, (await Server.RunVerbAsync("pause")).Code);
        await Eventually.SeeAsync("no run is under way", () => Slack.Model.InFlight == 0, () => $"{Slack.Model.InFlight}");
    }

    private Task<HoldfastUnderTest> StartSmallAsync(params IEnumerable<(string Key, string Value)> settings) => StartAsync(
        [
            ("Storage:MaxBacklog", $"{Most}"), ("Operators:Users:0", Grace), ("Notifications:SlackChannel", World.Random.Id), .. settings,
        ]);

    /// <summary>Says more than may wait.</summary>
    private async Task<IReadOnlyList<string>> FillAsync(string text)
    {
        IReadOnlyList<string> threads = [.. Enumerable.Range(0, Most + Refused).Select(_ => World.MentionBot(General, Ada, text))];
        await Eventually.SeeAsync(
            "what does not fit is refused and comes again", () => Slack.Sockets.Counters.Redelivered >= Refused, () => Slack.Sockets.Counters.ToString());
        return threads;
    }

    private async Task<Health> SeeFullAsync()
    {
        var health = await Server.WaitForHealthAsync("full", seen => seen.Problems.Contains(Full, StringComparison.Ordinal));
        await Eventually.SeeAsync(
            "not ready for that reason",
            Server.ReadyAsync,
            ready => ready.Code == HttpStatusCode.ServiceUnavailable && ready.Text.Contains(Full, StringComparison.Ordinal));
        return health;
    }

    private async Task CommandAsync(string text, string answer)
    {
        Slack.Interactions.Command(Grace, General, "/holdfast", text);
        await World.WaitForEphemeralAsync(Grace, message => message.Text.Contains(answer, StringComparison.Ordinal));
    }
}
