using System.Text.RegularExpressions;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.Events;
using Holdfast.Workspaces;

namespace Holdfast.Inbound;

/// <summary>A message to the agent, decoded from an inbound item: late, so that what was kept is what Slack sent.</summary>
/// <param name="Conversation">Where it was said.</param>
/// <param name="User">Who said it.</param>
/// <param name="Text">What was said, without mentions of the app.</param>
public sealed partial record InboundMessage(ConversationId Conversation, string User, string Text)
{
    /// <summary>Decodes an inbound item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="me">Who the bot is.</param>
    /// <returns>Null when the payload cannot be read.</returns>
    public static InboundMessage? Read(LaneItem item, BotIdentity me)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(me);
        if (!EventPeek.TryRead(item.Payload.Span, out var summary))
            return null;
        summary = summary.AsMessage();
        if (!ChannelId.TryParse(summary.Channel, out var channel) || !SlackTs.TryParse(summary.Ts, out var ts))
            return null;

        var conversation = ConversationOf(summary, item.Kind, channel, ts, me);
        return new InboundMessage(conversation, summary.User ?? "", Plain(summary.Text ?? "", me));
    }

    /// <summary>
    /// The conversation that a message belongs to: a mention outside a thread begins one. It is one of the installation's, whoever speaks
    /// in it: in a channel that is shared with another organisation, events name now this workspace and now that one.
    /// </summary>
    internal static ConversationId ConversationOf(in EventSummary summary, string kind, ChannelId channel, SlackTs ts, BotIdentity me)
    {
        var thread = SlackTs.TryParse(summary.ThreadTs, out var root) ? root : (SlackTs?)null;
        return new ConversationId(me.Team, channel, kind == InboundKinds.DirectMessage ? thread : thread ?? ts);
    }

    /// <summary>Text as it was typed: without the mention that called the app, and with Slack's entities resolved.</summary>
    internal static string Plain(string text, BotIdentity me)
    {
        var spoken = Mention().Replace(text, match => match.Groups["user"].Value == me.User.Value ? "" : match.Value);
        return SlackText.Unescape(spoken).Trim();
    }

    [GeneratedRegex(@"<@(?<user>[A-Z0-9]+)(\|[^>]*)?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
