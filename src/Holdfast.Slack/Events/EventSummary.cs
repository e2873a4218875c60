namespace Holdfast.Slack.Events;

/// <summary>
/// What decides where an event goes, read without decoding the rest. Null means that the field is absent or not a string.
/// </summary>
public readonly record struct EventSummary
{
    /// <summary>The outer type: <c>event_callback</c>, <c>app_rate_limited</c>, <c>url_verification</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The workspace.</summary>
    public string? TeamId { get; init; }

    /// <summary>The key of the event, the same in each redelivery.</summary>
    public string? EventId { get; init; }

    /// <summary>When it happened, in seconds since 1970-01-01 UTC; 0 if absent.</summary>
    public long EventTime { get; init; }

    /// <summary>The event's own type, such as <c>app_mention</c>.</summary>
    public string? EventType { get; init; }

    /// <summary>The kind of message, such as <c>message_changed</c>.</summary>
    public string? Subtype { get; init; }

    /// <summary>The channel's id, also where the event has a channel object.</summary>
    public string? Channel { get; init; }

    /// <summary><c>channel</c>, <c>group</c>, <c>im</c>, <c>mpim</c> or <c>app_home</c>.</summary>
    public string? ChannelType { get; init; }

    /// <summary>The user's id, also where the event has a user object.</summary>
    public string? User { get; init; }

    /// <summary>The bot that caused it.</summary>
    public string? BotId { get; init; }

    /// <summary>The app that caused it.</summary>
    public string? AppId { get; init; }

    /// <summary>The message's time stamp.</summary>
    public string? Ts { get; init; }

    /// <summary>The thread's first message.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>The event's own time stamp.</summary>
    public string? EventTs { get; init; }

    /// <summary>The text in mrkdwn.</summary>
    public string? Text { get; init; }

    /// <summary>The tab of the app's home that was opened: <c>home</c> or <c>messages</c>.</summary>
    public string? Tab { get; init; }

    /// <summary>Whether Slack shows no message for it.</summary>
    public bool Hidden { get; init; }

    /// <summary>Type and key alone: the text does not belong in a log.</summary>
    /// <returns>The event's type and id.</returns>
    public override string ToString() => $"{EventType ?? Type} {EventId}";
}
