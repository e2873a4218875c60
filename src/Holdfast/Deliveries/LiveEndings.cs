using Holdfast.Slack;
using Holdfast.Slack.WebApi;

namespace Holdfast.Deliveries;

/// <summary>
/// How a message takes the place of one that has grown: a stream that shows its beginning is ended with the rest of it, and anything else is replaced as
/// a whole. Both come to the same when they are repeated: an ended stream cannot be ended again, and is replaced then.
/// </summary>
/// <param name="live">The messages that grow.</param>
/// <param name="slack">Knows Slack's clock.</param>
public sealed class LiveEndings(LiveMessages live, SlackWebClient slack)
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
        if (message.Shown is { } shown && PlannedStream.Ending(update, shown) is { } ending)
            return (ending, TimeSpan.Zero);
        await StopAsync(delivery, update, cancellationToken);
        message.IsStream = false;
        return (update, TimeSpan.Zero);
    }

    /// <summary>Whether a call failed because the stream is open where none should be, or not open any more.</summary>
    internal static bool IsAboutStream(SlackException error) => error.Error is "streaming_state_conflict" or "message_not_in_streaming_state";

    /// <summary>Ends the stream, if it is open, with what it shows.</summary>
    /// <exception cref="SlackException">It could not be ended.</exception>
    internal static async ValueTask StopAsync(ActiveDelivery delivery, DeliveryCall update, CancellationToken cancellationToken)
    {
        try
        {
            await delivery.Slack.CallAsync(PlannedStream.StopOf(update), cancellationToken);
        }
        catch (SlackException e) when (e.Error is "message_not_in_streaming_state" or "message_not_found")
        {
            // Its time was over, somebody stopped it, or it is gone.
        }
    }
}
