using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Webhooks;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What people are told of their own accord arrives, by one channel or another, whatever breaks on the way.</summary>
[Trait("Req", "TM-5")]
public sealed class NotificationTests : EndToEndTest
{
    private const string Post = "chat.postMessage";
    private const string Ops = "ops";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task A_webhook_that_fails_gets_the_same_notification_until_it_takes_it_also_across_a_kill()
    {
        await StartWithWebhookAsync();
        Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = Fault.Webhook(Ops), Times = 3 });
        Slack.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Fault.Webhook(Ops), Skip = 3, Times = 1 });
        await RefuseAReplyAsync();
        await Slack.Webhooks.WaitForRequestsAsync(request => request.Outcome == "fault:ServerError");
        await Server.KillAsync();
        await Server.StartAsync();

        var taken = Assert.Single(await Slack.Webhooks.WaitForRequestsAsync(request => request.Outcome == "ok"));
        await Server.WaitUntilIdleAsync();
        Assert.Equal("dead_letter", Body(taken).GetProperty("data").GetProperty("alert").GetString());
        Assert.Single(Slack.Webhooks.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.All(Slack.Webhooks.Requests, request => Assert.True(request.IsVerified, request.Problem));
        Assert.Single(Slack.Webhooks.Requests, request => request.Outcome == "ok");
    }

    [Fact]
    public async Task A_webhook_that_hangs_delays_no_reply()
    {
        await StartWithWebhookAsync(("Notifications:WebhookTimeout", "00:01:00"), ("Workers:Lease", "00:02:00"));
        using var hanging = Slack.Faults.Add(new Fault(FaultKind.Hang) { Method = Fault.Webhook(Ops) });
        await RefuseAReplyAsync();
        await Slack.Webhooks.WaitForRequestsAsync(_ => true);

        var threads = Enumerable.Range(0, 50).Select(i => World.MentionBot(General, Ada, $"number {i}.")).ToList();
        await World.WaitForMessagesAsync(message => message.IsFromBot && message.ThreadTs is not null, threads.Count);

        // All of that while the one request hangs.
        Assert.Single(Slack.Webhooks.Requests);
        Assert.All(threads, thread => Assert.Single(Answers(General, thread)));
    }

    [Fact]
    public async Task What_Slack_refuses_goes_to_the_webhook()
    {
        await StartWithWebhookAsync(
            ("Notifications:HeartbeatChannel", "C0NOWHERE"), ("Notifications:HeartbeatRoute:0", "slack"), ("Notifications:HeartbeatRoute:1", "webhook"));
        var requests = await Slack.Webhooks.WaitForRequestsAsync(_ => true, count: 2);
        var beat = Assert.Single(requests, request => Kind(request) == "heartbeat");
        Assert.Contains("💚 Holdfast ", Body(beat).GetProperty("text").GetString(), StringComparison.Ordinal);
        var alert = Assert.Single(requests, request => Kind(request) == "alert");
        Assert.Contains("channel_not_found", Body(alert).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(410)]
    [InlineData(302)]
    public async Task What_the_webhook_refuses_goes_to_Slack(int status)
    {
        await StartWithWebhookAsync(
            ("Notifications:SlackChannel", World.Random.Id), ("Notifications:AlertRoute:0", "webhook"), ("Notifications:AlertRoute:1", "slack"));
        using var gone = Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = Fault.Webhook(Ops), Status = status });
        await RefuseAReplyAsync();
        var alert = await World.WaitForMessageAsync(message => message.IsFromBot && message.Channel == World.Random.Id);
        Assert.Contains("is_archived", alert.Text, StringComparison.Ordinal);
        Assert.Single(Slack.Webhooks.Requests);
    }

    [Fact]
    [Trait("Req", "RS-10")]
    public async Task A_heartbeat_comes_at_the_start_and_at_every_interval()
    {
        await StartAsync(("Agent:Kind", "Echo"), ("Notifications:HeartbeatChannel", World.Random.Id), ("Notifications:HeartbeatInterval", "00:00:01"));
        var beats = await World.WaitForMessagesAsync(message => message.Channel == World.Random.Id && message.Text.StartsWith("💚 Holdfast ", StringComparison.Ordinal), count: 3);
        Assert.All(beats, beat => Assert.Null(beat.ThreadTs));
        Assert.DoesNotContain("message", beats[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_are_told_of_a_dead_letter_in_their_channel_with_its_id()
    {
        await StartAsync(("Agent:Kind", "Echo"), ("Notifications:SlackChannel", World.Random.Id));
        await RefuseAReplyAsync();
        var alert = await World.WaitForMessageAsync(message => message.IsFromBot && message.Channel == World.Random.Id);
        var (_, listed) = await Server.RunVerbAsync("dead-letters", "list", "--json");
        var letter = JsonDocument.Parse(listed).RootElement[0].GetProperty("id").GetString()!;
        Assert.Contains("is_archived", alert.Text, StringComparison.Ordinal);
        Assert.Contains(letter, alert.Attachments, StringComparison.Ordinal);
        Assert.DoesNotContain("to be refused", $"{alert.Text} {alert.Attachments}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_dead_letters_are_one_alert()
    {
        await StartWithWebhookAsync();
        using var archived = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = Post, ErrorCode = "is_archived" });
        foreach (var number in Enumerable.Range(0, 30))
            World.MentionBot(General, Ada, $"number {number}.");
        await Server.WaitForHealthAsync("30 dead letters", health => health.DeadLetters == 30);
        await Server.WaitUntilIdleAsync();
        Assert.InRange(Slack.Webhooks.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task A_workspace_that_removes_the_app_is_told_of_by_webhook()
    {
        await StartWithWebhookAsync(("Notifications:SlackChannel", World.Random.Id));
        World.RaiseEvent(JsonElement.Parse("""{"type":"app_uninstalled"}"""));
        var told = Assert.Single(await Slack.Webhooks.WaitForRequestsAsync(_ => true));
        Assert.Equal(("alert", "revoked"), (Kind(told), Body(told).GetProperty("data").GetProperty("alert").GetString()));
        Assert.True(told.IsVerified, told.Problem);
        Assert.Equal("paused", (await Server.HealthAsync()).Status);
        Assert.DoesNotContain(World.Messages(World.Random.Id), message => message.IsFromBot);
    }

    private Task<HoldfastUnderTest> StartWithWebhookAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        Slack.Webhooks.SetSecret(Ops, Secret);
        return StartAsync(
        [
            ("Agent:Kind", "Echo"),
            ("Notifications:WebhookUrl", Slack.WebhookUrl(Ops).ToString()),
            ("Notifications:WebhookSecret", Secret),
            ("Notifications:WebhookRetryDelay", "00:00:00.5"),
            .. settings,
        ]);
    }

    /// <summary>A reply becomes a dead letter.</summary>
    private async Task RefuseAReplyAsync()
    {
        using var archived = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = Post, ErrorCode = "is_archived", Times = 1 });
        World.MentionBot(General, Ada, "to be refused");
        await Server.WaitForHealthAsync("a dead letter", health => health.DeadLetters > 0);
    }

    private static JsonElement Body(WebhookRequest request) => JsonDocument.Parse(request.Body).RootElement;

    private static string Kind(WebhookRequest request) => Body(request).GetProperty("kind").GetString()!;
}
