using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Deliveries;

/// <summary>What follows in Slack when a message is given up on: whoever waits for it is told, or at least nobody is shown as at work any more.</summary>
/// <param name="messages">Plans it.</param>
public sealed class UndeliveredNotice(MessageComposer messages)
{
    /// <summary>The error of a delivery of which could not be found out whether Slack has it.</summary>
    internal const string OutcomeUnknown = "outcome_unknown";

    /// <summary>What is to be appended when Slack does not take a message, or may have it.</summary>
    /// <param name="item">The delivery.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="said">What Slack says to it, or <see cref="OutcomeUnknown"/>; null when Slack was not the reason.</param>
    internal IReadOnlyList<NewItem> Tell(LaneItem item, DeliveryPlan plan, string? said)
    {
        // A notification goes on in the next channel.
        if (!plan.Posts || plan.IsNotice || plan.Notification is not null)
            return ClearStatus(item, plan);
        var text = said switch
        {
            null => "(I couldn't post a message here. An operator can send it again.)",
            OutcomeUnknown => "(A message of mine may be missing here: Slack never confirmed it. An operator can send it again.)",
            _ => $"(I couldn't post a message here: Slack refused it with `{SlackText.Escape(said)}`. An operator can send it again.)",
        };
        return [messages.Notice(plan.Conversation, plan.Cause, text, item.TraceParent)];
    }

    /// <summary>The same where Slack would take no message either.</summary>
    internal IReadOnlyList<NewItem> ClearStatus(LaneItem item, DeliveryPlan plan) =>
        plan is { Posts: true, Notification: null, Thread: not null } ? [messages.ClearStatus(plan.Conversation, plan.Cause, item.TraceParent)] : [];
}
