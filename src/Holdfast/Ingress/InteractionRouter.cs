using Holdfast.Approvals;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Slack.Interactivity;
using Holdfast.Timers;

namespace Holdfast.Ingress;

/// <summary>Decides where clicks, submitted views and commands go: all are handled at once, each but decisions in a lane of its own.</summary>
internal static class InteractionRouter
{
    public static Route Route(ReadOnlySpan<byte> payload, string envelopeId)
    {
        if (!InteractionPeek.TryRead(payload, out var summary))
            return EventRouter.Ignored("unreadable", $"envelope:{envelopeId}", EventRouter.Unreadable);
        var type = summary.Type ?? "unknown";
        var key = summary.TriggerId is { Length: > 0 } trigger ? $"trigger:{trigger}" : $"envelope:{envelopeId}";
        return type switch
        {
            InteractionSummary.SlashCommandType => new Route.ToInteraction(InteractionKinds.SlashCommand) { EventType = type, DedupeKey = key },
            "block_actions" or "view_submission" or "shortcut" or "message_action" =>
                new Route.ToInteraction(InteractionKinds.Interactive, LaneOf(summary)) { EventType = type, DedupeKey = key },
            _ => EventRouter.Ignored(type, key, "no handler"),
        };
    }

    /// <summary>The lane of what a click decides; null when nothing has to be decided once.</summary>
    private static string? LaneOf(in InteractionSummary summary)
    {
        if (!ItemId.TryParse(summary.Value, out var id))
            return null;
        return summary.ActionId switch
        {
            ApprovalCards.Approve or ApprovalCards.Deny => ApprovalDesk.LaneOf(id),
            TimerCards.SnoozeShort or TimerCards.SnoozeLong or TimerCards.Done or TimerCards.Cancel => TimerOrder.LaneOf(id),
            _ => null,
        };
    }
}
