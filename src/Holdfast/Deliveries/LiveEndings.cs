using Holdfast.Sessions;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;

namespace Holdfast.Deliveries;

/// <summary>
/// How a message takes the place of one that has grown: a stream that shows its beginning is ended with the rest of it, and anything else is replaced as
/// a whole. Both come to the same when they are repeated: an ended stream cannot be ended again, and is replaced then.
/// </summary>
/// <param name="live">The messages that grow.</param>
/// <param name="sessions">The sessions in which the agent is shown at work: the end of a stream says how one stands then.</param>
/// <param name="rests">Knows how a session stands where nothing is worked on.</param>
/// <param name="slack">Knows Slack's clock.</param>
public sealed class LiveEndings(LiveMessages live, LiveSessions sessions, SessionDeliveries rests, SlackWebClient slack)
{
    private const string Update = "chat.update";

    /// <summary>The call to make, and how long to wait before it is made.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="update">The call as it was planned.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SlackException">The stream could not be ended.</exception>
    internal async ValueTask<(DeliveryCall Call, TimeSpan Wait)> PrepareAsync(ActiveDelivery delivery, DeliveryCall update, CancellationToken cancellationToken)
    {
        if (update.Method != Update || delivery.Plan.Target is not { } target || live.Find(target.Delivery) is not { } message)
            return (update, TimeSpan.Zero);
        await message.SealAsync(cancellationToken);

        // What is written late would stand where the answer is.
        if (message.MayChangeUntil is { } until && until > slack.Clock.Now)
            return (update, until - slack.Clock.Now);
        if (!message.IsStream)
            return (update, TimeSpan.Zero);
        if (sessions.Find(delivery.Plan.Conversation) is { IsOwed: true } session)
            delivery.Session = session.StatusAfter(await rests.RestAsync(delivery.Plan.Conversation, cancellationToken));
        if (message.Shown is { } shown && PlannedStream.Ending(update, shown, delivery.Session?.Status) is { } ending)
            return (ending, TimeSpan.Zero);
        await StopAsync(delivery, update, cancellationToken);
        message.IsStream = false;
        return (update, TimeSpan.Zero);
    }

    /// <summary>A call was made: one that ended a stream has told how its session stands.</summary>
    internal void Made(ActiveDelivery delivery, DeliveryCall call)
    {
        if (call.Method == PlannedStream.Stop)
            Told(delivery);
    }

    private void Told(ActiveDelivery delivery)
    {
        if (delivery.Session is { } told)
            sessions.Find(delivery.Plan.Conversation)?.Told(told.Status, told.Changes, slack.Clock.Now);
    }

    /// <summary>Whether a call failed because the stream is open where none should be, or not open any more.</summary>
    internal static bool IsAboutStream(SlackException error) => error.Error is "streaming_state_conflict" or "message_not_in_streaming_state";

    /// <summary>Ends the stream, if it is open, with what it shows.</summary>
    /// <exception cref="SlackException">It could not be ended.</exception>
    internal async ValueTask StopAsync(ActiveDelivery delivery, DeliveryCall update, CancellationToken cancellationToken)
    {
        try
        {
            await delivery.Slack.CallAsync(PlannedStream.StopOf(update, delivery.Session?.Status), cancellationToken);
            Told(delivery);
        }
        catch (SlackException e) when (e.Error is "message_not_in_streaming_state" or "message_not_found")
        {
            // Its time was over, somebody stopped it, or it is gone.
        }
    }
}
