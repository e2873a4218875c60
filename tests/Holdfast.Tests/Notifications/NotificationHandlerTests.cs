using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Workspaces;

namespace Holdfast.Tests.Notifications;

[Trait("Req", "TM-5")]
public sealed class NotificationHandlerTests : IDisposable
{
    private readonly NotificationBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    [Trait("Req", "TM-6")]
    public async Task What_arrived_is_done_and_its_lateness_is_measured()
    {
        using var latency = new Measured(_bench.Meters, "holdfast.notifications.latency");
        using var ended = new Measured(_bench.Meters, "holdfast.notifications.ended");
        await AppendAsync(_bench.Timer(ChannelNames.Webhook));
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(ItemOutcome.Answered, await _bench.HandleAsync());
        Assert.Equal((3, "channel=webhook kind=timer"), Assert.Single(latency.Values));
        Assert.Equal((1, "channel=webhook kind=timer result=delivered"), Assert.Single(ended.Values));
    }

    [Fact]
    [Trait("Req", "TM-6")]
    public async Task A_failed_attempt_is_made_again_eight_times_in_all_over_an_hour_and_then_the_next_channel_has_it_in_the_same_commit()
    {
        using var failed = new Measured(_bench.Meters, "holdfast.notifications.failed");
        _bench.Webhook.Answer = () => new SendOutcome.Failed("http_503");
        var notification = _bench.Timer(ChannelNames.Webhook, ChannelNames.Console);
        await AppendAsync(notification);
        foreach (var wait in (int[])[30, 60, 120, 240, 480, 960, 1920])
        {
            Assert.Equal(Retry(wait, "http_503"), await _bench.HandleAsync());
            _bench.Clock.Advance(TimeSpan.FromSeconds(wait));
        }

        Assert.Equal(new ItemOutcome.Dead("http_503"), await _bench.HandleAsync());
        Assert.All(_bench.Webhook.Given, given => Assert.Equal(notification.Id, given.Id));
        Assert.Equal(Enumerable.Repeat((1d, "channel=webhook error.type=http_503"), NotificationHandler.MaxAttempts), failed.Values);

        Assert.Equal(ItemOutcome.Answered, await _bench.HandleAsync());
        Assert.Equal(notification.Id, Assert.Single(_bench.Console.Given).Id);
    }

    [Theory]
    [InlineData(5, 30)]
    [InlineData(90, 90)]
    [InlineData(86_400, 3_600)]
    public async Task The_other_side_may_ask_for_a_longer_wait_within_bounds(int asked, int waits)
    {
        _bench.Webhook.Answer = () => new SendOutcome.Failed("http_429", TimeSpan.FromSeconds(asked));
        await AppendAsync(_bench.Timer(ChannelNames.Webhook));
        Assert.Equal(Retry(waits, "http_429"), await _bench.HandleAsync());
    }

    [Fact]
    [Trait("Req", "TM-4")]
    public async Task A_host_that_answers_nobody_is_waited_for_without_counting_but_not_for_ever()
    {
        _bench.Webhook.Answer = () => new SendOutcome.Unavailable(TimeSpan.FromSeconds(2));
        await AppendAsync(_bench.Timer(ChannelNames.Webhook));
        Assert.Equal(new ItemOutcome.Retry(TimeSpan.FromSeconds(5), "host_unavailable", CountsAsAttempt: false, InDoubt: false), await _bench.HandleAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(3_810));
        Assert.IsType<ItemOutcome.Retry>(await _bench.HandleAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(new ItemOutcome.Dead("host_unavailable"), await _bench.HandleAsync());
    }

    [Fact]
    public async Task What_is_refused_is_not_sent_again_and_goes_on_in_the_next_channel()
    {
        _bench.Webhook.Answer = () => new SendOutcome.Refused("http_410");
        var notification = _bench.Timer(ChannelNames.Webhook, ChannelNames.Slack);
        await AppendAsync(notification);
        Assert.Equal(new ItemOutcome.Dead("http_410"), await _bench.HandleAsync());
        var claims = await _bench.ClaimAllAsync(LaneQueue.Outbound);
        Assert.Contains(claims, claim => claim.Item.Id == notification.Id);
        Assert.Equal("http_410", Assert.Single(await _bench.Store.GetDeadLettersAsync(10, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task What_waited_behind_another_for_as_long_as_that_was_tried_does_not_begin_anew()
    {
        _bench.Webhook.Answer = () => new SendOutcome.Failed("timeout");
        await AppendAsync(_bench.Timer(ChannelNames.Webhook));
        await AppendAsync(_bench.Timer(ChannelNames.Webhook));
        for (var outcome = await _bench.HandleAsync(); outcome is ItemOutcome.Retry retry; outcome = await _bench.HandleAsync())
            _bench.Clock.Advance(retry.Wait);
        Assert.Equal(NotificationHandler.MaxAttempts, _bench.Webhook.Given.Count);

        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Retry(30, "timeout"), await _bench.HandleAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new ItemOutcome.Dead("timeout"), await _bench.HandleAsync());
    }

    [Fact]
    [Trait("Req", "RS-10")]
    public async Task What_comes_too_late_is_dropped_before_it_is_sent_and_before_it_holds_up_the_next()
    {
        var now = _bench.Clock.GetUtcNow();
        await AppendAsync(_bench.Timer(ChannelNames.Webhook) with { NotAfter = now.AddSeconds(10) });
        _bench.Webhook.Answer = () => new SendOutcome.Failed("timeout");
        Assert.Equal(ItemOutcome.Ignored("its time was over"), await _bench.HandleAsync());
        Assert.Single(_bench.Webhook.Given);

        await AppendAsync(_bench.Timer(ChannelNames.Webhook) with { NotAfter = now.AddSeconds(10) });
        _bench.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(ItemOutcome.Ignored("its time was over"), await _bench.HandleAsync());
        Assert.Single(_bench.Webhook.Given);
        Assert.Empty(await _bench.Store.GetDeadLettersAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_channel_that_the_operator_has_taken_away_since_hands_over_to_the_next()
    {
        await AppendAsync(_bench.Timer(ChannelNames.Webhook, ChannelNames.Console));
        _bench.Webhook.IsSetUp = false;
        Assert.Equal(new ItemOutcome.Dead("channel_not_configured"), await _bench.HandleAsync());
        Assert.Empty(_bench.Webhook.Given);
        Assert.Equal(ItemOutcome.Answered, await _bench.HandleAsync());
        Assert.Single(_bench.Console.Given);
    }

    [Fact]
    public async Task What_is_for_the_operators_in_Slack_waits_until_Slack_has_said_which_workspace_that_is()
    {
        var notification = _bench.Timer(ChannelNames.Slack) with { Conversation = null };
        await AppendAsync(notification);
        Assert.Equal(new ItemOutcome.Retry(TimeSpan.FromSeconds(5), Error: null, CountsAsAttempt: false, InDoubt: false), await _bench.HandleAsync());

        _bench.Workspace.SignedIn(new BotIdentity(new TeamId("T7"), new UserId("UBOT"), "BBOT"));
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ItemOutcome.Answered, await _bench.HandleAsync());
        var delivery = await _bench.ClaimAsync(LaneQueue.Outbound);
        Assert.Equal((notification.Id, "T7/COPS"), (delivery.Item.Id, delivery.Item.Lane));
        Assert.Equal("COPS", DeliveryPlan.Read(delivery.Item.Payload).Channel);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task What_a_process_had_in_hand_when_it_died_is_sent_again_under_the_same_id()
    {
        var notification = _bench.Timer(ChannelNames.Webhook);
        await AppendAsync(notification);
        var lost = await _bench.ClaimAsync();
        await _bench.Handler.HandleAsync(new LaneWork(lost, _bench.Store), CancellationToken.None);

        _bench.Clock.Advance(TimeSpan.FromSeconds(31));
        var again = await _bench.ClaimAsync();
        Assert.True(again.Item.InDoubt);
        Assert.Equal(ItemOutcome.Answered, await _bench.HandleAsync(again));
        Assert.Equal([notification.Id, notification.Id], _bench.Webhook.Given.Select(given => given.Id));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Nothing_is_sent_under_a_hold_that_has_lapsed()
    {
        await AppendAsync(_bench.Timer(ChannelNames.Console));
        var claim = await _bench.ClaimAsync();
        var hold = new LaneHold(claim, _bench.Clock.GetMonotonic() + TimeSpan.FromSeconds(30), _bench.Clock);
        _bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<LostLeaseException>(
            async () => await _bench.Handler.HandleAsync(new LaneWork(claim, _bench.Store, hold), CancellationToken.None));
        Assert.Empty(_bench.Console.Given);
    }

    private Task AppendAsync(Notification notification) => _bench.AppendAsync(_bench.Planner.Plan(notification));

    private static ItemOutcome.Retry Retry(int seconds, string error) => new(TimeSpan.FromSeconds(seconds), error, CountsAsAttempt: true, InDoubt: true);
}
