using Holdfast.Conversations;
using Holdfast.Slack;
using Holdfast.Slack.Events;
using Holdfast.Workspaces;

namespace Holdfast.Inbound;

/// <summary>Decides which edits and deletions concern the agent, as a part of <see cref="MessageRouter"/>: those of messages that may have been for it.</summary>
internal static class CorrectionRouter
{
    /// <summary>The subtype of an edit.</summary>
    public const string Changed = "message_changed";

    /// <summary>The subtype of a deletion.</summary>
    public const string Deleted = "message_deleted";

    /// <summary>What is to be kept of an edit or a deletion; null for one that changes no words, or is none of the app's business.</summary>
    public static Route? Route(in EventSummary summary, string type, string key, BotIdentity me)
    {
        if (summary is not { Previous: { } before } || !SlackTs.TryParse(summary.EventTs ?? summary.Ts, out var at) || !ChannelId.TryParse(summary.Channel, out var channel))
            return null;
        var isDeletion = summary.Subtype == Deleted;
        var now = isDeletion ? null : summary.Changed;
        if (!isDeletion && (now?.EditedTs is null || now.Value.Text == before.Text))
            return null;
        if (before.User is not { Length: > 0 } user || user == me.User.Value || before.BotId is not null || !SlackTs.TryParse(before.Ts, out var message))
            return null;
        if (PlaceOf(summary, before, channel, message, me) is not { } conversation)
            return null;
        var content = now is null ? null : MessageWords.Of(summary.AsMessage(), me);
        return new Route.Corrected(new Correction(conversation, message, user, at, content)) { EventType = type, DedupeKey = key };
    }

    /// <summary>Where it was said, if that may have been to the agent: in a direct message, in a thread, or with a mention.</summary>
    private static ConversationId? PlaceOf(in EventSummary summary, MessageSummary before, ChannelId channel, SlackTs message, BotIdentity me)
    {
        var thread = SlackTs.TryParse(before.ThreadTs, out var root) ? root : (SlackTs?)null;
        if (summary.ChannelType is "im" or "app_home" || channel.Value.StartsWith('D'))
            return new ConversationId(me.Team, channel, me.DirectThreadOf(thread == message ? null : thread, message));
        return thread is not null || MessageRouter.Mentions(before.Text, me) ? new ConversationId(me.Team, channel, thread ?? message) : null;
    }
}
