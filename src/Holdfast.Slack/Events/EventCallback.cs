using System.Text.Json;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Events;

/// <summary>The outer object of an event. https://docs.slack.dev/apis/events-api</summary>
public sealed record EventCallback
{
    /// <summary><c>event_callback</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The workspace.</summary>
    public TeamId? TeamId { get; init; }

    /// <summary>The app.</summary>
    public string? ApiAppId { get; init; }

    /// <summary>The key of the event, the same in each redelivery.</summary>
    public string? EventId { get; init; }

    /// <summary>When it happened, in seconds since 1970-01-01 UTC.</summary>
    public long? EventTime { get; init; }

    /// <summary>Opaque; for apps.event.authorizations.list.</summary>
    public string? EventContext { get; init; }

    /// <summary>One of the installations for which the event is visible.</summary>
    public IReadOnlyList<EventAuthorization>? Authorizations { get; init; }

    /// <summary>Whether the channel is shared with another organisation.</summary>
    public bool? IsExtSharedChannel { get; init; }

    /// <summary>The event as it came.</summary>
    public JsonElement Event { get; init; }

    /// <summary>Reads a payload without throwing.</summary>
    /// <param name="payload">The payload in UTF-8.</param>
    /// <returns>The object; null when the payload is not one.</returns>
    public static EventCallback? TryRead(ReadOnlySpan<byte> payload) =>
        TolerantJson.TryRead(payload, EventsJson.Contracts.EventCallback);

    /// <summary>Decodes the event: a known type, or <see cref="UnknownEvent"/>.</summary>
    /// <returns>The event.</returns>
    public SlackEvent Decode() => SlackEvent.Read(Event);

    /// <summary>Type and key alone: the event holds what people wrote.</summary>
    /// <returns>The key.</returns>
    public override string ToString() => $"{Type} {EventId}";
}

/// <summary>For whom an event is visible.</summary>
public sealed record EventAuthorization
{
    /// <summary>The organisation.</summary>
    public string? EnterpriseId { get; init; }

    /// <summary>The workspace.</summary>
    public TeamId? TeamId { get; init; }

    /// <summary>The user that installed the app, or the bot's user.</summary>
    public UserId? UserId { get; init; }

    /// <summary>Whether it is the bot's.</summary>
    public bool IsBot { get; init; }

    /// <summary>Whether the app is installed for the whole organisation.</summary>
    public bool IsEnterpriseInstall { get; init; }
}
