using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Hosting.Health;

/// <summary>Judges how long the oldest of each queue has been there: an age that is only shown is seen by nobody.</summary>
internal static class QueueAges
{
    /// <summary>What an operator should look at; empty where nothing has waited for too long.</summary>
    /// <param name="queues">The queues.</param>
    /// <param name="limits">What is too long.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<QueueStats> queues, HealthOptions limits, DateTimeOffset now)
    {
        if (Late(LaneQueue.Outbound, limits.SlowDeliveryAfter) is { } delivery)
        {
            yield return $"the oldest message to Slack has been waiting since {delivery}. See the log for Slack's answers to deliveries: rate limits pass; "
                + "for anything else check status.slack.com and the app's scopes";
        }

        if (Late(LaneQueue.Inbound, limits.SlowAnswerAfter) is { } answer)
        {
            yield return $"the oldest message without an answer came at {answer}. 'holdfast runs list' shows what is at work: if it is the model that "
                + "does not answer, see its provider; if much waits, see Runs:Concurrency";
        }

        if (Late(LaneQueue.Interactive, limits.SlowClickAfter) is { } click)
            yield return $"the oldest click or command has been waiting since {click}. Slack lets views be opened for 3 s only: the machine or the store is too slow, or its work fails (see the log)";

        string? Late(LaneQueue which, TimeSpan limit) =>
            queues.FirstOrDefault(queue => queue.Queue == which)?.OldestEnqueuedAt is { } oldest && now - oldest is var age && age > limit
                ? $"{oldest:u} ({Math.Round(age.TotalMinutes):0} min)"
                : null;
    }
}
