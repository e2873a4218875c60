using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Deliveries;

/// <summary>
/// Settles whether a delivery in doubt has had its effect: waits until Slack cannot perform the call any more, looks for the message twice,
/// and says that it is not there only when all was seen of the time in which it could be.
/// </summary>
public sealed partial class UnconfirmedDeliveries(
    SlackWebClient slack,
    HistoryLookup lookup,
    DeliveryTurns turns,
    UndeliveredNotice undelivered,
    SlackAnswers answers,
    IOptions<SlackOptions> slackOptions,
    IOptions<DeliveryOptions> options,
    HoldfastMetrics metrics,
    ILogger<UnconfirmedDeliveries> logger)
{
    /// <summary>The wait between the two look-ups, for what Slack performs later still.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(2);

    /// <summary>The wait before a search goes on, or begins again, that Slack does not limit.</summary>
    private static readonly TimeSpan NextPages = TimeSpan.FromSeconds(1);

    private const int LooksNeeded = 2;

    /// <summary>The most pages that are read with the lane in hand.</summary>
    private const int MaxPagesPerAttempt = 10;

    /// <summary>No cursor of Slack's is nearly as long.</summary>
    private const int MaxCursor = 1_000;

    /// <summary>The next step towards knowing. A message that turns out not to be there is sent under a claim of its own.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="method">The method by which it is looked up.</param>
    /// <param name="delivered">What it comes to when it is there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">Slack could not be asked.</exception>
    internal async ValueTask<Transition> SettleAsync(
        ActiveDelivery delivery, string method, Func<SlackMessage, Transition> delivered, CancellationToken cancellationToken)
    {
        var now = slack.Clock.Now;
        if (delivery.Note is not { LookFrom: { } from, LastCall: not null } note)
        {
            // The process died, or the attempt was broken off: nobody wrote down when the call left, and it may have been until now.
            delivery.Note = MayHaveLeft(delivery, FirstPossible(delivery), now, answered: false);
            return delivery.Retry(delivery.Note.LookFrom!.Value - now, UndeliveredNotice.OutcomeUnknown, isInDoubt: true);
        }

        if (from > now)
            return delivery.Wait(from - now);
        try
        {
            return await LookAsync(delivery, note, method, delivered, cancellationToken);
        }
        catch (SlackException e) when (e.Error == "invalid_cursor")
        {
            // The search lay still for too long: it begins again.
            LogBeginsAgain(delivery.Item.Id);
            var again = (delivery.Note ?? note) with { Cursor = null, Seen = 0 };
            return LookAgain(delivery, again with { Pages = again.Pages + 1 }, e.Error);
        }
        catch (SlackException e) when (!e.IsTransient && !e.IsAuthFailure)
        {
            // Nobody may read here, or nothing is left to read. Then the reply matters more than the small chance of a second one.
            LogCannotLookUp(e, delivery.Item.Id);
            return delivery.SendNext();
        }
    }

    /// <summary>What is known when a call may have been performed.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="first">When the first such call left, at the earliest.</param>
    /// <param name="last">When the last one left, at the latest.</param>
    /// <param name="answered">Whether Slack has answered, so that it has come to an end with it.</param>
    internal DeliveryNote MayHaveLeft(ActiveDelivery delivery, DateTimeOffset first, DateTimeOffset last, bool answered)
    {
        var margin = delivery.Plan.Method == DeliveryPlan.UploadFile ? FileUploads.Appearance : SlackOptions.Lateness;
        var note = delivery.Note ?? new DeliveryNote { FirstCall = first };
        return note.Settled() with
        {
            LastCall = last,
            LookFrom = answered ? slack.Clock.Now + margin : last + slackOptions.Value.RequestTimeout + margin,
            DoubtSince = slack.Clock.Now,
        };
    }

    /// <summary>Whether enough was tried to find out about a delivery, and for long enough.</summary>
    internal bool IsHopeless(DeliveryNote note) =>
        note is { DoubtSince: { } since } && note.Pages >= options.Value.MaxAttempts && slack.Clock.Now - since >= options.Value.GiveUpAfter;

    /// <summary>It is not sent, since it may be there, and not forgotten, since it may be missing: people decide.</summary>
    internal Transition GiveUp(ActiveDelivery delivery, DeliveryNote note)
    {
        LogGivenUp(delivery.Item.Id, note.Pages, slack.Clock.Now - note.DoubtSince!.Value);
        return delivery.End(new ItemOutcome.Dead(UndeliveredNotice.OutcomeUnknown)) with
        {
            Append = undelivered.Tell(delivery.Item, delivery.Plan, UndeliveredNotice.OutcomeUnknown),
        };
    }

    private async ValueTask<Transition> LookAsync(
        ActiveDelivery delivery, DeliveryNote note, string method, Func<SlackMessage, Transition> delivered, CancellationToken cancellationToken)
    {
        for (var pages = 0; pages < MaxPagesPerAttempt; pages++)
        {
            var call = lookup.CallFor(delivery.Plan, method);
            if (await turns.WaitAsync(call, cancellationToken) is { } later)
                return delivery.Wait(later);
            if (delivery.Stopping.IsCancellationRequested)
                return delivery.Wait(TimeSpan.Zero);
            var page = await lookup.ReadAsync(delivery, note, call, cancellationToken);
            metrics.Called(method, "ok");
            answers.Taken(delivery.Plan.Team, method, slack.Clock.Now);
            if (page.Found is { } found)
            {
                metrics.Reconciled(found: true);
                LogFound(delivery.Item.Id);
                return delivered(found);
            }

            var cursor = page.Cursor is { Length: <= MaxCursor } next ? next : null;
            delivery.Note = note = note with { Pages = note.Pages + 1, Seen = note.Seen + page.Count, Cursor = cursor };
            if (!page.HasMore)
                return NotThere(delivery, note);
            if (IsHopeless(note))
                return GiveUp(delivery, note);

            // There is more, and no way to it: nothing is known of what was not seen.
            if (cursor is null)
                return LookAgain(delivery, note with { Seen = 0 }, SlackErrors.InvalidResponse);
        }

        return delivery.Wait(NextPages);
    }

    private Transition LookAgain(ActiveDelivery delivery, DeliveryNote note, string error)
    {
        delivery.Note = note;
        return IsHopeless(note) ? GiveUp(delivery, note) : delivery.Retry(NextPages, error, isInDoubt: true);
    }

    private Transition NotThere(ActiveDelivery delivery, DeliveryNote note)
    {
        if (note.Looks + 1 < LooksNeeded)
        {
            delivery.Note = note with { Looks = note.Looks + 1, Cursor = null, Seen = 0 };
            return delivery.Wait(SecondLook);
        }

        metrics.Reconciled(found: false);
        LogNotFound(delivery.Item.Id, note.Seen, note.FirstCall, note.LastCall!.Value);
        return delivery.SendNext();
    }

    /// <summary>When the first call of a delivery can have left, of which nothing was written down: after it was planned.</summary>
    private DateTimeOffset FirstPossible(ActiveDelivery delivery)
    {
        var planned = slack.Clock.Of(delivery.Item.Id.MadeAt);
        var now = slack.Clock.Now;
        if (planned <= now)
            return planned;

        // The clock that dated it was ahead, and was set right since. In a thread nothing is older than its first message.
        return SlackTs.TryParse(delivery.Plan.Thread, out var root) ? root.Time : now - TimeSpan.FromDays(1);
    }

    [LoggerMessage(310, LogLevel.Information, "Delivery {Delivery} was in doubt and was found in Slack; not sending it again")]
    private partial void LogFound(ItemId delivery);

    [LoggerMessage(311, LogLevel.Information, "Delivery {Delivery} was in doubt and was not found in two look-ups, the last of which read all {Count} messages around its attempts, from {First:u} to {Last:u}; sending it")]
    private partial void LogNotFound(ItemId delivery, int count, DateTimeOffset first, DateTimeOffset last);

    [LoggerMessage(312, LogLevel.Warning, "Delivery {Delivery} is in doubt and can't be looked up; sending it, so it may appear twice")]
    private partial void LogCannotLookUp(Exception error, ItemId delivery);

    [LoggerMessage(313, LogLevel.Information, "Delivery {Delivery}: Slack forgot the cursor of its look-up; starting over")]
    private partial void LogBeginsAgain(ItemId delivery);

    [LoggerMessage(314, LogLevel.Error, "Delivery {Delivery}: {Calls} calls in {Duration} could not tell whether Slack has it; it is kept as a dead letter")]
    private partial void LogGivenUp(ItemId delivery, int calls, TimeSpan duration);
}
