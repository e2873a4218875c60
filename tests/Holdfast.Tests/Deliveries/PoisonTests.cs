using System.Text.Json;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Microsoft.AspNetCore.Http;
using static Holdfast.Tests.Deliveries.DeliveryBench;

namespace Holdfast.Tests.Deliveries;

/// <summary>Slack does not take one message, or nobody's.</summary>
[Trait("Req", "RS-5")]
public sealed class PoisonTests : IAsyncLifetime
{
    private const string InternalError = """{"ok":false,"error":"internal_error"}""";

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly NotificationMetrics _notifications;
    private FakeSlack _slack = null!;
    private InMemoryStore _store = null!;
    private DeliveryBench _bench = null!;
    private DeliveryHandler _handler = null!;

    public PoisonTests() => _notifications = new NotificationMetrics(_meters);

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(_clock);
        _store = new InMemoryStore(_clock);
        _bench = new DeliveryBench(_clock, _store, _meters, _notifications);
        _handler = _bench.Handler(_slack.Client);
        _slack.Answer(Replies, Nothing);
        Takes(text => text != "poison");
    }

    public async ValueTask DisposeAsync()
    {
        await _slack.DisposeAsync();
        await _store.DisposeAsync();
        _notifications.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(InternalError)]
    [InlineData("""{"ok":false,"error":"external_channel_migrating"}""")]
    [InlineData("<html>Blocked by your firewall</html>")]
    public async Task A_message_that_Slack_never_takes_while_it_takes_others_is_given_up_on_and_the_lane_goes_on(string refusal)
    {
        Takes(text => text != "poison", refusal);
        var poison = await _bench.PlanAsync("poison");
        await _bench.PlanAsync("next");
        var since = _clock.GetUtcNow();
        var dead = await UntilDeadAsync(TimeSpan.FromHours(3), alsoSends: true);

        Assert.Equal(poison, dead.Claim.Item.Id);
        Assert.InRange(_clock.GetUtcNow() - since, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(70));
        var told = Assert.Single(dead.Append);
        Assert.Contains("couldn't post a message here", TextOf(told), StringComparison.Ordinal);
        Assert.True(DeliveryPlan.Read(told.Payload).IsNotice);
        Assert.False(await _bench.HasNoteAsync(poison));
        Assert.StartsWith("(I couldn't post a message here", TextOfNext(await _bench.ClaimAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alone_in_the_workspace_it_is_given_up_on_as_well_while_Slack_answers_other_calls()
    {
        await _bench.PlanAsync("poison");
        Assert.Equal(new ItemOutcome.Dead("internal_error"), (await UntilDeadAsync(TimeSpan.FromHours(3), alsoSends: false)).Outcome);
    }

    [Fact]
    public async Task Of_the_end_of_what_tells_of_an_end_nothing_more_is_told()
    {
        Takes(_ => false);
        _bench.Deliveries.MaxAttempts = 3;
        await _bench.PlanAsync("poison");
        Assert.NotEmpty((await UntilDeadAsync(TimeSpan.FromHours(3), alsoSends: false)).Append);
        var last = await UntilDeadAsync(TimeSpan.FromHours(3), alsoSends: false);
        Assert.Equal(DeliveryPlan.SetStatus, DeliveryPlan.Read(Assert.Single(last.Append).Payload).Method);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_Slack_takes_nobodys_messages_none_is_given_up_on(bool answersLookUps)
    {
        _bench.Deliveries.MaxAttempts = 3;
        Takes(_ => false);
        if (!answersLookUps)
            _slack.Answer(Replies, InternalError);
        await _bench.PlanAsync("one", lane: "T1/C1/1.000001");
        await _bench.PlanAsync("two", lane: "T1/C1/2.000001");
        for (var since = _clock.GetUtcNow(); _clock.GetUtcNow() - since < TimeSpan.FromHours(5);)
        {
            foreach (var claim in await _bench.ClaimAllAsync())
                Assert.IsType<ItemOutcome.Retry>((await _bench.HandleAsync(_handler, claim)).Outcome);
            _clock.Advance(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>It was tried a moment before this one, and so has not been tried again since.</summary>
    [Fact]
    public void What_fails_a_moment_before_counts_as_failing_still()
    {
        var answers = new SlackAnswers();
        var (poison, other, failed) = (ItemId.New(_clock), ItemId.New(_clock), _clock.GetUtcNow());
        answers.Failed("T1", Post, other, failed.AddSeconds(-1));
        answers.Failed("T1", Post, poison, failed);
        answers.Taken("T1", Replies, failed.AddSeconds(1));
        Assert.False(answers.HasTakenOthers("T1", Post, poison, failed, failed.AddSeconds(2)));
        Assert.True(answers.HasTakenOthers("T1", Post, poison, failed, failed.AddSeconds(0.9)));
    }

    [Theory]
    [InlineData("restricted_action")]
    [InlineData("msg_too_long")]
    public async Task Where_Slack_refuses_a_reply_for_good_nobody_is_shown_as_thinking_any_more(string error)
    {
        _slack.Answer(Post, $$"""{"ok":false,"error":"{{error}}"}""");
        await _bench.PlanAsync();
        var dead = await _bench.HandleAsync(_handler);
        Assert.Equal(new ItemOutcome.Dead(error), dead.Outcome);
        var plan = DeliveryPlan.Read(Assert.Single(dead.Append).Payload);
        Assert.Equal((DeliveryPlan.SetStatus, ""), (plan.Method, JsonDocument.Parse(plan.Arguments).RootElement.GetProperty("status").GetString()));

        // It is a help for the eye: what cannot be done about it is no dead letter.
        _slack.Answer(DeliveryPlan.SetStatus, """{"ok":false,"error":"channel_not_found"}""");
        Assert.Equal(ItemOutcome.Ignored("the status could not be changed"), (await _bench.HandleAsync(_handler)).Outcome);
    }

    [Fact]
    [Trait("Req", "XP-7")]
    public async Task However_long_Slack_asks_to_wait_it_is_asked_again_within_a_minute_when_somebody_opens_the_gate()
    {
        _slack.Answer(Post, """{"ok":false,"error":"ratelimited"}""", 429, "86400");
        await _bench.PlanAsync();
        Assert.Equal(TimeSpan.FromMinutes(1), await WaitAsync());
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.Single(await _bench.Gate.ListAsync(CancellationToken.None)).Closure);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), await WaitAsync());
        Assert.Equal(1, _slack.Count(Post));

        await _bench.Gate.OpenAsync(gate: null, CancellationToken.None);
        _slack.Answer(Post, Ok);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ItemOutcome.Answered, (await _bench.HandleAsync(_handler)).Outcome);
    }

    private async Task<TimeSpan> WaitAsync() => Assert.IsType<ItemOutcome.Retry>((await _bench.HandleAsync(_handler)).Outcome).Wait;

    /// <summary>Handles what falls due, and a message of somebody else's a minute where that is said, until something dies.</summary>
    private async Task<Holdfast.Storage.Transition> UntilDeadAsync(TimeSpan atMost, bool alsoSends)
    {
        var other = 0;
        for (var since = _clock.GetUtcNow(); _clock.GetUtcNow() - since < atMost;)
        {
            if (alsoSends && other++ % 30 == 0)
                await _bench.PlanAsync("other", lane: $"T1/C1/{other}.000001");
            foreach (var claim in await _bench.ClaimAllAsync())
            {
                if (await _bench.HandleAsync(_handler, claim) is { Outcome: ItemOutcome.Dead } dead)
                    return dead;
            }

            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        throw new TimeoutException($"Nothing was given up on within {atMost}.");
    }

    private void Takes(Func<string, bool> takes, string refusal = InternalError) => _slack.Answers[Post] = async context =>
    {
        var text = JsonDocument.Parse(_slack.Calls.Last().Body).RootElement.GetProperty("text").GetString()!;
        context.Response.StatusCode = takes(text) || refusal[0] == '{' ? 200 : 403;
        await context.Response.WriteAsync(takes(text) ? Ok : refusal);
    };

    private static string TextOfNext(Claim claim) => JsonDocument.Parse(DeliveryPlan.Read(claim.Item.Payload).Arguments).RootElement.GetProperty("text").GetString()!;
}
