using System.Text.Json;

namespace Holdfast.Slack.Events;

/// <summary>Somebody named the app. https://docs.slack.dev/reference/events/app_mention</summary>
/// <remarks>In a channel the app is in, a <see cref="MessageEvent"/> with the same channel and ts comes as well.</remarks>
public sealed record AppMentionEvent : SlackEvent
{
    /// <summary>Who wrote it.</summary>
    public UserId? User { get; init; }

    /// <summary>The bot that wrote it, if one did.</summary>
    public BotId? BotId { get; init; }

    /// <summary>Where.</summary>
    public ChannelId? Channel { get; init; }

    /// <summary>The text in mrkdwn.</summary>
    public string? Text { get; init; }

    /// <summary>The message's key within the channel.</summary>
    public SlackTs? Ts { get; init; }

    /// <summary>The thread's first message.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>The event's time stamp.</summary>
    public SlackTs? EventTs { get; init; }

    /// <summary>The files as they came.</summary>
    public JsonElement? Files { get; init; }
}

/// <summary>A message in a conversation. https://docs.slack.dev/reference/events/message</summary>
public sealed record MessageEvent : SlackEvent
{
    /// <summary>The kind of message, such as <c>file_share</c> or <c>message_changed</c>; null for a plain one.</summary>
    public string? Subtype { get; init; }

    /// <summary>Who wrote it; for a bot often the bot's user.</summary>
    public UserId? User { get; init; }

    /// <summary>The bot that wrote it.</summary>
    public BotId? BotId { get; init; }

    /// <summary>The app that wrote it.</summary>
    public string? AppId { get; init; }

    /// <summary>Where.</summary>
    public ChannelId? Channel { get; init; }

    /// <summary><c>channel</c>, <c>group</c>, <c>im</c>, <c>mpim</c> or <c>app_home</c>.</summary>
    public string? ChannelType { get; init; }

    /// <summary>The text in mrkdwn.</summary>
    public string? Text { get; init; }

    /// <summary>The message's key within the channel.</summary>
    public SlackTs? Ts { get; init; }

    /// <summary>The thread's first message.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>The event's time stamp.</summary>
    public SlackTs? EventTs { get; init; }

    /// <summary>The sending client's own key, for people's messages.</summary>
    public string? ClientMsgId { get; init; }

    /// <summary>Whether Slack shows no message for it.</summary>
    public bool? Hidden { get; init; }

    /// <summary>The files as they came.</summary>
    public JsonElement? Files { get; init; }

    /// <summary>The changed message, for <c>message_changed</c>, as it came.</summary>
    public JsonElement? Message { get; init; }

    /// <summary>The message before, for <c>message_changed</c> and <c>message_deleted</c>, as it came.</summary>
    public JsonElement? PreviousMessage { get; init; }

    /// <summary>The deleted message's key, for <c>message_deleted</c>.</summary>
    public SlackTs? DeletedTs { get; init; }
}
