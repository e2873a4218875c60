using System.Text.Json;

namespace Holdfast.Slack.Events;

/// <summary>
/// What decides where an event goes, read without decoding the rest. Null means that the field is absent or not a string.
/// </summary>
public readonly record struct EventSummary
{
    /// <summary>The outer type: <c>event_callback</c>, <c>app_rate_limited</c>, <c>url_verification</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The workspace in which it happened: in a channel shared with another organisation, it may be that one's.</summary>
    public string? TeamId { get; init; }

    /// <summary>
    /// The workspace in which the app is installed that is told of it, or the organisation, when the app is installed for all of it.
    /// </summary>
    public string? Installation { get; init; }

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

    /// <summary>The blocks as they came; null when there are none.</summary>
    public JsonElement? Blocks { get; init; }

    /// <summary>The attachments as they came; null when there are none.</summary>
    public JsonElement? Attachments { get; init; }

    /// <summary>The files that came with it; null when there are none.</summary>
    public FileSummary[]? Files { get; init; }

    /// <summary>The tab of the app's home that was opened: <c>home</c> or <c>messages</c>.</summary>
    public string? Tab { get; init; }

    /// <summary>Whether Slack shows no message for it.</summary>
    public bool Hidden { get; init; }

    /// <summary>When the message was last edited; null for one that never was.</summary>
    public string? EditedTs { get; init; }

    /// <summary>For <c>message_changed</c>, the message as it is now.</summary>
    public MessageSummary? Changed { get; init; }

    /// <summary>For <c>message_changed</c> and <c>message_deleted</c>, the message as it was.</summary>
    public MessageSummary? Previous { get; init; }

    /// <summary>The event as if the message that it reports about had been written like that; itself when it reports about none.</summary>
    public EventSummary AsMessage() => Changed is not { } message ? this : this with
    {
        Subtype = message.Subtype,
        User = message.User,
        BotId = message.BotId,
        AppId = message.AppId,
        Ts = message.Ts,
        ThreadTs = message.ThreadTs,
        Text = message.Text,
        Blocks = message.Blocks,
        Attachments = message.Attachments,
        Files = message.Files,
        EditedTs = message.EditedTs,
        Hidden = false,
        Changed = null,
        Previous = null,
    };

    /// <summary>Type and key alone: the text does not belong in a log.</summary>
    /// <returns>The event's type and id.</returns>
    public override string ToString() => $"{EventType ?? Type} {EventId}";
}

/// <summary>A message inside an event about it. Null means that the field is absent or not a string.</summary>
public readonly record struct MessageSummary
{
    /// <summary>The kind of message.</summary>
    public string? Subtype { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? User { get; init; }

    /// <summary>The bot that wrote it.</summary>
    public string? BotId { get; init; }

    /// <summary>The app that wrote it.</summary>
    public string? AppId { get; init; }

    /// <summary>The message's time stamp.</summary>
    public string? Ts { get; init; }

    /// <summary>The thread's first message.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>The text in mrkdwn.</summary>
    public string? Text { get; init; }

    /// <summary>The blocks as they came; null when there are none.</summary>
    public JsonElement? Blocks { get; init; }

    /// <summary>The attachments as they came; null when there are none.</summary>
    public JsonElement? Attachments { get; init; }

    /// <summary>The files that came with it; null when there are none.</summary>
    public FileSummary[]? Files { get; init; }

    /// <summary>When it was last edited; null when it never was.</summary>
    public string? EditedTs { get; init; }

    /// <summary>Its time stamp alone: the text does not belong in a log.</summary>
    /// <returns>The time stamp.</returns>
    public override string ToString() => Ts ?? "";
}

/// <summary>A file of a message (https://docs.slack.dev/reference/objects/file-object). Null means that the field is absent or of another kind.</summary>
public readonly record struct FileSummary
{
    /// <summary>The file's id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name, with an ending.</summary>
    public string? Name { get; init; }

    /// <summary>What people call it.</summary>
    public string? Title { get; init; }

    /// <summary>Its media type.</summary>
    public string? MimeType { get; init; }

    /// <summary>How it is kept: <c>hosted</c>, <c>external</c>, <c>snippet</c>; <c>tombstone</c> for one that was deleted.</summary>
    public string? Mode { get; init; }

    /// <summary>Its length in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Its id alone: a name does not belong in a log.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id ?? "";
}
