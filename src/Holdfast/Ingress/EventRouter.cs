using System.Text.Json;
using Holdfast.Interactions;
using Holdfast.Slack;
using Holdfast.Slack.Events;
using Holdfast.Slack.SocketMode;
using Holdfast.Workspaces;

namespace Holdfast.Ingress;

/// <summary>
/// Decides from an envelope's outline where it goes. A pure function: it knows the bot's identity and nothing else, so the
/// same envelope always goes the same way, whenever and wherever it is delivered again.
/// </summary>
public static class EventRouter
{
    /// <summary>The reason for what is no JSON that Slack could have meant.</summary>
    public const string Unreadable = "unreadable payload";

    /// <summary>Routes an envelope.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="me">Who the bot is.</param>
    /// <param name="stopWord">A message that says only this is to stop a run; null for none.</param>
    public static Route Route(SocketModeEnvelope envelope, BotIdentity me, string? stopWord = null)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return envelope.Type switch
        {
            "events_api" => RouteEvent(envelope.Payload, envelope.EnvelopeId, me, stopWord),
            "interactive" or "slash_commands" => InteractionRouter.Route(envelope.Payload.Span, envelope.EnvelopeId),
            _ => Ignored(envelope.Type, $"envelope:{envelope.EnvelopeId}", "no handler"),
        };
    }

    /// <summary>Routes an event.</summary>
    /// <param name="payload">What Slack sent.</param>
    /// <param name="envelopeId">The envelope it came in.</param>
    /// <param name="me">Who the bot is.</param>
    /// <param name="stopWord">A message that says only this is to stop a run; null for none.</param>
    public static Route RouteEvent(ReadOnlyMemory<byte> payload, string envelopeId, BotIdentity me, string? stopWord)
    {
        ArgumentNullException.ThrowIfNull(me);
        return EventPeek.TryRead(payload.Span, out var summary)
            ? Route(summary, payload, envelopeId, me, stopWord)
            : Ignored("unreadable", $"envelope:{envelopeId}", Unreadable);
    }

    private static Route Route(EventSummary summary, ReadOnlyMemory<byte> payload, string envelopeId, BotIdentity me, string? stopWord)
    {
        var type = summary.EventType ?? summary.Type ?? "unknown";
        var key = summary.EventId is { Length: > 0 } eventId ? $"event:{eventId}" : $"envelope:{envelopeId}";
        if (summary.Type != "event_callback")
            return Ignored(type, key, "no handler");
        return type switch
        {
            "app_mention" or "message" => RouteMessage(summary, type, key, me, stopWord),
            "app_home_opened" => new Route.ToInteraction(InteractionKinds.HomeOpened) { EventType = type, DedupeKey = key },
            "agent_session_stopped" => new Route.ToInteraction(InteractionKinds.SessionStopped) { EventType = type, DedupeKey = key },
            "app_uninstalled" => new Route.Revoked(type) { EventType = type, DedupeKey = key },
            "tokens_revoked" => RouteRevocation(payload, key, me),
            _ => Ignored(type, key, "no handler"),
        };
    }

    /// <summary>Only the bot's own token matters; people's tokens come and go.</summary>
    private static Route RouteRevocation(ReadOnlyMemory<byte> payload, string key, BotIdentity me)
    {
        const string type = "tokens_revoked";
        using var document = JsonDocument.Parse(payload);
        var mine = document.RootElement.GetProperty("event").TryGetProperty("tokens", out var tokens)
            && tokens.ValueKind == JsonValueKind.Object
            && tokens.TryGetProperty("bot", out var bots)
            && bots.ValueKind == JsonValueKind.Array
            && bots.EnumerateArray().Any(bot => bot.ValueKind == JsonValueKind.String && bot.ValueEquals(me.User.Value));
        return mine ? new Route.Revoked(type) { EventType = type, DedupeKey = key } : Ignored(type, key, "no handler");
    }

    private static Route RouteMessage(EventSummary summary, string type, string key, BotIdentity me, string? stopWord)
    {
        if (summary.Hidden || !IsSpoken(summary.Subtype))
            return Ignored(type, key, summary.Subtype is { } subtype ? $"subtype {Bounded(subtype)}" : "hidden");
        if (summary.BotId is { } bot && bot == me.Bot || summary.User == me.User.Value)
            return Ignored(type, key, "own message");

        // Two bots that answer each other never end.
        if (summary.BotId is not null)
            return Ignored(type, key, "from a bot");
        if (!ChannelId.TryParse(summary.Channel, out var channel))
            return Ignored(type, key, "no channel");
        if (!SlackTs.TryParse(summary.Ts, out var ts))
            return Ignored(type, key, "no timestamp");
        if (summary.User is not { Length: > 0 })
            return Ignored(type, key, "no user");

        if (KindOf(summary, type, channel, me) is not { } kind)
            return Ignored(type, key, "not addressed to the app");

        // A mention also arrives as a message, with another event id: channel and timestamp name the message itself.
        var conversation = InboundMessage.ConversationOf(summary, kind, channel, ts, me);
        var message = $"message:{conversation.Team}/{channel}/{ts}";
        var text = InboundMessage.Plain(summary.Text ?? "", me);
        if (stopWord is not null && text.Equals(stopWord, StringComparison.OrdinalIgnoreCase))
            return new Route.ToInteraction(InteractionKinds.StopWord) { EventType = type, DedupeKey = message };
        return new Route.ToLane(conversation, kind, ts.Micros, summary.User)
        {
            EventType = type,
            DedupeKey = message,
            IsForOthers = kind == InboundKinds.ThreadReply && text.StartsWith("<@", StringComparison.Ordinal),
        };
    }

    private static string? KindOf(EventSummary summary, string type, ChannelId channel, BotIdentity me)
    {
        if (summary.ChannelType == "im" || (summary.ChannelType is null && channel.Value.StartsWith('D')))
            return InboundKinds.DirectMessage;
        if (type == "app_mention" || Mentions(summary.Text, me))
            return InboundKinds.Mention;
        return SlackTs.TryParse(summary.ThreadTs, out _) ? InboundKinds.ThreadReply : null;
    }

    private static bool Mentions(string? text, BotIdentity me) =>
        text is not null
        && (text.Contains($"<@{me.User}>", StringComparison.Ordinal) || text.Contains($"<@{me.User}|", StringComparison.Ordinal));

    /// <summary>Whether somebody said something, as opposed to what Slack reports about messages and channels.</summary>
    private static bool IsSpoken(string? subtype) => subtype is null or "file_share" or "thread_broadcast" or "me_message";

    private static string Bounded(string subtype) => subtype.Length <= 40 ? subtype : subtype[..40];

    internal static Route.Ignore Ignored(string type, string key, string reason) => new(reason) { EventType = Bounded(type), DedupeKey = key };
}
