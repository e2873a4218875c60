using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Testing;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Notifications;

[Trait("Req", "TM-5")]
public sealed class NotificationPlannerTests : IDisposable
{
    private readonly NotificationBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_notification_of_a_conversation_is_a_delivery_in_its_lane_whose_id_is_the_notifications()
    {
        var notification = _bench.Timer() with
        {
            Slack = SlackContent.Of("*tea*", [new DividerBlock()], [new MessageAttachment { Color = "good", Text = "ready" }]),
            Cause = new ItemId(new Guid("01900000-0000-7000-8000-000000000001")),
        };
        var item = Assert.Single(_bench.Planner.Plan(notification, "00-trace"));
        Assert.Equal((LaneQueue.Outbound, "T1/C1/1700000000.000100", notification.Id, "00-trace", null), (item.Queue, item.Lane, item.Id, item.TraceParent, item.DedupeKey));

        var plan = DeliveryPlan.Read(item.Payload);
        Assert.Equal(("chat.postMessage", notification.Cause, "1700000000.000100"), (plan.Method, plan.Cause, plan.Thread));
        var arguments = JsonDocument.Parse(plan.Arguments).RootElement;
        Assert.Equal(
            ("C1", "1700000000.000100", "*tea*"),
            (arguments.GetProperty("channel").GetString(), arguments.GetProperty("thread_ts").GetString(), arguments.GetProperty("text").GetString()));
        Assert.Equal("divider", arguments.GetProperty("blocks")[0].GetProperty("type").GetString());
        Assert.Equal("good", arguments.GetProperty("attachments")[0].GetProperty("color").GetString());
        Assert.Equal(notification.Id.ToString(), arguments.GetProperty("metadata").GetProperty("event_payload").GetProperty("id").GetString());

        // What it looks like is kept once.
        Assert.Equal((notification.Id, null), (plan.Notification!.Notification.Id, plan.Notification.Notification.Slack));
    }

    [Fact]
    public void Plain_text_is_shown_literally()
    {
        var item = Assert.Single(_bench.Planner.Plan(_bench.Timer() with { Text = "<!channel> & co" }));
        Assert.Equal("&lt;!channel&gt; &amp; co", JsonDocument.Parse(DeliveryPlan.Read(item.Payload).Arguments).RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public void What_a_ticket_holds_is_what_was_planned()
    {
        var notification = _bench.Timer(ChannelNames.Webhook, ChannelNames.Slack) with
        {
            User = "U1", Slack = SlackContent.Of("*tea*") with { Channel = "C9" }, NotAfter = _bench.Clock.GetUtcNow(), Data = new Dictionary<string, string> { ["timer"] = "7" },
        };
        var ticket = NotificationTicket.Read(Assert.Single(_bench.Planner.Plan(notification)).Payload);
        Assert.Equal((ChannelNames.Webhook, "slack"), (ticket.Channel, string.Join(' ', ticket.Rest)));
        Assert.Equal(notification.Slack!.Message.ToArray(), ticket.Notification.Slack!.Message.ToArray());
        Assert.Equal("7", ticket.Notification.Data["timer"]);
        Assert.Equal(
            notification with { Slack = null, Data = ticket.Notification.Data, Channels = null }, ticket.Notification with { Slack = null, Channels = null });
    }

    [Fact]
    public void While_Slack_is_down_the_next_of_the_route_is_taken_and_Slack_comes_last()
    {
        _bench.Options.TimerRoute.Add(ChannelNames.Slack);
        _bench.Options.TimerRoute.Add(ChannelNames.Webhook);
        _bench.Options.TimerRoute.Add(ChannelNames.Console);
        _bench.Gate.Close("app_uninstalled");
        var item = Assert.Single(_bench.Planner.Plan(_bench.Timer()));
        Assert.Equal((LaneQueue.Notifications, "webhook/T1/C1/1700000000.000100"), (item.Queue, item.Lane));
        Assert.Equal(["console", "slack"], NotificationTicket.Read(item.Payload).Rest);
    }

    [Fact]
    public void Where_no_channel_of_the_route_takes_it_the_log_does()
    {
        _bench.Webhook.IsSetUp = false;
        var item = Assert.Single(_bench.Planner.Plan(_bench.Timer(ChannelNames.Webhook, "pigeon")));
        Assert.Equal(ChannelNames.Console, NotificationTicket.Read(item.Payload).Channel);
    }

    [Fact]
    public async Task The_second_with_a_key_is_dropped()
    {
        foreach (var _ in (int[])[1, 2])
            await _bench.AppendAsync(_bench.Planner.Plan(_bench.Timer() with { DedupeKey = "tea" }));
        Assert.Equal(["notification:tea"], _bench.Store.Settlements.Keys);
        await _bench.ClaimAsync(LaneQueue.Outbound);
    }

    [Theory]
    [InlineData(NotificationKinds.Timer, "", "slack")]
    [InlineData(NotificationKinds.Heartbeat, "", "slack")]
    [InlineData(NotificationKinds.Alert, "", "console")]
    [InlineData(NotificationKinds.Alert, "channel", "slack console")]
    [InlineData(NotificationKinds.Alert, "channel webhook", "slack webhook console")]
    [InlineData("something new", "channel webhook", "slack")]
    public void Without_a_route_of_the_operators_a_kind_has_its_own(string kind, string set, string route)
    {
        var options = new NotificationOptions
        {
            SlackChannel = set.Contains("channel", StringComparison.Ordinal) ? "COPS" : "",
            WebhookUrl = set.Contains("webhook", StringComparison.Ordinal) ? new Uri("https://hooks.example/") : null,
        };
        Assert.Equal(route, string.Join(' ', options.RouteOf(kind)));
    }

    /// <summary>Whatever is up and down meanwhile: each channel of the route gets its turn once, and none twice.</summary>
    [Fact]
    public void A_route_is_gone_through_once_the_working_channels_first()
    {
        string[] names = ["a", "b", "c", "d"];
        var standings =
            from route in Gen.Elements(names).ArrayOf()
            from down in Gen.Elements(true, false).ArrayOf(names.Length)
            from setUp in Gen.Elements(true, false).ArrayOf(names.Length)
            select (route, down, setUp);
        Prop.ForAll(standings.ToArbitrary(), standing =>
        {
            var clock = new FakeClock();
            var channels = names.Select((name, i) => new ScriptedChannel(name) { DownBecause = standing.down[i] ? "down" : null, IsSetUp = standing.setUp[i] }).ToList();
            var planner = new NotificationPlanner(channels, Options.Create(new NotificationOptions()), clock);
            var takers = standing.route.Distinct().Where(name => channels.Single(channel => channel.Name == name).IsSetUp).ToList();
            var planned = planner.Plan(new Notification { Id = ItemId.New(clock), Kind = "timer", Text = "x", At = clock.GetUtcNow(), Channels = standing.route });
            var tried = new List<string>();
            for (var item = planned.SingleOrDefault(); item is not null; item = planner.PlanNext(NotificationTicket.Read(item.Payload), null))
                tried.Add(NotificationTicket.Read(item.Payload).Channel);

            var first = takers.Find(name => channels.Single(channel => channel.Name == name).DownBecause is null) ?? takers.FirstOrDefault();
            Assert.Equal(first, tried.FirstOrDefault());
            Assert.Equal(takers.Order(), tried.Order());
            Assert.Equal(tried.OrderBy(name => channels.Single(channel => channel.Name == name).DownBecause is not null), tried);
        }).QuickCheckThrowOnFailure();
    }
}
