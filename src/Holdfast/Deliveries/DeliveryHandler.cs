using Holdfast.Diagnostics;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Deliveries;

/// <summary>
/// Makes planned Slack calls, in order within a conversation, until each succeeds or is refused for good. A call that may
/// have been performed already is looked up before it is repeated.
/// </summary>
public sealed partial class DeliveryHandler(
    SlackWebClient slack,
    IDeliveryLookup lookup,
    DeliveryCalls calls,
    FileUploads files,
    IRateGate gate,
    IOptions<SlackOptions> slackOptions,
    IOptions<DeliveryOptions> options,
    HoldfastMetrics metrics,
    NotificationMetrics notifications,
    TimeProvider time,
    ILogger<DeliveryHandler> logger) : ILaneHandler
{
    /// <summary>A wait this short is waited with the lane in hand; a longer one gives the lane back.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The longest wait after a call that got no answer: Slack may be back the next moment, and everything is to go out then. It is the
    /// breaker that spares a host which does not answer.
    /// </summary>
    private static readonly TimeSpan LongestUnanswered = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait after a 429 that does not say.</summary>
    private static readonly TimeSpan UnsaidRetryAfter = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public LaneQueue Queue => LaneQueue.Outbound;

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var plan = DeliveryPlan.Read(work.Item.Payload);
        if (plan.Notification is { } ticket && ticket.Notification.IsTooLate(time.GetUtcNow()))
        {
            notifications.Dropped(ticket);
            return new Transition { Claim = work.Claim, Outcome = ItemOutcome.Ignored("its time was over") };
        }

        try
        {
            if (work.Item.InDoubt && lookup.MethodFor(plan) is { } method)
            {
                if (await WaitForTurnAsync(plan, method, cancellationToken) is { } lookUpLater)
                    return Wait(work.Claim, lookUpLater, inDoubt: true);
                if (await lookup.FindAsync(plan, work.Item, cancellationToken) is { } found)
                    return Delivered(work.Claim, plan, found.Channel, found.Ts);
            }

            return plan.Method == DeliveryPlan.UploadFile
                ? await UploadAsync(work, plan, cancellationToken)
                : await SendAsync(work, plan, cancellationToken);
        }
        catch (SlackException e)
        {
            metrics.Called(e.Method, e.Error);
            return await RefusedAsync(work.Claim, plan, e, cancellationToken);
        }
    }

    private async ValueTask<Transition> SendAsync(LaneWork work, DeliveryPlan plan, CancellationToken cancellationToken)
    {
        if (await calls.ResolveAsync(plan, cancellationToken) is not { } call)
        {
            LogTargetGone(plan.Method, work.Item.Id);
            return new Transition { Claim = work.Claim, Outcome = ItemOutcome.Ignored("the message it changes was never posted") };
        }

        if (await WaitForTurnAsync(plan, call.Method, cancellationToken) is { } later)
            return Wait(work.Claim, later, work.Item.InDoubt);
        try
        {
            return await CallAsync(work, plan, call, cancellationToken);
        }
        catch (SlackException e) when (call.Method == "chat.update" && (plan.PostIfGone ? IsForGood(e) : IsGone(e)))
        {
            if (!plan.PostIfGone)
            {
                LogGone(e, plan.Method, work.Item.Id);
                return new Transition { Claim = work.Claim, Outcome = ItemOutcome.Ignored("the message it changes is gone") };
            }

            // Somebody deleted the message whose place this one was to take, or Slack does not let it be changed: an answer is not lost
            // for that.
            LogPostedAnew(e, work.Item.Id);
            var post = DeliveryCalls.Post(plan);
            return await WaitForTurnAsync(plan, post.Method, cancellationToken) is { } turn
                ? Wait(work.Claim, turn, work.Item.InDoubt)
                : await CallAsync(work, plan, post, cancellationToken);
        }
    }

    /// <summary>Whether the message that a call changes is not there to be changed: a card that somebody deleted is no failure.</summary>
    private static bool IsGone(SlackException error) => error.Error is "message_not_found" or "cant_update_message" or "edit_window_closed";

    private static bool IsForGood(SlackException error) =>
        !error.IsTransient && !error.IsOutcomeUnknown && !error.IsAuthFailure && !IsRateLimit(error);

    private async ValueTask<Transition> UploadAsync(LaneWork work, DeliveryPlan plan, CancellationToken cancellationToken)
    {
        foreach (var method in FileUploads.Methods)
        {
            if (await WaitForTurnAsync(plan, method, cancellationToken) is { } later)
                return Wait(work.Claim, later, work.Item.InDoubt);
        }

        await files.UploadAsync(plan, cancellationToken);
        return Delivered(work.Claim, plan, plan.Channel, ts: "");
    }

    private async ValueTask<Transition> CallAsync(LaneWork work, DeliveryPlan plan, DeliveryCall call, CancellationToken cancellationToken)
    {
        var response = await slack.CallAsync(call.Method, slackOptions.Value.BotToken, call.Arguments, cancellationToken);
        metrics.Called(call.Method, "ok");
        return Delivered(work.Claim, plan, response.GetString("channel") ?? plan.Channel, response.GetString("ts") ?? "");
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        return new Transition { Claim = claim, Outcome = new ItemOutcome.Dead(error.GetType().Name) };
    }

    /// <summary>Null when the call may be made now; else how long to wait, when that is worth giving the lane back for.</summary>
    private async ValueTask<TimeSpan?> WaitForTurnAsync(DeliveryPlan plan, string method, CancellationToken cancellationToken)
    {
        while (await gate.TryEnterAsync(new RateLimitedCall(plan.Team, method, plan.Channel), cancellationToken) is { } wait)
        {
            if (wait > ShortWait)
                return wait;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
        }

        return null;
    }

    private async ValueTask<Transition> RefusedAsync(Claim claim, DeliveryPlan plan, SlackException error, CancellationToken cancellationToken)
    {
        // The doubt stays until a look-up has settled it: a 429 to the look-up says nothing about the message.
        var inDoubt = error.IsOutcomeUnknown || claim.Item.InDoubt;
        if (IsRateLimit(error))
        {
            var retryAfter = error.RetryAfter ?? UnsaidRetryAfter;
            var wait = await gate.CloseAsync(new RateLimitedCall(plan.Team, error.Method, plan.Channel), retryAfter, cancellationToken);
            LogRateLimited(error.Method, retryAfter);
            return Wait(claim, wait, claim.Item.InDoubt);
        }

        // Nothing was attempted.
        if (error.Error == SlackErrors.HostUnavailable)
            return Wait(claim, error.RetryAfter ?? LongestUnanswered, claim.Item.InDoubt);

        if (plan.Notification is { } ticket)
            notifications.Failed(ticket, error.Error);

        // A token that Slack refuses waits for a person. A notification that can go another way does not wait along.
        var goesElsewhere = error.IsAuthFailure && plan.Notification is { Rest.Count: > 0 };
        if ((error.IsTransient || error.IsOutcomeUnknown || error.IsAuthFailure) && !goesElsewhere)
        {
            var delay = error.RetryAfter ?? DelayAfter(claim.Item.Attempt + 1, error);
            if (inDoubt && plan.Method == DeliveryPlan.UploadFile && delay < FileUploads.Appearance)
                delay = FileUploads.Appearance;
            if (error.IsAuthFailure)
                LogUnauthorized(error, plan.Method, delay);
            else
                LogFailed(error, plan.Method, claim.Item.Id, claim.Item.Attempt + 1, delay);
            return new Transition
            {
                Claim = claim,
                Outcome = new ItemOutcome.Retry(delay, error.Error, CountsAsAttempt: true, inDoubt),
            };
        }

        LogRefused(error, plan.Method, claim.Item.Id);
        return new Transition
        {
            Claim = claim,
            Outcome = new ItemOutcome.Dead(error.Error),
            Append = plan.Method == DeliveryPlan.UploadFile ? [files.InPlaceOf(claim.Item, plan, error)] : [],
        };
    }

    private TimeSpan DelayAfter(int attempts, SlackException error)
    {
        var (first, longest) = (options.Value.RetryDelay, options.Value.MaxRetryDelay);
        if (error.Error is SlackErrors.Timeout or SlackErrors.Network && longest > LongestUnanswered)
            longest = LongestUnanswered;
        return Backoff.After(attempts, first, longest);
    }

    private Transition Delivered(Claim claim, DeliveryPlan plan, string channel, string ts)
    {
        var now = time.GetUtcNow();
        if (plan.Notification is { } ticket)
            notifications.Delivered(ticket, now);
        return new Transition
        {
            Claim = claim,
            Outcome = ItemOutcome.Answered,
            Delivered = new DeliveryReceipt(claim.Item.Id, plan.Cause, channel, ts, now),
        };
    }

    private static Transition Wait(Claim claim, TimeSpan wait, bool inDoubt) => new()
    {
        Claim = claim,
        Outcome = new ItemOutcome.Retry(wait, Error: null, CountsAsAttempt: false, inDoubt),
    };

    private static bool IsRateLimit(SlackException error) => error.HttpStatus == 429 || error.Error is "ratelimited" or "rate_limited";

    [LoggerMessage(300, LogLevel.Warning, "Slack limits {Method}: it is called again in {RetryAfter}, then paced")]
    private partial void LogRateLimited(string method, TimeSpan retryAfter);

    [LoggerMessage(301, LogLevel.Warning, "{Method} for delivery {Delivery} failed (attempt {Attempt}); trying again in {Delay}")]
    private partial void LogFailed(Exception error, string method, ItemId delivery, int attempt, TimeSpan delay);

    [LoggerMessage(302, LogLevel.Critical, "Slack refuses the token for {Method}; the delivery is kept and tried again in {Delay}")]
    private partial void LogUnauthorized(Exception error, string method, TimeSpan delay);

    [LoggerMessage(304, LogLevel.Warning, "{Method} for delivery {Delivery} has nothing to change: the message was never posted")]
    private partial void LogTargetGone(string method, ItemId delivery);

    [LoggerMessage(306, LogLevel.Information, "{Method} for delivery {Delivery} has nothing to change any more: the message is gone")]
    private partial void LogGone(Exception error, string method, ItemId delivery);

    [LoggerMessage(305, LogLevel.Information, "The message that delivery {Delivery} was to replace cannot be changed; it is posted anew")]
    private partial void LogPostedAnew(Exception error, ItemId delivery);

    [LoggerMessage(303, LogLevel.Error, "Slack refused {Method} for delivery {Delivery} for good; it is kept as a dead letter")]
    private partial void LogRefused(Exception error, string method, ItemId delivery);
}
