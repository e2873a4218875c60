using Holdfast.Conversations;
using Holdfast.Slack;
using Holdfast.Slack.Events;
using Holdfast.Slack.Text;
using Holdfast.Workspaces;

namespace Holdfast.Inbound;

/// <summary>Decides where a message goes, as a part of <see cref="EventRouter"/>: whose conversation it belongs to, or why it is none of the app's business.</summary>
internal static class MessageRouter
{
    /// <summary>The reason for what an app wrote, be it in a person's name: two that answer each other never end.</summary>
    public const string FromApp = "from a bot";

    /// <summary>The reason for what is said beside the app.</summary>
    public const string NotAddressed = "not addressed to the app";

    /// <summary>The reason for what is said in a thread of the app's to somebody else.</summary>
    public const string ForSomebodyElse = "addressed to somebody else";

    /// <summary>The reason for a file that somebody puts into a thread of the app's without a word to it.</summary>
    public const string FileWithoutWords = "a file without words";

    /// <summary>Slack's own bot, which is one without a bot's id.</summary>
    private const string Slackbot = "USLACKBOT";

    /// <summary>The name of a message, by which a second delivery, its twin and its edits are known again.</summary>
    public static string KeyOf(ConversationId conversation, SlackTs message) => $"message:{conversation.Team}/{conversation.Channel}/{message}";

    public static Route Route(in EventSummary summary, string type, string key, BotIdentity me, string? stopWord)
    {
        if (summary.Subtype == CorrectionRouter.Deleted)
            return CorrectionRouter.Route(summary, type, key, me) ?? EventRouter.Ignored(type, key, $"subtype {CorrectionRouter.Deleted}");
        if (summary.Subtype != CorrectionRouter.Changed)
            return RouteSpoken(summary, type, key, me, stopWord, isNewlyAddressed: false);

        // An edit counts when it calls the app, as somebody does who forgot to; what they improve in what they asked does not.
        return summary is { Changed: { } now, Previous.Text: { } before } && Mentions(now.Text, me) && !Mentions(before, me)
            ? RouteSpoken(summary.AsMessage(), type, key, me, stopWord, isNewlyAddressed: true)
            : CorrectionRouter.Route(summary, type, key, me) ?? EventRouter.Ignored(type, key, $"subtype {CorrectionRouter.Changed}");
    }

    private static Route RouteSpoken(in EventSummary summary, string type, string key, BotIdentity me, string? stopWord, bool isNewlyAddressed)
    {
        if (summary.Hidden || !MessageWords.IsSpoken(summary.Subtype))
            return EventRouter.Ignored(type, key, summary.Subtype is { } subtype ? $"subtype {EventRouter.Bounded(subtype)}" : "hidden");
        if (summary.BotId is { } bot && bot == me.Bot || summary.User == me.User.Value)
            return EventRouter.Ignored(type, key, "own message");
        if (!ChannelId.TryParse(summary.Channel, out var channel))
            return EventRouter.Ignored(type, key, summary.BotId is null ? "no channel" : FromApp);
        var kind = KindOf(summary, type, channel, me);
        if (summary.BotId is not null || summary.User == Slackbot)
            return EventRouter.Ignored(type, key, FromApp) with { IsAddressed = kind is InboundKinds.Mention or InboundKinds.DirectMessage };
        if (!SlackTs.TryParse(summary.Ts, out var ts))
            return EventRouter.Ignored(type, key, "no timestamp");
        if (summary.User is not { Length: > 0 })
            return EventRouter.Ignored(type, key, "no user");
        if (kind is null)
            return EventRouter.Ignored(type, key, NotAddressed);

        // What is said in a direct message is for the app as it is: an edit cannot make it so.
        if (isNewlyAddressed && kind == InboundKinds.DirectMessage)
            return EventRouter.Ignored(type, key, $"subtype {CorrectionRouter.Changed}");

        // A mention also arrives as a message, with another event id: channel and timestamp name the message itself.
        var conversation = ConversationOf(summary, kind, channel, ts, me);
        var name = KeyOf(conversation, ts);
        var message = new InboundMessage(conversation, kind, ts.Micros, summary.User, MessageWords.Of(summary, me));
        var isEdit = isNewlyAddressed || (kind == InboundKinds.Mention && summary.EditedTs is not null);

        // Whatever became of the message as it was: whoever makes a "stop" of it wants it stopped.
        if (stopWord is not null && message.Content.Text.Equals(stopWord, StringComparison.OrdinalIgnoreCase))
        {
            return new Route.ToInteraction(InteractionKinds.StopWord)
            {
                EventType = type, DedupeKey = isEdit ? $"stop:{name}" : name, Message = message,
            };
        }

        // In a thread that the app takes part in people also talk to each other, and show each other things.
        if (kind == InboundKinds.ThreadReply && message.Content is { Text.Length: 0, Attachments.Count: > 0 })
            return EventRouter.Ignored(type, name, FileWithoutWords);
        if (kind == InboundKinds.ThreadReply && message.Content.Mentions is [{ Kind: MentionKind.User, Start: 0 }, ..])
            return EventRouter.Ignored(type, name, ForSomebodyElse);
        return new Route.ToLane(message) { EventType = type, DedupeKey = name, IsEdit = isEdit, IsNewlyAddressed = isNewlyAddressed };
    }

    /// <summary>
    /// The conversation that a message belongs to: a mention outside a thread begins one. It is one of the installation's, whoever speaks
    /// in it: in a channel that is shared with another organisation, events name now this workspace and now that one.
    /// </summary>
    private static ConversationId ConversationOf(in EventSummary summary, string kind, ChannelId channel, SlackTs ts, BotIdentity me)
    {
        var thread = SlackTs.TryParse(summary.ThreadTs, out var root) ? root : (SlackTs?)null;
        return new ConversationId(me.Team, channel, kind == InboundKinds.DirectMessage ? me.DirectThreadOf(thread, ts) : thread ?? ts);
    }

    private static string? KindOf(in EventSummary summary, string type, ChannelId channel, BotIdentity me)
    {
        // The messages tab of the app's home is a direct message by another name.
        if (summary.ChannelType is "im" or "app_home" || channel.Value.StartsWith('D'))
            return InboundKinds.DirectMessage;
        if (type == "app_mention" || Mentions(summary.Text, me))
            return InboundKinds.Mention;
        return SlackTs.TryParse(summary.ThreadTs, out _) ? InboundKinds.ThreadReply : null;
    }

    internal static bool Mentions(string? text, BotIdentity me) =>
        text is not null
        && (text.Contains($"<@{me.User}>", StringComparison.Ordinal) || text.Contains($"<@{me.User}|", StringComparison.Ordinal));
}
