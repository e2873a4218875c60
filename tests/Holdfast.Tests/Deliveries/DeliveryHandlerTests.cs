using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Http;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Deliveries;

public sealed class DeliveryHandlerTests : IAsyncLifetime
{
    private const string Post = "chat.postMessage";
    private const string Change = "chat.update";
    private const string Replies = "conversations.replies";
    private const string Ok = """{"ok":true,"channel":"C1","ts":"1700000009.000100"}""";
    private static readonly ConversationId Thread = new(new TeamId("T1"), new ChannelId("C1"), new SlackTs("1700000000.000100"));

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly NotificationMetrics _notifications;
    private FakeSlack _slack = null!;
    private InMemoryStore _store = null!;
    private MessageComposer _messages = null!;
    private DeliveryHandler _handler = null!;

    public DeliveryHandlerTests() => _notifications = new NotificationMetrics(_meters);

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(_clock);
        _store = new InMemoryStore(_clock);
        _messages = new MessageComposer(_clock);
        _handler = Handler(_slack.Client);
    }

    public async ValueTask DisposeAsync()
    {
        await _slack.DisposeAsync();
        await _store.DisposeAsync();
        _notifications.Dispose();
        _meters.Dispose();
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_delivered_message_carries_its_mark_and_its_receipt_names_where_it_went()
    {
        using var calls = new Measured(_meters, "holdfast.slack.calls");
        _slack.Answer(Post, Ok);
        var claim = await PlanAsync();
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(claim));

        var receipt = Assert.Single(_store.Delivered);
        Assert.Equal((claim.Item.Id, "C1", "1700000009.000100", _clock.GetUtcNow()), (receipt.Id, receipt.Channel, receipt.Ts, receipt.DeliveredAt));
        var call = Assert.Single(_slack.Calls);
        var body = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal("Bearer xoxb-1", call.Authorization);
        Assert.Equal(("C1", "1700000000.000100", "hello"), (Text(body, "channel"), Text(body, "thread_ts"), Text(body, "text")));
        Assert.Equal(claim.Item.Id.ToString(), Text(body.GetProperty("metadata").GetProperty("event_payload"), "id"));
        Assert.Equal("method=chat.postMessage result=ok", Assert.Single(calls.Values).Tags);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData(null, 30)]
    [Trait("Req", "RS-5")]
    public async Task After_a_429_the_message_waits_as_long_as_was_asked_without_counting_as_a_failure(string? retryAfter, int seconds)
    {
        _slack.Answer(Post, """{"ok":false,"error":"ratelimited"}""", 429, retryAfter);
        Assert.Equal(Wait(seconds, inDoubt: false), await HandleAsync(await PlanAsync()));

        // The next of the channel is not even sent before, and gets a turn of its own.
        Assert.Equal(Wait(seconds + 1, inDoubt: false), await HandleAsync(await PlanAsync("other")));
        Assert.Equal(1, _slack.Count(Post));
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_failure_that_passes_and_had_no_effect_is_retried_with_growing_waits_and_without_doubt()
    {
        _slack.Answer(Post, """{"ok":false,"error":"org_login_required"}""");
        var claim = await PlanAsync();
        foreach (var wait in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            Assert.Equal(Retry(wait, "org_login_required", inDoubt: false), await HandleAsync(claim));
            _clock.Advance(TimeSpan.FromSeconds(wait));
            claim = await ClaimAsync();
        }

        _slack.Answer(Post, Ok);
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(claim));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "RS-6")]
    public async Task A_message_whose_sending_ended_in_doubt_is_looked_up_and_sent_again_only_if_it_is_not_there(bool arrived)
    {
        using var reconciled = new Measured(_meters, "holdfast.deliveries.reconciled");
        _slack.Vanish(Post);
        var claim = await PlanAsync();
        Assert.Equal(Retry(12, "network", inDoubt: true), await HandleAsync(claim));

        _clock.Advance(TimeSpan.FromSeconds(12));
        _slack.Answer(Post, Ok);
        var id = arrived ? claim.Item.Id : ItemId.New(_clock);
        _slack.Answer(Replies, $$"""
            {"ok":true,"messages":[
              {"ts":"1700000000.000100","text":"root"},
              {"ts":"1700000007.000700","metadata":{"event_type":"somebody_else","event_payload":{"id":"{{claim.Item.Id}}"} } },
              {"ts":"1700000008.000800","metadata":{"event_type":"holdfast_delivery","event_payload":{"id":"{{id}}"} } }]}
            """);
        if (!arrived)
            await IsNotThereAsync(await ClaimAsync());
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(await ClaimAsync()));
        Assert.Equal(arrived ? 1 : 2, _slack.Count(Post));
        Assert.Equal(arrived ? "1700000008.000800" : "1700000009.000100", Assert.Single(_store.Delivered).Ts);
        Assert.Equal($"found={arrived}", Assert.Single(reconciled.Values).Tags);
        Assert.All(_slack.Calls.Where(call => call.Method == Replies), call => Assert.Contains("include_all_metadata=true", call.Body, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "TM-4")]
    public async Task A_call_without_an_answer_is_made_again_soon_however_often_there_was_none()
    {
        _slack.Vanish("reactions.add");
        var claim = await PlanAsync(method: "reactions.add");
        foreach (var wait in (int[])[1, 2, 2, 2])
        {
            Assert.Equal(Retry(wait, "network", inDoubt: true), await HandleAsync(claim));
            _clock.Advance(TimeSpan.FromSeconds(wait));
            claim = await ClaimAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "TM-4")]
    public async Task A_call_that_was_not_let_out_is_no_attempt_and_leaves_the_doubt_as_it_was(bool inDoubt)
    {
        var claim = inDoubt ? await InterruptedAsync(Thread, "reactions.add") : await PlanAsync(method: "reactions.add");
        using var shut = new HttpClient(new ScriptedHandler((_, _) => throw new HostUnavailableException("slack.test", TimeSpan.FromSeconds(1.5))));
        var handler = Handler(new SlackWebClient(shut, new SlackWebClientOptions(), _clock, NullLogger<SlackWebClient>.Instance));

        var transition = await handler.HandleAsync(new LaneWork(claim, _store), None);

        Assert.Equal(Wait(1.5, inDoubt), transition.Outcome);
    }

    [Theory]
    [InlineData(500, """{"ok":false,"error":"internal_error"}""")]
    [InlineData(503, "<html>")]
    [InlineData(200, "half an answ")]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""")]
    [Trait("Req", "RS-6")]
    public async Task An_answer_that_says_nothing_about_the_message_leaves_it_in_doubt(int status, string body)
    {
        _slack.Answer(Post, body, status);
        var retry = Assert.IsType<ItemOutcome.Retry>(await HandleAsync(await PlanAsync()));
        Assert.Equal((true, true), (retry.InDoubt, retry.CountsAsAttempt));
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_look_up_that_fails_leaves_the_doubt_and_sends_nothing()
    {
        _slack.Answer(Post, Ok);
        _slack.Answer(Replies, """{"ok":false,"error":"service_unavailable"}""", 503);
        var claim = await InDoubtAsync();
        Assert.Equal(Retry(2, "http_503", inDoubt: true), await HandleAsync(claim));
        _clock.Advance(TimeSpan.FromSeconds(2));
        _slack.Answer(Replies, """{"ok":false,"error":"ratelimited"}""", 429, "9");
        Assert.Equal(Wait(9, inDoubt: true), await HandleAsync(await ClaimAsync()));
        Assert.Equal(0, _slack.Count(Post));

        // The limit is the look-up's: other messages of the channel go out meanwhile.
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(await PlanAsync("other")));
    }

    [Theory]
    [InlineData("missing_scope")]
    [InlineData("channel_not_found")]
    [InlineData("thread_not_found")]
    [Trait("Req", "RS-6")]
    public async Task Where_nothing_can_be_looked_up_the_message_is_sent(string error)
    {
        _slack.Answer(Post, Ok);
        _slack.Answer(Replies, $$"""{"ok":false,"error":"{{error}}","needed":"channels:history","provided":"chat:write"}""");
        var claim = await InDoubtAsync();
        Assert.Equal(Wait(0, inDoubt: false), await HandleAsync(claim));
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(await ClaimAsync()));
        Assert.Equal(1, _slack.Count(Post));
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_direct_message_outside_threads_is_looked_up_in_the_channel_over_all_its_pages()
    {
        var claim = await InDoubtAsync(Thread with { Thread = null });
        var page = 0;
        _slack.Answers["conversations.history"] = async context =>
        {
            page++;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
                context.Response,
                page < 3
                    ? $$"""{"ok":true,"messages":[{"ts":"170000000{{page}}.000000"}],"response_metadata":{"next_cursor":"c{{page}}"} }"""
                    : $$"""{"ok":true,"messages":[{"ts":"1700000003.000000","metadata":{"event_type":"holdfast_delivery","event_payload":{"id":"{{claim.Item.Id}}"} } }]}""");
        };
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(claim));
        Assert.Equal("1700000003.000000", Assert.Single(_store.Delivered).Ts);
        Assert.Equal(0, _slack.Count(Post));
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task What_comes_to_the_same_when_repeated_is_repeated_without_a_look_up()
    {
        _slack.Answer("reactions.add", """{"ok":true}""");
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(await InterruptedAsync(Thread, "reactions.add")));
        Assert.Equal(["reactions.add"], _slack.Calls.Select(call => call.Method));
    }

    [Theory]
    [InlineData("channel_not_found")]
    [InlineData("is_archived")]
    [InlineData("msg_too_long")]
    [Trait("Req", "RS-5")]
    public async Task What_Slack_refuses_for_good_becomes_a_dead_letter_with_its_code(string error)
    {
        _slack.Answer(Post, $$"""{"ok":false,"error":"{{error}}"}""");
        Assert.Equal(new ItemOutcome.Dead(error), await HandleAsync(await PlanAsync()));
        Assert.Equal(error, Assert.Single(await _store.GetDeadLettersAsync(10, None)).Error);
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("token_revoked")]
    [Trait("Req", "RS-5")]
    public async Task A_refused_token_keeps_the_message_for_the_time_when_there_is_a_good_one(string error)
    {
        _slack.Answer(Post, $$"""{"ok":false,"error":"{{error}}"}""");
        Assert.Equal(Retry(1, error, inDoubt: false), await HandleAsync(await PlanAsync()));
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_change_finds_the_message_that_an_earlier_delivery_made_and_comes_after_it()
    {
        _slack.Answer(Post, Ok);
        _slack.Answer(Change, Ok);
        var (notice, cause) = (ItemId.New(_clock), ItemId.New(_clock));
        await _store.AppendAsync([_messages.Post(Thread, cause, "working", id: notice), Changes(cause, notice, "done", postIfGone: true)], None);
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(await ClaimAsync()));
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(await ClaimAsync()));
        Assert.Equal([Post, Change], _slack.Calls.Select(call => call.Method));
        var body = JsonDocument.Parse(_slack.Calls.Last().Body).RootElement;
        Assert.Equal(("1700000009.000100", "C1", "done"), (Text(body, "ts"), Text(body, "channel"), Text(body, "text")));
        Assert.False(body.TryGetProperty("thread_ts", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "RS-5")]
    public async Task A_change_of_a_message_that_was_never_posted_is_posted_itself_or_left_alone(bool postIfGone)
    {
        _slack.Answer(Post, Ok);
        await _store.AppendAsync([Changes(ItemId.New(_clock), ItemId.New(_clock), "done", postIfGone)], None);
        var outcome = await HandleAsync(await ClaimAsync());
        Assert.Equal(postIfGone ? ItemOutcome.Answered : ItemOutcome.Ignored("the message it changes was never posted"), outcome);
        Assert.Equal(postIfGone ? 1 : 0, _slack.Count(Post));
        if (postIfGone)
            Assert.Equal("1700000000.000100", Text(JsonDocument.Parse(_slack.Calls.Single().Body).RootElement, "thread_ts"));
    }

    [Theory]
    [InlineData("message_not_found", true)]
    [InlineData("cant_update_message", true)]
    [InlineData("edit_window_closed", true)]
    [InlineData("message_not_found", false)]
    [Trait("Req", "RS-5")]
    public async Task An_answer_whose_place_somebody_deleted_is_posted_anew_and_a_change_of_a_card_is_left(string error, bool postIfGone)
    {
        _slack.Answer(Post, Ok);
        _slack.Answer(Change, $$"""{"ok":false,"error":"{{error}}"}""");
        await _store.AppendAsync([await DeliveredAsync(postIfGone)], None);
        var outcome = await HandleAsync(await ClaimAsync());
        Assert.Equal(postIfGone ? ItemOutcome.Answered : ItemOutcome.Ignored("the message it changes is gone"), outcome);
        Assert.Equal(postIfGone ? 2 : 1, _slack.Count(Post));
    }

    [Theory]
    [InlineData(429, "ratelimited", 7, false)]
    [InlineData(200, "invalid_auth", 1, true)]
    [InlineData(503, "service_unavailable", 12, true)]
    [Trait("Req", "RS-5")]
    public async Task An_answer_whose_place_cannot_be_taken_for_now_waits_and_is_not_posted_beside_it(int status, string error, int seconds, bool counts)
    {
        _slack.Answer(Post, Ok);
        var change = await DeliveredAsync(postIfGone: true);
        await _store.AppendAsync([change], None);
        _slack.Answer(Change, $$"""{"ok":false,"error":"{{error}}"}""", status, status == 429 ? "7" : null);
        var retry = Assert.IsType<ItemOutcome.Retry>(await HandleAsync(await ClaimAsync()));
        Assert.Equal((TimeSpan.FromSeconds(seconds), counts), (retry.Wait, retry.CountsAsAttempt));
        Assert.Equal((1, 1), (_slack.Count(Post), _slack.Count(Change)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "RS-6")]
    public async Task A_replacement_posted_anew_whose_outcome_is_in_doubt_is_looked_up(bool arrived)
    {
        _slack.Answer(Post, Ok);
        _slack.Answer(Change, """{"ok":false,"error":"message_not_found"}""");
        var change = await DeliveredAsync(postIfGone: true);
        await _store.AppendAsync([change], None);
        _slack.Vanish(Post);
        Assert.Equal(Retry(12, "network", inDoubt: true), await HandleAsync(await ClaimAsync()));
        _slack.Answer(Post, Ok);
        _slack.Answer(Replies, arrived
            ? $$"""{"ok":true,"messages":[{"ts":"1700000008.000800","metadata":{"event_type":"holdfast_delivery","event_payload":{"id":"{{change.Id}}"} } }]}"""
            : """{"ok":true,"messages":[]}""");
        _clock.Advance(TimeSpan.FromSeconds(12));
        if (!arrived)
            await IsNotThereAsync(await ClaimAsync());
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(await ClaimAsync()));
        Assert.Equal(arrived ? 2 : 3, _slack.Count(Post));
    }

    [Fact]
    [Trait("Req", "TM-6")]
    public async Task How_late_a_notification_arrived_is_measured_by_kind()
    {
        using var latency = new Measured(_meters, "holdfast.notifications.latency");
        using var ended = new Measured(_meters, "holdfast.notifications.ended");
        _slack.Answer(Post, Ok);
        var claim = await NotifyAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(claim));
        Assert.Equal((2, "channel=slack kind=timer"), Assert.Single(latency.Values));
        Assert.Equal("channel=slack kind=timer result=delivered", Assert.Single(ended.Values).Tags);
        Assert.Equal(claim.Item.Id, Assert.Single(_store.Delivered).Cause);
    }

    [Fact]
    [Trait("Req", "RS-10")]
    public async Task A_notification_whose_time_is_over_is_not_sent()
    {
        var claim = await NotifyAsync();
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(ItemOutcome.Ignored("its time was over"), await HandleAsync(claim));
        Assert.Empty(_slack.Calls);
    }

    [Fact]
    [Trait("Req", "TM-5")]
    public async Task A_notification_that_can_go_another_way_does_not_wait_for_a_token_that_Slack_takes()
    {
        using var failed = new Measured(_meters, "holdfast.notifications.failed");
        _slack.Answer(Post, """{"ok":false,"error":"token_revoked"}""");
        Assert.Equal(Retry(1, "token_revoked", inDoubt: false), await HandleAsync(await NotifyAsync()));
        Assert.Equal(new ItemOutcome.Dead("token_revoked"), await HandleAsync(await NotifyAsync("console")));
        Assert.Equal(Enumerable.Repeat("channel=slack error.type=token_revoked", 2), failed.Values.Select(value => value.Tags));
    }

    [Fact]
    public async Task Giving_up_says_why_without_the_errors_words()
    {
        var claim = await PlanAsync();
        Assert.Equal(new ItemOutcome.Dead(nameof(TimeoutException)), _handler.GiveUp(claim, new TimeoutException("xoxb-1")).Outcome);
    }

    private DeliveryHandler Handler(SlackWebClient slack) => new DeliveryBench(_clock, _store, _meters, _notifications).Handler(slack);

    private NewItem Changes(ItemId cause, ItemId delivery, string text, bool postIfGone) =>
        _messages.Update(Thread, cause, new DeliveryTarget(cause, delivery), text, [], postIfGone: postIfGone);

    /// <summary>A message is posted; returns a change of it.</summary>
    private async Task<NewItem> DeliveredAsync(bool postIfGone)
    {
        var (notice, cause) = (ItemId.New(_clock), ItemId.New(_clock));
        await _store.AppendAsync([_messages.Post(Thread, cause, "working", id: notice)], None);
        Assert.Equal(ItemOutcome.Answered, await HandleAsync(await ClaimAsync()));
        _clock.Advance(TimeSpan.FromSeconds(5));
        return Changes(cause, notice, "done", postIfGone);
    }

    private async Task<Claim> PlanAsync(string text = "hello", ConversationId? conversation = null, string? method = null)
    {
        var where = conversation ?? Thread;
        var item = Assert.Single(Composers.Replies(_clock).Compose(where, ItemId.New(_clock), text)) with { Lane = $"{where}/{text}" };
        if (method is not null)
            item = (DeliveryPlan.Read(item.Payload) with { Method = method }).ToItem(item.Id, where, null);
        await _store.AppendAsync([item], None);
        return await ClaimAsync();
    }

    /// <summary>A timer's notification in a lane of its own, which is of interest for 10 s.</summary>
    private async Task<Claim> NotifyAsync(params string[] rest)
    {
        var now = _clock.GetUtcNow();
        var timer = new Notification { Id = ItemId.New(_clock), Kind = NotificationKinds.Timer, Text = "tea", At = now, NotAfter = now.AddSeconds(10) };
        var item = MessageComposer.Notify(Thread, new NotificationTicket(ChannelNames.Slack, timer, rest));
        await _store.AppendAsync([item with { Lane = $"{Thread}/{timer.Id}" }], None);
        return await ClaimAsync();
    }

    /// <summary>Somebody died with it in hand.</summary>
    private async Task<Claim> InterruptedAsync(ConversationId? conversation = null, string? method = null)
    {
        await PlanAsync("hello", conversation, method);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var claim = await ClaimAsync();
        Assert.True(claim.Item.InDoubt);
        return claim;
    }

    /// <summary>The same, when it is time to look it up: the call may have left until it was seen that it was interrupted.</summary>
    private async Task<Claim> InDoubtAsync(ConversationId? conversation = null)
    {
        var interrupted = await InterruptedAsync(conversation);
        Assert.Equal(Retry(12, "outcome_unknown", inDoubt: true), await HandleAsync(interrupted));
        _clock.Advance(TimeSpan.FromSeconds(12));
        return await ClaimAsync();
    }

    /// <summary>It is looked for twice; what comes next is sent.</summary>
    private async Task IsNotThereAsync(Claim claim)
    {
        Assert.Equal(Wait(2, inDoubt: true), await HandleAsync(claim));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Wait(0, inDoubt: false), await HandleAsync(await ClaimAsync()));
    }

    private async Task<Claim> ClaimAsync() =>
        Assert.Single(await _store.ClaimAsync(LaneQueue.Outbound, new WorkerId("w"), 10, TimeSpan.FromSeconds(30), None));

    private async Task<ItemOutcome> HandleAsync(Claim claim)
    {
        var transition = await _handler.HandleAsync(new LaneWork(claim, _store), None).AsTask().WaitAsync(TimeSpan.FromSeconds(60), None);
        Assert.Equal(CommitResult.Committed, await _store.CommitAsync(transition, None));
        return transition.Outcome;
    }

    private static ItemOutcome.Retry Wait(double seconds, bool inDoubt) => new(TimeSpan.FromSeconds(seconds), null, CountsAsAttempt: false, inDoubt);

    private static ItemOutcome.Retry Retry(double seconds, string error, bool inDoubt) => new(TimeSpan.FromSeconds(seconds), error, CountsAsAttempt: true, inDoubt);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
