using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.Events;
using Holdfast.Workspaces;

namespace Holdfast.Inbound;

/// <summary>
/// Decides from an envelope's outline where it goes. A pure function: it knows who the bot is in the envelope's workspace and nothing else, so
/// the same envelope always goes the same way, whenever and wherever it is delivered again.
/// </summary>
public static class EventRouter
{
    /// <summary>The reason for what is no JSON that Slack could have meant.</summary>
    public const string Unreadable = "unreadable payload";

    /// <summary>The reason for what is for a workspace that the app is not installed in, or not as this server knows it.</summary>
    public const string AnotherWorkspace = "another workspace";

    /// <summary>The reason for what is larger than is read.</summary>
    public const string TooLarge = "too large";

    /// <summary>Routes an envelope.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="me">Who the bot is.</param>
    /// <param name="stopWord">A message that says only this is to stop a run; null for none.</param>
    public static Route Route(SlackEnvelope envelope, BotIdentity me, string? stopWord = null)
    {
        ArgumentNullException.ThrowIfNull(me);
        return Route(envelope, installation => me.IsFor(installation) ? me : null, stopWord);
    }

    /// <summary>Routes an envelope of any workspace.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="whoAmI">Who the bot is in the installation that Slack names; null where it is nobody.</param>
    /// <param name="stopWord">A message that says only this is to stop a run; null for none.</param>
    public static Route Route(SlackEnvelope envelope, Func<string?, BotIdentity?> whoAmI, string? stopWord)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.OversizedLength is not null)
            return Ignored(envelope.Type, $"envelope:{envelope.DeliveryId}", TooLarge);
        return envelope.Type switch
        {
            SlackEnvelope.Event => RouteEvent(envelope.Payload, envelope.DeliveryId, whoAmI, stopWord),
            SlackEnvelope.Interaction or SlackEnvelope.Command => InteractionRouter.Route(envelope.Payload.Span, envelope.DeliveryId, whoAmI),
            _ => Ignored(envelope.Type, $"envelope:{envelope.DeliveryId}", "no handler"),
        };
    }

    private static Route RouteEvent(ReadOnlyMemory<byte> payload, string deliveryId, Func<string?, BotIdentity?> whoAmI, string? stopWord)
    {
        return EventPeek.TryRead(payload.Span, out var summary)
            ? Route(summary, payload, deliveryId, whoAmI, stopWord)
            : Ignored("unreadable", $"envelope:{deliveryId}", Unreadable);
    }

    /// <summary>Whose home it is says the owner. The tab with the messages is no page of ours.</summary>
    private static Route RouteHome(in EventSummary summary, string key, BotIdentity me)
    {
        const string type = "app_home_opened";
        return summary.Tab is null or "home" && Owners.Of(me.Team.Value, summary.User) is { } owner
            ? new Route.ToInteraction(InteractionKinds.HomeOpened) { EventType = type, DedupeKey = key, Owner = owner }
            : Ignored(type, key, "not the home tab");
    }

    /// <summary>A chat beside what somebody looks at. Where the app has one place, its tab of messages is it.</summary>
    private static Route RouteAssistant(string kind, string type, string key, ReadOnlyMemory<byte> payload, BotIdentity me) =>
        AssistantEvent.TryRead(payload) is { } said && Owners.Of(me.Team.Value, said.User.Value) is { } owner
            ? new Route.ToInteraction(kind) { EventType = type, DedupeKey = key, Owner = owner, Lane = $"assistant/{me.Team}/{said.User}" }
            : Ignored(type, key, "no user");

    /// <summary>Slack's own stop button: it says where, and nothing else.</summary>
    private static Route RouteStop(in EventSummary summary, string key, BotIdentity me)
    {
        const string type = "agent_session_stopped";
        if (!ChannelId.TryParse(summary.Channel, out var channel))
            return Ignored(type, key, "no channel");
        var thread = SlackTs.TryParse(summary.ThreadTs, out var root) ? root : (SlackTs?)null;
        var where = new InboundMessage(new ConversationId(me.Team, channel, thread), InteractionKinds.SessionStopped, 0, summary.User ?? "", MessageContent.Empty);
        return new Route.ToInteraction(InteractionKinds.SessionStopped) { EventType = type, DedupeKey = key, Message = where };
    }

    private static Route Route(
        in EventSummary summary, ReadOnlyMemory<byte> payload, string deliveryId, Func<string?, BotIdentity?> whoAmI, string? stopWord)
    {
        var type = summary.EventType ?? summary.Type ?? "unknown";
        var key = summary.EventId is { Length: > 0 } eventId ? $"event:{eventId}" : $"envelope:{deliveryId}";

        // Before anything else, whatever it is: what is not ours must neither run nor stop anything.
        return whoAmI(summary.Installation) is { } me
            ? Route(summary, type, key, payload, me, stopWord) with { Team = me.Team }
            : Ignored(type, key, AnotherWorkspace) with { Installation = summary.Installation };
    }

    private static Route Route(in EventSummary summary, string type, string key, ReadOnlyMemory<byte> payload, BotIdentity me, string? stopWord)
    {
        if (summary.Type != "event_callback")
            return Ignored(type, key, "no handler");
        return type switch
        {
            "app_mention" or "message" => MessageRouter.Route(summary, type, key, me, stopWord),
            "app_home_opened" when summary.Tab == "messages" && me.DirectMessages == DirectMessages.Sessions => RouteAssistant(InteractionKinds.AssistantOpened, type, key, payload, me),
            "app_home_opened" => RouteHome(summary, key, me),
            "assistant_thread_started" => RouteAssistant(InteractionKinds.AssistantOpened, type, key, payload, me),
            "assistant_thread_context_changed" or "app_context_changed" => RouteAssistant(InteractionKinds.AssistantContext, type, key, payload, me),
            "agent_session_stopped" => RouteStop(summary, key, me),
            "app_uninstalled" => new Route.Revoked(type) { EventType = type, DedupeKey = key },
            "tokens_revoked" => RouteRevocation(payload, key, me),
            _ => Ignored(type, key, "no handler"),
        };
    }

    /// <summary>Only the bot's own token matters; people's tokens come and go.</summary>
    private static Route RouteRevocation(ReadOnlyMemory<byte> payload, string key, BotIdentity me)
    {
        const string type = "tokens_revoked";
        using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = EventPeek.MaxDepth });
        var mine = document.RootElement.GetProperty("event") is { ValueKind: JsonValueKind.Object } revoked
            && revoked.TryGetProperty("tokens", out var tokens)
            && tokens.ValueKind == JsonValueKind.Object
            && tokens.TryGetProperty("bot", out var bots)
            && bots.ValueKind == JsonValueKind.Array
            && bots.EnumerateArray().Any(bot => bot.ValueKind == JsonValueKind.String && bot.ValueEquals(me.User.Value));
        return mine ? new Route.Revoked(type) { EventType = type, DedupeKey = key } : Ignored(type, key, "no handler");
    }

    internal static string Bounded(string text) => text.Length <= 40 ? text : text[..40];

    internal static Route.Ignore Ignored(string type, string key, string reason) => new(reason) { EventType = Bounded(type), DedupeKey = key };
}
