using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications;

/// <summary>
/// Sends notifications to places other than Slack, each until it arrives, is refused, or was tried often enough. In a queue of its
/// own: a webhook that hangs takes no place from a delivery, nor a delivery from a webhook.
/// </summary>
public sealed partial class NotificationHandler(
    IEnumerable<INotificationChannel> channels,
    IOptions<NotificationOptions> options,
    NotificationMetrics metrics,
    TimeProvider time,
    ILogger<NotificationHandler> logger) : ILaneHandler
{
    /// <summary>The most attempts of one notification in one channel.</summary>
    public const int MaxAttempts = 8;

    /// <summary>The longest wait, also where the other side asks for more.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>How long a notification waits that nothing was done about: for a host that does not answer, for the sign-in to Slack.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, INotificationChannel> _channels = channels.ToDictionary(channel => channel.Name);

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var ticket = NotificationTicket.Read(work.Item.Payload);
        if (ticket.Notification.IsTooLate(time.GetUtcNow()))
            return Dropped(work.Claim, ticket);

        // Since it was planned the server may have been started with another configuration.
        if (!_channels.TryGetValue(ticket.Channel, out var channel) || !channel.Takes(ticket.Notification))
            return Refused(work.Claim, ticket, "channel_not_configured");
        if (channel is IPlanningChannel planning)
            return Forward(work, planning.Plan(ticket, work.Item.TraceParent));
        work.ThrowUnlessGoodFor(TimeSpan.Zero);
        return Settle(work.Claim, ticket, await ((ISendingChannel)channel).SendAsync(ticket.Notification, cancellationToken));
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        return Transition.Of(claim, new ItemOutcome.Dead(error.GetType().Name));
    }

    private Transition Settle(Claim claim, NotificationTicket ticket, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Failed failed:
                return Failed(claim, ticket, failed);
            case SendOutcome.Unavailable unavailable:
                return Unavailable(claim, ticket, unavailable);
            case SendOutcome.Refused refused:
                return Refused(claim, ticket, refused.Error);
            default:
                metrics.Delivered(ticket, time.GetUtcNow());
                return Transition.Of(claim, ItemOutcome.Answered);
        }
    }

    /// <summary>An item that waited here because its place in another queue was not known yet goes there.</summary>
    private static Transition Forward(LaneWork work, NewItem planned) => planned.Queue == LaneQueue.Notifications
        ? work.End(new ItemOutcome.Retry(ShortestWait, Error: null, CountsAsAttempt: false, InDoubt: false))
        : work.Done() with { Append = [planned] };

    private Transition Failed(Claim claim, NotificationTicket ticket, SendOutcome.Failed failed)
    {
        metrics.Failed(ticket, failed.Error);
        var attempts = claim.Item.Attempt + 1;
        if (attempts >= MaxAttempts || attempts > 1 && HasWaitedLong(claim.Item))
            return GivenUp(claim, ticket, failed.Error, attempts);

        var delay = Delay(attempts);
        if (failed.RetryAfter > delay)
            delay = failed.RetryAfter < LongestWait ? failed.RetryAfter.Value : LongestWait;
        LogFailed(ticket.Notification.Kind, ticket.Notification.Id, ticket.Channel, failed.Error, attempts, delay);

        // What would come too late must not hold up the next one, which is of the same lane.
        return ticket.Notification.IsTooLate(time.GetUtcNow() + delay)
            ? Dropped(claim, ticket)
            : Transition.Of(claim, new ItemOutcome.Retry(delay, failed.Error, CountsAsAttempt: true, InDoubt: true));
    }

    /// <summary>No attempt was made, so none is counted; but it doesn't wait for ever.</summary>
    private Transition Unavailable(Claim claim, NotificationTicket ticket, SendOutcome.Unavailable unavailable)
    {
        if (HasWaitedLong(claim.Item))
            return GivenUp(claim, ticket, "host_unavailable", claim.Item.Attempt);
        var delay = unavailable.RetryAfter > ShortestWait ? unavailable.RetryAfter : ShortestWait;
        return Transition.Of(claim, new ItemOutcome.Retry(delay, "host_unavailable", CountsAsAttempt: false, claim.Item.InDoubt));
    }

    private Transition GivenUp(Claim claim, NotificationTicket ticket, string error, int attempts)
    {
        LogGivenUp(ticket.Notification.Kind, ticket.Notification.Id, ticket.Channel, error, attempts);
        return Transition.Of(claim, new ItemOutcome.Dead(error));
    }

    private Transition Dropped(Claim claim, NotificationTicket ticket)
    {
        metrics.Dropped(ticket);
        return Transition.Of(claim, ItemOutcome.Ignored("its time was over"));
    }

    private Transition Refused(Claim claim, NotificationTicket ticket, string error)
    {
        metrics.Failed(ticket, error);
        LogRefused(ticket.Notification.Kind, ticket.Notification.Id, ticket.Channel, error);
        return Transition.Of(claim, new ItemOutcome.Dead(error));
    }

    private TimeSpan Delay(int attempts) => Backoff.After(attempts, options.Value.WebhookRetryDelay, LongestWait);

    /// <summary>
    /// Whether an item has waited for as long as one is tried: those behind another in its lane have waited along, and do not each begin
    /// anew. The tenth would reach the next channel ten times as late.
    /// </summary>
    private bool HasWaitedLong(LaneItem item) =>
        time.GetUtcNow() - item.EnqueuedAt > Enumerable.Range(1, MaxAttempts - 1).Aggregate(TimeSpan.Zero, (sum, attempts) => sum + Delay(attempts));

    [LoggerMessage(1400, LogLevel.Warning, "The {Kind} {Notification} could not be sent by {Channel}: {Error} (attempt {Attempt}); trying again in {Delay}")]
    private partial void LogFailed(string kind, ItemId notification, string channel, string error, int attempt, TimeSpan delay);

    [LoggerMessage(1401, LogLevel.Error, "The {Kind} {Notification} failed for good in {Channel} (attempt {Attempts}): {Error}. It is kept as a dead letter")]
    private partial void LogGivenUp(string kind, ItemId notification, string channel, string error, int attempts);

    [LoggerMessage(1402, LogLevel.Error, "The {Kind} {Notification} was refused by {Channel}: {Error}. It is kept as a dead letter")]
    private partial void LogRefused(string kind, ItemId notification, string channel, string error);
}
