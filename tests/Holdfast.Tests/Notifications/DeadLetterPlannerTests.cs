using System.Text.Json;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Holdfast.Workspaces;

namespace Holdfast.Tests.Notifications;

[Trait("Req", "TM-5")]
public sealed class DeadLetterPlannerTests : IDisposable
{
    private readonly NotificationBench _bench = new();

    public DeadLetterPlannerTests() => _bench.Workspace.SignedIn(new BotIdentity(new TeamId("T1"), new UserId("UBOT"), "BBOT"));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_message_that_Slack_refuses_goes_on_in_the_next_channel_and_the_operators_hear_of_it()
    {
        var notification = _bench.Timer(ChannelNames.Slack, ChannelNames.Webhook);
        await _bench.AppendAsync(_bench.Planner.Plan(notification));
        var claim = await _bench.ClaimAsync(LaneQueue.Outbound);
        var planned = _bench.DeadLetters.Plan(claim.Item, "channel_not_found");
        Assert.Equal([LaneQueue.Notifications, LaneQueue.Outbound], planned.Select(item => item.Queue));

        var ticket = NotificationTicket.Read(planned[0].Payload);
        Assert.Equal((ChannelNames.Webhook, notification.Id, 0), (ticket.Channel, ticket.Notification.Id, ticket.Rest.Count));
        Assert.NotEqual(notification.Id, planned[0].Id);

        var alert = DeliveryPlan.Read(planned[1].Payload);
        Assert.Equal(("COPS", NotificationKinds.Alert), (alert.Channel, alert.Notification!.Notification.Kind));
        Assert.Contains("channel_not_found", alert.Notification.Notification.Text, StringComparison.Ordinal);
        Assert.Contains(claim.Item.Id.ToString(), alert.Notification.Notification.Text, StringComparison.Ordinal);
        Assert.Contains("holdfast dead-letters", alert.Notification.Notification.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("tea", alert.Notification.Notification.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_alert_that_dies_nobody_is_alerted_but_it_goes_on_in_the_next_channel()
    {
        await DieAsync();
        var alert = await _bench.ClaimAsync(LaneQueue.Outbound);
        foreach (var channel in (string[])[ChannelNames.Webhook, ChannelNames.Console])
        {
            var next = Assert.Single(_bench.DeadLetters.Plan(alert.Item, "channel_not_found"));
            Assert.Equal(channel, NotificationTicket.Read(next.Payload).Channel);
            await _bench.KeepAsync(new Transition { Claim = alert, Outcome = new ItemOutcome.Dead("x") });
            alert = await _bench.ClaimAsync();
        }

        Assert.Empty(_bench.DeadLetters.Plan(alert.Item, "x"));
    }

    [Fact]
    public async Task Ten_thousand_deaths_are_one_alert_for_each_queue_and_the_next_report_says_how_many_there_were()
    {
        using var counted = new Measured(_bench.Meters, "holdfast.notifications.ended");
        for (var i = 0; i < 100; i++)
            await DieAsync();
        var alert = await _bench.ClaimAsync(LaneQueue.Outbound);
        Assert.DoesNotContain("Since the last report", TextOf(alert), StringComparison.Ordinal);
        await DieAsync(LaneQueue.Jobs);
        Assert.Equal(100 + 1, (await _bench.Store.GetDeadLettersAsync(1_000, CancellationToken.None)).Count);
        Assert.Equal(2, _bench.Store.Settlements.Count);

        await _bench.KeepAsync(new Transition { Claim = alert, Outcome = ItemOutcome.Answered });
        await _bench.KeepAsync(new Transition { Claim = await _bench.ClaimAsync(LaneQueue.Outbound), Outcome = ItemOutcome.Answered });
        _bench.Clock.Advance(TimeSpan.FromMinutes(15));
        await DieAsync();
        Assert.Contains("there were 99 others", TextOf(await _bench.ClaimAsync(LaneQueue.Outbound)), StringComparison.Ordinal);
        Assert.Empty(counted.Values);
    }

    [Fact]
    [Trait("Req", "RS-10")]
    public async Task What_is_too_late_goes_on_nowhere()
    {
        var notification = _bench.Timer(ChannelNames.Slack, ChannelNames.Webhook) with { NotAfter = _bench.Clock.GetUtcNow().AddSeconds(1) };
        await _bench.AppendAsync(_bench.Planner.Plan(notification));
        var claim = await _bench.ClaimAsync(LaneQueue.Outbound);
        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(NotificationKinds.Alert, DeliveryPlan.Read(Assert.Single(_bench.DeadLetters.Plan(claim.Item, "x")).Payload).Notification!.Notification.Kind);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task What_an_item_says_of_itself_is_shown_to_the_letter_and_within_Slacks_limits()
    {
        var nasty = string.Concat(Enumerable.Repeat("<!channel>\u202E\n", 300));
        await _bench.AppendAsync([_bench.Clock.Item("a", "secret text") with { Kind = nasty }]);
        var planned = Assert.Single(_bench.DeadLetters.Plan((await _bench.ClaimAsync(LaneQueue.Inbound)).Item, nasty));
        var plan = DeliveryPlan.Read(planned.Payload);
        var arguments = JsonDocument.Parse(plan.Arguments).RootElement;
        var section = arguments.GetProperty("attachments")[0].GetProperty("blocks")[0].GetProperty("text").GetProperty("text").GetString()!;
        Assert.InRange(section.Length, 1, 3_000);
        foreach (var shown in (string[])[section, arguments.GetProperty("text").GetString()!])
            Assert.DoesNotContain("<!channel>", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', plan.Notification!.Notification.Text);
        Assert.DoesNotContain("secret text", plan.Notification.Notification.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_a_workspace_that_took_its_rights_away_every_channel_but_Slack_tells(bool hasWebhook)
    {
        _bench.Webhook.IsSetUp = hasWebhook;
        var ticket = NotificationTicket.Read(Assert.Single(_bench.Alerts.Revoked("T1", "app_uninstalled", null)).Payload);
        Assert.Equal(hasWebhook ? ("webhook", "console") : ("console", ""), (ticket.Channel, string.Join(' ', ticket.Rest)));
        Assert.Contains("app_uninstalled", ticket.Notification.Text, StringComparison.Ordinal);
    }

    private async Task DieAsync(LaneQueue queue = LaneQueue.Inbound)
    {
        await _bench.AppendAsync([_bench.Clock.Item("a", "x") with { Queue = queue }]);
        await _bench.KeepAsync(new Transition { Claim = await _bench.ClaimAsync(queue), Outcome = new ItemOutcome.Dead("broken") });
    }

    private static string TextOf(Claim claim) => DeliveryPlan.Read(claim.Item.Payload).Notification!.Notification.Text;
}
