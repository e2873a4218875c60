using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Deliveries;

/// <summary>Decides what becomes of a delivery that Slack did not take.</summary>
internal sealed partial class DeliveryFailures(
    SlackWebClient client,
    UnconfirmedDeliveries unconfirmed,
    DeliveryTurns turns,
    FileUploads files,
    UndeliveredNotice undelivered,
    SlackAnswers answers,
    NotificationMetrics notifications,
    IOptions<DeliveryOptions> options,
    ILogger<DeliveryFailures> logger)
{
    /// <summary>
    /// The longest wait after a call that got no answer: Slack may be back the next moment, and everything is to go out then. It is the
    /// breaker that spares a host which does not answer.
    /// </summary>
    private static readonly TimeSpan LongestUnanswered = TimeSpan.FromSeconds(2);

    /// <summary>What is done after a call that failed: it waits its turn, is tried again, or has come to its end.</summary>
    public async ValueTask<Transition> AfterAsync(ActiveDelivery delivery, SlackException error, CancellationToken cancellationToken)
    {
        var plan = delivery.Plan;
        if (error.IsRateLimited)
        {
            var (retryAfter, wait) = await turns.CloseAsync(plan.CallOf(error.Method), error.RetryAfter, cancellationToken);
            LogRateLimited(error.Method, retryAfter);
            return delivery.Wait(wait);
        }

        // Nothing was attempted.
        if (error.Error == SlackErrors.HostUnavailable)
            return delivery.Wait(error.RetryAfter ?? LongestUnanswered);

        if (plan.Notification is { } ticket)
            notifications.Failed(ticket, error.Error);

        // A token that Slack refuses waits for a person. A notification that can go another way does not wait along.
        var goesElsewhere = error.IsAuthFailure && plan.Notification is { Rest.Count: > 0 };
        if ((error.IsTransient || error.IsOutcomeUnknown || error.IsAuthFailure) && !goesElsewhere)
            return Failed(delivery, error);

        LogRefused(error, plan.Method, delivery.Item.Id);
        return delivery.End(new ItemOutcome.Dead(error.Error)) with
        {
            Append = plan.Method == DeliveryPlan.UploadFile
                ? [files.InPlaceOf(delivery.Item, plan, error.Error)]
                : undelivered.ClearStatus(delivery.Item, plan),
        };
    }

    /// <summary>Whether all that was tried has come to nothing, for long enough, while Slack did everything else.</summary>
    public bool IsPoison(DeliveryNote note) =>
        note.Refusals >= options.Value.MaxAttempts && client.Clock.Now - note.RefusedSince >= options.Value.GiveUpAfter;

    /// <summary>Instead of another attempt, and so with no doubt about the last one.</summary>
    public Transition GiveUp(ActiveDelivery delivery, string error, int attempts)
    {
        LogPoison(delivery.Plan.Method, delivery.Item.Id, attempts, error);
        return delivery.End(new ItemOutcome.Dead(error)) with
        {
            Append = delivery.Plan.Method == DeliveryPlan.UploadFile
                ? [files.InPlaceOf(delivery.Item, delivery.Plan, error)]
                : undelivered.Tell(delivery.Item, delivery.Plan, error),
        };
    }

    /// <summary>It is tried again; first looked for, where it may have been performed.</summary>
    private Transition Failed(ActiveDelivery delivery, SlackException error)
    {
        var canLookUp = HistoryLookup.MethodFor(delivery.Plan) is not null;
        if (canLookUp && delivery.Item.InDoubt)
            return NotLookedUp(delivery, error);
        if (!error.IsAuthFailure)
            Count(delivery, error);
        var mayBeDone = error.IsOutcomeUnknown && delivery.Left is not null;
        if (!mayBeDone || !canLookUp)
            return Retry(delivery, error, TimeSpan.Zero, mayBeDone || delivery.Item.InDoubt);
        var left = delivery.Left!.Value;
        delivery.Note = unconfirmed.MayHaveLeft(delivery, left, left, error.IsSlacksWord);
        return Retry(delivery, error, delivery.Note.LookFrom!.Value - client.Clock.Now, isInDoubt: true);
    }

    /// <summary>The doubt stays as it was: what Slack says to a look-up says nothing about the message.</summary>
    private Transition NotLookedUp(ActiveDelivery delivery, SlackException error)
    {
        if (!error.IsAuthFailure && delivery.Note is { DoubtSince: { } since } note)
        {
            var now = client.Clock.Now;
            var counts = answers.HasTakenOthers(delivery.Plan.Team, error.Method, delivery.Item.Id, note.FailedAt ?? since, now);
            answers.Failed(delivery.Plan.Team, error.Method, delivery.Item.Id, now);
            delivery.Note = note = note with { Pages = note.Pages + (counts ? 1 : 0), FailedAt = now };
            if (unconfirmed.IsHopeless(note))
                return unconfirmed.GiveUp(delivery, note);
        }

        return Retry(delivery, error, TimeSpan.Zero, isInDoubt: true);
    }

    private Transition Retry(ActiveDelivery delivery, SlackException error, TimeSpan atLeast, bool isInDoubt)
    {
        var attempt = delivery.Item.Attempt + 1;
        var delay = error.RetryAfter ?? DelayAfter(attempt, error);
        delay = delay > atLeast ? delay : atLeast;
        if (error.IsAuthFailure)
            LogUnauthorized(error, delivery.Plan.Method, delay);
        else
            LogFailed(error, delivery.Plan.Method, delivery.Item.Id, attempt, delay);
        return delivery.Retry(delay, error.Error, isInDoubt);
    }

    /// <summary>Notes that Slack did not take the call; it counts only while Slack takes others.</summary>
    private void Count(ActiveDelivery delivery, SlackException error)
    {
        var now = client.Clock.Now;
        var note = delivery.Note ?? new DeliveryNote { FirstCall = delivery.Left ?? now };
        if (note.FailedAt is not { } before || answers.HasTakenOthers(delivery.Plan.Team, error.Method, delivery.Item.Id, before, now))
            note = note with { Refusals = note.Refusals + 1 };
        answers.Failed(delivery.Plan.Team, error.Method, delivery.Item.Id, now);
        delivery.Note = note with { FailedAt = now, RefusedSince = note.RefusedSince ?? now, Error = error.Error };
    }

    private TimeSpan DelayAfter(int attempts, SlackException error)
    {
        var (first, longest) = (options.Value.RetryDelay, options.Value.MaxRetryDelay);
        if (error.Error is SlackErrors.Timeout or SlackErrors.Network && longest > LongestUnanswered)
            longest = LongestUnanswered;
        return Backoff.After(attempts, first, longest);
    }

    [LoggerMessage(300, LogLevel.Warning, "Slack limits {Method}: calling it again in {RetryAfter}, then more slowly")]
    private partial void LogRateLimited(string method, TimeSpan retryAfter);

    [LoggerMessage(301, LogLevel.Warning, "{Method} for delivery {Delivery} failed (attempt {Attempt}); trying again in {Delay}")]
    private partial void LogFailed(Exception error, string method, ItemId delivery, int attempt, TimeSpan delay);

    [LoggerMessage(302, LogLevel.Critical, "Slack refuses the token for {Method}; the delivery is kept and tried again in {Delay}")]
    private partial void LogUnauthorized(Exception error, string method, TimeSpan delay);

    [LoggerMessage(303, LogLevel.Error, "Slack refused {Method} for delivery {Delivery} for good; it is kept as a dead letter")]
    private partial void LogRefused(Exception error, string method, ItemId delivery);

    [LoggerMessage(307, LogLevel.Error, "Slack refused {Method} for delivery {Delivery} {Attempts} times while it accepted others ({Error}); it is kept as a dead letter")]
    private partial void LogPoison(string method, ItemId delivery, int attempts, string error);
}
