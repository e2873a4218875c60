using System.Net;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Microsoft.AspNetCore.Http;
using static Holdfast.Tests.Deliveries.DeliveryBench;

namespace Holdfast.Tests.Deliveries;

/// <summary>Whether Slack has a message is not known.</summary>
[Trait("Req", "RS-6")]
public sealed class UnconfirmedDeliveriesTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly NotificationMetrics _notifications;
    private FakeSlack _slack = null!;
    private InMemoryStore _store = null!;
    private DeliveryBench _bench = null!;
    private DeliveryHandler _handler = null!;

    public UnconfirmedDeliveriesTests() => _notifications = new NotificationMetrics(_meters);

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(_clock);
        _store = new InMemoryStore(_clock);
        _bench = new DeliveryBench(_clock, _store, _meters, _notifications);
        _handler = _bench.Handler(_slack.Client);
        _slack.Answer(Post, Ok);
    }

    public async ValueTask DisposeAsync()
    {
        await _slack.DisposeAsync();
        await _store.DisposeAsync();
        _notifications.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""", 2)]
    [InlineData(200, "half an answ", 12)]
    [InlineData(500, """{"ok":false,"error":"internal_error"}""", 12)]
    [InlineData(503, "<html>", 12)]
    [InlineData(403, "<html>", 12)]
    public async Task It_is_looked_for_when_Slack_cannot_perform_the_call_any_more(int status, string body, int seconds)
    {
        _slack.Answer(Post, body, status);
        await _bench.PlanAsync();
        Assert.Equal((true, In(seconds)), Of(await _bench.HandleAsync(_handler)));

        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await _bench.ClaimAllAsync());
        Assert.Equal(0, _slack.Count(Replies));
    }

    [Fact]
    public async Task A_call_that_took_its_time_has_had_a_part_of_the_wait_already()
    {
        _slack.Answers[Post] = context =>
        {
            _clock.Advance(TimeSpan.FromSeconds(9));
            context.Abort();
            return Task.CompletedTask;
        };
        await _bench.PlanAsync();
        var transition = await _bench.HandleAsync(_handler);
        Assert.Equal((true, In(3)), Of(transition));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task One_whose_holder_died_may_have_left_until_that_is_seen_and_is_looked_for_after_that()
    {
        _slack.Answer(Replies, Nothing);
        await _bench.PlanAsync();
        await _bench.ClaimAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((true, In(12)), Of(await _bench.HandleAsync(_handler)));
        Assert.Empty(_slack.Calls);

        // Whoever comes next need not find out again: the moment stands with the delivery.
        _clock.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal((true, In(2)), Of(await _bench.HandleAsync(_bench.Handler(_slack.Client))));
        Assert.Equal(1, _slack.Count(Replies));
        Assert.Equal(0, _slack.Count(Post));
    }

    [Fact]
    public async Task A_crash_while_it_is_sent_again_leaves_it_in_doubt_anew()
    {
        _slack.Answer(Replies, Nothing);
        await LoseAsync();
        await _bench.PassAsync(_handler);
        Assert.False((await _bench.PassAsync(_handler)).InDoubt);

        // Claimed and, as far as anybody knows, sent; then the holder died.
        await _bench.ClaimAsync();
        _clock.Advance(TimeSpan.FromSeconds(30));
        var retry = await _bench.PassAsync(_handler);
        Assert.True(retry.InDoubt);
        Assert.Equal((1, 2), (_slack.Count(Post), _slack.Count(Replies)));

        // The looks that settled the first doubt say nothing of this one.
        Assert.True((await _bench.PassAsync(_handler)).InDoubt);
        Assert.False((await _bench.PassAsync(_handler)).InDoubt);
        Assert.Equal((1, 4), (_slack.Count(Post), _slack.Count(Replies)));
    }

    [Fact]
    public async Task Found_only_by_the_second_look_it_is_not_sent()
    {
        var id = await LoseAsync();
        _slack.AnswerInTurn(Replies, Nothing, Page(1, ours: id));
        Assert.True((await _bench.PassAsync(_handler)).InDoubt);
        Assert.Equal(ItemOutcome.Answered, (await _bench.HandleAsync(_handler)).Outcome);
        Assert.Equal((1, 2), (_slack.Count(Post), _slack.Count(Replies)));
        Assert.False(await _bench.HasNoteAsync(id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(-15)]
    public async Task Only_the_time_in_which_it_can_be_is_read_and_that_by_Slacks_clock(int minutesAhead)
    {
        // Our clock is ahead of Slack's; Slack has answered something before, so that this is known.
        _slack.Now = () => _clock.GetUtcNow() - TimeSpan.FromMinutes(minutesAhead);
        await _slack.Client.CallAsync("chat.postMessage", "xoxb-1", default, None);
        var planned = _slack.Now();
        await _bench.PlanAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        var left = _slack.Now();
        _slack.Vanish(Post);
        await _bench.PassAsync(_handler);
        _slack.Answer(Replies, Nothing);
        await _bench.PassAsync(_handler);

        var (oldest, latest) = Window();
        Assert.InRange(oldest, left.AddSeconds(-20), left);
        Assert.InRange(latest, left.AddSeconds(10), left.AddMinutes(3));
        Assert.True(planned < oldest);
    }

    [Fact]
    public async Task The_window_reaches_back_to_the_first_call_that_may_have_been_performed()
    {
        _slack.Answer(Replies, Nothing);
        var first = _clock.GetUtcNow();
        await LoseAsync();
        await _bench.PassAsync(_handler);
        await _bench.PassAsync(_handler);
        _clock.Advance(TimeSpan.FromMinutes(5));
        _slack.Vanish(Post);
        await _bench.PassAsync(_handler);
        var last = _clock.GetUtcNow();
        await _bench.PassAsync(_handler);

        var (oldest, latest) = Window();
        Assert.InRange(oldest, first.AddSeconds(-20), first);
        Assert.InRange(latest, last, last.AddMinutes(3));
    }

    [Fact]
    public async Task In_a_thread_nothing_older_than_its_first_message_is_asked_for()
    {
        var root = SlackTs.FromMicros((_clock.GetUtcNow().AddSeconds(-1) - DateTimeOffset.UnixEpoch).Ticks / 10);
        await _bench.PlanAsync(conversation: DeliveryBench.Thread with { Thread = root });
        _slack.Vanish(Post);
        await _bench.PassAsync(_handler);
        _slack.Answer(Replies, Nothing);
        await _bench.PassAsync(_handler);
        Assert.Equal(root.Time, Window().Oldest);
    }

    [Fact]
    public async Task A_page_that_Slack_limits_is_read_later_and_the_search_goes_on_where_it_was_also_after_a_restart()
    {
        var id = await LoseAsync();
        var pages = 0;
        _slack.Answers[Replies] = async context =>
        {
            var cursor = Form(_slack.Calls.Last().Body, "cursor");
            Assert.Equal(pages++ switch { 0 => "", 1 or 2 => "c1", _ => "c2" }, cursor);
            context.Response.StatusCode = pages == 2 ? 429 : 200;
            context.Response.Headers.RetryAfter = pages == 2 ? "49" : default;
            await context.Response.WriteAsync(pages switch
            {
                1 => Page(10, cursor: "c1"),
                2 => """{"ok":false,"error":"ratelimited"}""",
                3 => Page(10, cursor: "c2"),
                _ => Page(3, ours: id),
            }, None);
        };

        Assert.Equal((true, In(49)), Of(await _bench.HandleAsync(_handler)));
        _clock.Advance(TimeSpan.FromSeconds(49));

        // The pace is the one that Slack's wait tells of.
        var restarted = _bench.Handler(_slack.Client);
        Assert.Equal((true, In(49)), Of(await _bench.HandleAsync(restarted)));
        _clock.Advance(TimeSpan.FromSeconds(49));
        Assert.Equal(ItemOutcome.Answered, (await _bench.HandleAsync(restarted)).Outcome);
        Assert.Equal((4, 1), (pages, _slack.Count(Post)));
    }

    [Fact]
    public async Task Where_Slack_gives_fifteen_messages_a_page_it_is_asked_once_a_minute()
    {
        var id = await LoseAsync();
        _slack.AnswerInTurn(Replies, Page(15, cursor: "c1"), Page(15, cursor: "c2"), Page(1, ours: id));
        for (var page = 1; page <= 2; page++)
        {
            Assert.Equal((true, In(60)), Of(await _bench.HandleAsync(_handler)));
            _clock.Advance(TimeSpan.FromSeconds(60));
        }

        Assert.Equal(ItemOutcome.Answered, (await _bench.HandleAsync(_handler)).Outcome);
        Assert.Equal(["200", "15", "15"], _slack.Calls.Where(call => call.Method == Replies).Select(call => Form(call.Body, "limit")));
    }

    [Fact]
    public async Task Where_it_is_set_that_history_is_limited_no_call_is_made_too_soon()
    {
        _bench.Slack.HistoryInterval = TimeSpan.FromMinutes(1);
        _slack.Answer(Replies, Nothing);
        await LoseAsync();
        Assert.Equal((true, In(2)), Of(await _bench.HandleAsync(_handler)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((true, In(58)), Of(await _bench.HandleAsync(_handler)));
        _clock.Advance(TimeSpan.FromSeconds(58));
        Assert.Equal((false, In(0)), Of(await _bench.HandleAsync(_handler)));
        Assert.All(_slack.Calls.Where(call => call.Method == Replies), call => Assert.Equal("15", Form(call.Body, "limit")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_not_seen_is_not_certain_and_people_decide_when_it_cannot_be_found_out(bool hasCursors)
    {
        _bench.Deliveries.MaxAttempts = 5;
        var id = await LoseAsync();
        _slack.Answer(Replies, hasCursors ? Page(10, cursor: "c1") : Page(10, hasMore: true));
        var since = _clock.GetUtcNow();
        var (transition, seen) = (await _bench.HandleAsync(_handler), 0);
        for (; transition.Outcome is ItemOutcome.Retry; seen++)
        {
            Assert.True(seen < 4_000);
            _clock.Advance(TimeSpan.FromSeconds(10));
            transition = await _bench.HandleAsync(_handler);
        }

        Assert.Equal(new ItemOutcome.Dead("outcome_unknown"), transition.Outcome);
        Assert.InRange(_clock.GetUtcNow() - since, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        Assert.Contains("may be missing", TextOf(Assert.Single(transition.Append)), StringComparison.Ordinal);
        Assert.Equal(1, _slack.Count(Post));
        Assert.False(await _bench.HasNoteAsync(id));
        Assert.DoesNotContain(_bench.Logs.Lines, line => line.Text.Contains("not there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_Slack_does_not_answer_the_look_ups_nothing_is_given_up_on()
    {
        _bench.Deliveries.MaxAttempts = 2;
        await LoseAsync();
        _slack.Vanish(Replies);
        for (var since = _clock.GetUtcNow(); _clock.GetUtcNow() - since < TimeSpan.FromHours(3);)
        {
            Assert.True((await _bench.PassAsync(_handler)).InDoubt);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        _slack.Answer(Replies, Nothing);
        Assert.True((await _bench.PassAsync(_handler)).InDoubt);
    }

    /// <summary>The token waits for a person; Slack may refuse it to one method and not to another.</summary>
    [Fact]
    public async Task While_Slack_refuses_the_token_to_the_look_ups_nothing_is_given_up_on()
    {
        _bench.Deliveries.MaxAttempts = 2;
        await LoseAsync();
        _slack.Answer(Replies, """{"ok":false,"error":"team_access_not_granted"}""");
        for (var since = _clock.GetUtcNow(); _clock.GetUtcNow() - since < TimeSpan.FromHours(3);)
        {
            Assert.True((await _bench.PassAsync(_handler)).InDoubt);
            await _bench.PlanAsync("other", lane: "T1/C1/1.000001");
            var other = (await _bench.ClaimAllAsync()).Single(claim => claim.Item.Lane == "T1/C1/1.000001");
            Assert.Equal(ItemOutcome.Answered, (await _bench.HandleAsync(_handler, other)).Outcome);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        _slack.Answer(Replies, Nothing);
        Assert.True((await _bench.PassAsync(_handler)).InDoubt);
    }

    [Fact]
    public async Task A_place_that_Slack_has_forgotten_is_looked_for_from_the_beginning()
    {
        var id = await LoseAsync();
        _slack.AnswerInTurn(Replies, Page(10, cursor: "c1"), """{"ok":false,"error":"invalid_cursor"}""", Page(3, ours: id));
        Assert.True((await _bench.PassAsync(_handler)).InDoubt);
        Assert.Equal(ItemOutcome.Answered, (await _bench.HandleAsync(_handler)).Outcome);
        Assert.Equal(["", "c1", ""], _slack.Calls.Where(call => call.Method == Replies).Select(call => Form(call.Body, "cursor")));
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_begins_neither_a_call_nor_a_page()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        await _bench.PlanAsync();
        Assert.Equal((false, In(0)), Of(await _bench.HandleAsync(_handler, stopping: stopping.Token)));
        _slack.Vanish(Post);
        await _bench.PassAsync(_handler);
        Assert.Equal((true, In(0)), Of(await _bench.HandleAsync(_handler, stopping: stopping.Token)));
        Assert.Equal((1, 0), (_slack.Count(Post), _slack.Count(Replies)));
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_call_that_has_left_comes_to_its_own_end_when_the_server_stops()
    {
        using var stopping = new CancellationTokenSource();
        _slack.Answers[Post] = async context =>
        {
            await stopping.CancelAsync();
            await context.Response.WriteAsync(Ok, None);
        };
        await _bench.PlanAsync();
        Assert.Equal(ItemOutcome.Answered, (await _bench.HandleAsync(_handler, stopping: stopping.Token)).Outcome);
    }

    /// <summary>A message whose answer was lost, at the moment when it may be looked for.</summary>
    private async Task<ItemId> LoseAsync()
    {
        var id = await _bench.PlanAsync();
        _slack.Vanish(Post);
        Assert.True((await _bench.PassAsync(_handler)).InDoubt);
        _slack.Answer(Post, Ok);
        return id;
    }

    private (DateTimeOffset Oldest, DateTimeOffset Latest) Window()
    {
        var body = _slack.Calls.Last(call => call.Method == Replies).Body;
        return (new SlackTs(Form(body, "oldest")).Time, new SlackTs(Form(body, "latest")).Time);
    }

    private static string Form(string body, string name) =>
        body.Split('&').Select(pair => pair.Split('=')).Where(pair => pair[0] == name).Select(pair => WebUtility.UrlDecode(pair[1])).FirstOrDefault("");

    private static (bool InDoubt, TimeSpan Wait) Of(Holdfast.Storage.Transition transition)
    {
        var retry = Assert.IsType<ItemOutcome.Retry>(transition.Outcome);
        return (retry.InDoubt, retry.Wait);
    }

    private static TimeSpan In(double seconds) => TimeSpan.FromSeconds(seconds);
}
