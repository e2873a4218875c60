using Holdfast.Conversations;
using Holdfast.Slack.Interactivity;
using Holdfast.Workspaces;

namespace Holdfast.Inbound;

/// <summary>Decides where clicks, submitted views and commands go: all are handled at once, each in a lane of its own.</summary>
internal static class InteractionRouter
{
    public static Route Route(ReadOnlySpan<byte> payload, string deliveryId, Func<string?, BotIdentity?> whoAmI)
    {
        if (!InteractionPeek.TryRead(payload, out var summary))
            return EventRouter.Ignored("unreadable", $"envelope:{deliveryId}", EventRouter.Unreadable);
        var type = summary.Type ?? "unknown";
        var key = summary.TriggerId is { Length: > 0 } trigger ? $"trigger:{trigger}" : $"envelope:{deliveryId}";
        if (whoAmI(summary.Installation) is not { } me)
            return EventRouter.Ignored(type, key, EventRouter.AnotherWorkspace) with { Installation = summary.Installation };
        var owner = Owners.Of(me.Team.Value, summary.UserId);
        Route route = type switch
        {
            InteractionSummary.SlashCommandType => new Route.ToInteraction(InteractionKinds.SlashCommand) { EventType = type, DedupeKey = key, Owner = owner },
            "view_submission" => new Route.ToInteraction(InteractionKinds.Interactive)
            {
                EventType = type, DedupeKey = key, Owner = owner, View = summary.CallbackId,
            },
            "block_actions" or "shortcut" or "message_action" =>
                new Route.ToInteraction(InteractionKinds.Interactive) { EventType = type, DedupeKey = key, Owner = owner },
            _ => EventRouter.Ignored(type, key, "no handler"),
        };
        return route with { Team = me.Team };
    }
}
