using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Items;
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
    SlackWebClient client,
    IWorkspaces workspaces,
    UnconfirmedDeliveries unconfirmed,
    DeliveryCalls calls,
    DeliveryNotes notes,
    DeliveryTurns turns,
    FileUploads files,
    UndeliveredNotice undelivered,
    SlackAnswers answers,
    MarkdownRefusals refusals,
    ExtraBlocks extras,
    ProgressDeliveries progress,
    LiveEndings endings,
    SessionDeliveries sessions,
    IOptions<DeliveryOptions> options,
    HoldfastMetrics metrics,
    NotificationMetrics notifications,
    TimeProvider time,
    ILogger<DeliveryHandler> logger) : ILaneHandler
{
    /// <summary>The error of what is for a workspace that the app is not installed in (any more).</summary>
    private const string NotInstalled = "not_installed";

    /// <summary>
    /// The longest wait after a call that got no answer: Slack may be back the next moment, and everything is to go out then. It is the
    /// breaker that spares a host which does not answer.
    /// </summary>
    private static readonly TimeSpan LongestUnanswered = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var plan = DeliveryPlan.Read(work.Item.Payload);
        var workspace = await workspaces.FindAsync(plan.Team, cancellationToken);
        if (workspace is null)
            return NowhereToGo(work, plan);
        var delivery = new ActiveDelivery(work, plan, await notes.ReadAsync(work.Item, cancellationToken), workspace);
        if (plan.Notification is { } ticket && ticket.Notification.IsTooLate(time.GetUtcNow()))
        {
            notifications.Dropped(ticket);
            return delivery.End(ItemOutcome.Ignored("its time was over"));
        }

        if (plan.IsProgress)
            return await progress.HandleAsync(delivery, cancellationToken);
        try
        {
            if (work.Item.InDoubt && HistoryLookup.MethodFor(plan) is { } method)
                return await SettleAsync(delivery, method, cancellationToken);
            if (plan.Method == DeliveryPlan.SetSession)
                return await sessions.HandleAsync(delivery, cancellationToken);
            if (sessions.StandsInFor(plan))
                return delivery.End(ItemOutcome.Ignored("the session says it"));
            if (delivery.Note is { Error: { } error } note && IsPoison(note))
                return GiveUp(delivery, error, note.Refusals);
            return plan.Method == DeliveryPlan.UploadFile
                ? await UploadAsync(delivery, cancellationToken)
                : await SendAsync(delivery, cancellationToken);
        }
        catch (SlackException e)
        {
            metrics.Called(e.Method, e.Error);
            return await RefusedAsync(delivery, e, cancellationToken);
        }
        catch (OperationCanceledException e) when (delivery.Left is null && work.Stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogNotBegun(e, plan.Method, work.Item.Id);
            return delivery.Wait(TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item) => Owners.TeamOf(item);

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        var name = error.GetType().Name;
        return new Transition
        {
            Claim = claim,
            Outcome = new ItemOutcome.Dead(name),
            Records = [DeliveryNotes.Change(claim.Item, note: null)],
            Append = undelivered.Tell(claim.Item, DeliveryPlan.Read(claim.Item.Payload), claim.Item.InDoubt ? UndeliveredNotice.OutcomeUnknown : null),
        };
    }

    /// <summary>Nobody can be told there; the operators are, as of every dead letter.</summary>
    private Transition NowhereToGo(LaneWork work, DeliveryPlan plan)
    {
        LogNotInstalled(plan.Method, work.Item.Id, plan.Team);
        return work.End(new ItemOutcome.Dead(NotInstalled)) with { Records = DeliveryNotes.Removal(work.Item) };
    }

    private async ValueTask<Transition> SettleAsync(ActiveDelivery delivery, string method, CancellationToken cancellationToken)
    {
        SlackMessage? there = null;
        var settled = await unconfirmed.SettleAsync(delivery, method, found => Delivered(delivery, delivery.Plan.Channel, (there = found).Ts.Value), cancellationToken);
        return there is not null && delivery.Plan.Method == DeliveryPlan.UploadFile
            ? settled with { Records = [.. settled.Records, .. await files.FoundAsync(delivery.Plan, there, cancellationToken)] }
            : settled;
    }

    private async ValueTask<Transition> SendAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        var plan = delivery.Plan;
        if (await calls.ResolveAsync(plan, cancellationToken) is not { } planned)
        {
            LogTargetGone(plan.Method, delivery.Item.Id);
            return delivery.End(ItemOutcome.Ignored("the message it changes was never posted"));
        }

        var (call, wait) = await endings.PrepareAsync(delivery, planned, cancellationToken);
        if (wait > TimeSpan.Zero)
            return delivery.Wait(wait);
        try
        {
            return await CallAsync(delivery, call, cancellationToken);
        }
        catch (SlackException e) when (planned.Method == "chat.update" && LiveEndings.IsAboutStream(e))
        {
            // It was begun before a crash or by another worker, or its time was over: then the whole message takes its place.
            delivery.Left = null;
            await endings.StopAsync(delivery, planned, cancellationToken);
            return await CallAsync(delivery, planned, cancellationToken);
        }
        catch (SlackException e) when (call.Method == "chat.update" && (plan.PostIfGone ? e.IsForGood : IsGone(e)))
        {
            if (!plan.PostIfGone)
            {
                LogGone(e, plan.Method, delivery.Item.Id);
                return delivery.End(ItemOutcome.Ignored("the message it changes is gone"));
            }

            // Somebody deleted the message whose place this one was to take, or Slack does not let it be changed: an answer is not lost
            // for that.
            LogPostedAgain(e, delivery.Item.Id);
            delivery.Left = null;
            return await CallAsync(delivery, DeliveryCalls.Post(plan), cancellationToken);
        }
        catch (SlackException e) when (call.Method == DeliveryPlan.SetStatus && !e.IsRateLimited && e.Error != SlackErrors.HostUnavailable)
        {
            LogNoStatus(e, delivery.Item.Id);
            return delivery.End(ItemOutcome.Ignored("the status could not be changed"));
        }
    }

    /// <summary>Whether the message that a call changes is not there to be changed: a card that somebody deleted is no failure.</summary>
    private static bool IsGone(SlackException error) => error.Error is "message_not_found" or "cant_update_message" or "edit_window_closed";

    private async ValueTask<Transition> UploadAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        foreach (var method in FileUploads.Methods)
        {
            if (await turns.WaitAsync(delivery.Plan.CallOf(method), cancellationToken) is { } later)
                return delivery.Wait(later);
        }

        var kept = await files.UploadAsync(delivery, cancellationToken);
        foreach (var method in FileUploads.Methods)
            answers.Taken(delivery.Plan.Team, method, client.Clock.Now);
        var delivered = Delivered(delivery, delivery.Plan.Channel, ts: "");
        return delivered with { Records = [.. delivered.Records, .. kept] };
    }

    /// <summary>Where a workspace does not take what a message can do without, it goes without that.</summary>
    private async ValueTask<Transition> CallAsync(ActiveDelivery delivery, DeliveryCall call, CancellationToken cancellationToken)
    {
        if (ExtraBlocks.Without(call) is not { } bare)
            return await CallWithMarkdownAsync(delivery, call, cancellationToken);
        var (team, id) = (delivery.Plan.Team, delivery.Item.Id);
        if (extras.AreRefused(team))
            return await CallWithMarkdownAsync(delivery, bare, cancellationToken);
        if (refusals.Knows(team, id) && PlannedMarkdown.AsSections(call) is { } sections)
            call = sections;
        try
        {
            return await MakeAsync(delivery, call, cancellationToken);
        }
        catch (SlackException e) when (MarkdownRefusals.IsRefusal(e))
        {
            LogBare(e, id);
            delivery.Left = null;
            var knew = refusals.Knows(team, id);
            var done = await CallWithMarkdownAsync(delivery, bare, cancellationToken);

            // Where the Markdown had to go as well, it was that, as far as can be seen.
            if (done.Delivered is not null && refusals.Knows(team, id) == knew)
                extras.Refused(team);
            return done;
        }
    }

    /// <summary>Where a workspace does not take a block of Markdown the same message goes with sections in its place.</summary>
    private async ValueTask<Transition> CallWithMarkdownAsync(ActiveDelivery delivery, DeliveryCall call, CancellationToken cancellationToken)
    {
        var (team, id) = (delivery.Plan.Team, delivery.Item.Id);
        if (refusals.Knows(team, id) && PlannedMarkdown.AsSections(call) is { } known)
            return await MakeAsync(delivery, known, cancellationToken);
        try
        {
            return await MakeAsync(delivery, call, cancellationToken);
        }
        catch (SlackException e) when (MarkdownRefusals.IsRefusal(e) && PlannedMarkdown.AsSections(call) is { } sections)
        {
            LogSections(e, id);
            refusals.Add(team, id, e);
            delivery.Left = null;
            return await MakeAsync(delivery, sections, cancellationToken);
        }
    }

    private async ValueTask<Transition> MakeAsync(ActiveDelivery delivery, DeliveryCall call, CancellationToken cancellationToken)
    {
        if (await turns.WaitAsync(delivery.Plan.CallOf(call.Method), cancellationToken) is { } later)
            return delivery.Wait(later);

        // A call that has left runs to its own end when the server stops; one that has not is for the next start, or another worker.
        if (delivery.Stopping.IsCancellationRequested)
            return delivery.Wait(TimeSpan.Zero);
        delivery.Left = client.Clock.Now;
        var response = await delivery.Slack.CallAsync(call.Method, call.Arguments, cancellationToken);
        metrics.Called(call.Method, "ok");
        answers.Taken(delivery.Plan.Team, call.Method, client.Clock.Now);
        endings.Made(delivery, call);
        return Delivered(delivery, response.GetString("channel") ?? delivery.Plan.Channel, response.GetString("ts") ?? "");
    }

    private async ValueTask<Transition> RefusedAsync(ActiveDelivery delivery, SlackException error, CancellationToken cancellationToken)
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

    /// <summary>Whether all that was tried has come to nothing, for long enough, while Slack did everything else.</summary>
    private bool IsPoison(DeliveryNote note) =>
        note.Refusals >= options.Value.MaxAttempts && client.Clock.Now - note.RefusedSince >= options.Value.GiveUpAfter;

    /// <summary>Instead of another attempt, and so with no doubt about the last one.</summary>
    private Transition GiveUp(ActiveDelivery delivery, string error, int attempts)
    {
        LogPoison(delivery.Plan.Method, delivery.Item.Id, attempts, error);
        return delivery.End(new ItemOutcome.Dead(error)) with
        {
            Append = delivery.Plan.Method == DeliveryPlan.UploadFile
                ? [files.InPlaceOf(delivery.Item, delivery.Plan, error)]
                : undelivered.Tell(delivery.Item, delivery.Plan, error),
        };
    }

    private TimeSpan DelayAfter(int attempts, SlackException error)
    {
        var (first, longest) = (options.Value.RetryDelay, options.Value.MaxRetryDelay);
        if (error.Error is SlackErrors.Timeout or SlackErrors.Network && longest > LongestUnanswered)
            longest = LongestUnanswered;
        return Backoff.After(attempts, first, longest);
    }

    private Transition Delivered(ActiveDelivery delivery, string channel, string ts)
    {
        var now = time.GetUtcNow();
        if (delivery.Plan.Notification is { } ticket)
            notifications.Delivered(ticket, now);
        if (delivery.Plan.IsAnswer)
            metrics.Replied(now - delivery.Plan.Cause.MadeAt);
        return delivery.Delivered(channel, ts, now);
    }

    [LoggerMessage(315, LogLevel.Error, "{Method} for delivery {Delivery} is for the workspace {Team}, in which the app is not installed; it is kept as a dead letter")]
    private partial void LogNotInstalled(string method, ItemId delivery, string team);

    [LoggerMessage(300, LogLevel.Warning, "Slack limits {Method}: calling it again in {RetryAfter}, then more slowly")]
    private partial void LogRateLimited(string method, TimeSpan retryAfter);

    [LoggerMessage(301, LogLevel.Warning, "{Method} for delivery {Delivery} failed (attempt {Attempt}); trying again in {Delay}")]
    private partial void LogFailed(Exception error, string method, ItemId delivery, int attempt, TimeSpan delay);

    [LoggerMessage(302, LogLevel.Critical, "Slack refuses the token for {Method}; the delivery is kept and tried again in {Delay}")]
    private partial void LogUnauthorized(Exception error, string method, TimeSpan delay);

    [LoggerMessage(304, LogLevel.Warning, "{Method} for delivery {Delivery} has nothing to change: the message was never posted")]
    private partial void LogTargetGone(string method, ItemId delivery);

    [LoggerMessage(306, LogLevel.Information, "{Method} for delivery {Delivery} has nothing to change: the message is gone")]
    private partial void LogGone(Exception error, string method, ItemId delivery);

    [LoggerMessage(305, LogLevel.Information, "Delivery {Delivery} can't update its message; posting a new one")]
    private partial void LogPostedAgain(Exception error, ItemId delivery);

    [LoggerMessage(316, LogLevel.Warning, "Slack does not take the Markdown of delivery {Delivery}; sending it as sections")]
    private partial void LogSections(Exception error, ItemId delivery);

    [LoggerMessage(317, LogLevel.Warning, "Slack does not take all blocks of delivery {Delivery}; sending it without those that it can do without")]
    private partial void LogBare(Exception error, ItemId delivery);

    [LoggerMessage(303, LogLevel.Error, "Slack refused {Method} for delivery {Delivery} for good; it is kept as a dead letter")]
    private partial void LogRefused(Exception error, string method, ItemId delivery);

    [LoggerMessage(307, LogLevel.Error, "Slack refused {Method} for delivery {Delivery} {Attempts} times while it accepted others ({Error}); it is kept as a dead letter")]
    private partial void LogPoison(string method, ItemId delivery, int attempts, string error);

    [LoggerMessage(308, LogLevel.Debug, "{Method} for delivery {Delivery} was not started, because the server is stopping; it stays in its lane")]
    private partial void LogNotBegun(Exception error, string method, ItemId delivery);

    [LoggerMessage(309, LogLevel.Debug, "Delivery {Delivery} could not clear a thread's status")]
    private partial void LogNoStatus(Exception error, ItemId delivery);
}
