using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Events;

/// <summary>An event, decoded as far as this version knows it. https://docs.slack.dev/reference/events</summary>
public abstract record SlackEvent
{
    /// <summary>Slack's name of the kind of event.</summary>
    public string Type { get; init; } = "";

    /// <summary>The event as it came.</summary>
    [JsonIgnore]
    public JsonElement Raw { get; internal set; }

    /// <summary>Decodes an event; one that is not known, or not in its known shape, becomes an <see cref="UnknownEvent"/>.</summary>
    /// <param name="json">The inner event.</param>
    /// <returns>The event.</returns>
    public static SlackEvent Read(JsonElement json)
    {
        var type = TolerantJson.TypeOf(json);
        SlackEvent? known = type switch
        {
            "app_mention" => TolerantJson.TryRead(json, EventsJson.Contracts.AppMentionEvent),
            "message" => TolerantJson.TryRead(json, EventsJson.Contracts.MessageEvent),
            _ => null,
        };
        known ??= new UnknownEvent { Type = type };
        known.Raw = json;
        return known;
    }

    /// <summary>The type alone: events hold what people wrote.</summary>
    /// <returns>The type.</returns>
    public sealed override string ToString() => Type;
}

/// <summary>An event this version has no type for.</summary>
public sealed record UnknownEvent : SlackEvent;
