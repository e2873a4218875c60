using System.Text.Json;

namespace Holdfast.Slack.WebApi;

/// <summary>A message as Slack returns it. https://docs.slack.dev/reference/objects/message-object</summary>
public sealed record SlackMessage
{
    /// <summary>The key of the message within its channel.</summary>
    public SlackTs Ts { get; init; }

    /// <summary>The thread's first message; equal to <see cref="Ts"/> on that message itself, null outside threads.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>Who wrote it; for a bot the bot's user.</summary>
    public UserId? User { get; init; }

    /// <summary>The bot that wrote it; null for people.</summary>
    public BotId? BotId { get; init; }

    /// <summary>The app that wrote it; null for people.</summary>
    public string? AppId { get; init; }

    /// <summary>The name that an app gave itself for this message; null where it gave none.</summary>
    public string? Username { get; init; }

    /// <summary>What is known of the bot that wrote it; null for people.</summary>
    public BotProfile? BotProfile { get; init; }

    /// <summary>The text in mrkdwn, with <c>&amp;amp; &amp;lt; &amp;gt;</c> as entities.</summary>
    public string? Text { get; init; }

    /// <summary>The kind of message, such as <c>bot_message</c>; null for a plain one.</summary>
    public string? Subtype { get; init; }

    /// <summary>The data attached by an app; present only when asked for with <c>include_all_metadata</c>.</summary>
    public MessageMetadata? Metadata { get; init; }

    /// <summary>The number of replies, on a thread's first message.</summary>
    public int? ReplyCount { get; init; }

    /// <summary>The blocks as they came.</summary>
    public JsonElement? Blocks { get; init; }

    /// <summary>The attachments as they came; files are none of them.</summary>
    public JsonElement? Attachments { get; init; }

    /// <summary>The files as they came.</summary>
    public JsonElement? Files { get; init; }

    /// <summary>The key alone: the text does not belong in a log.</summary>
    /// <returns>The time stamp.</returns>
    public override string ToString() => Ts.Value;
}

/// <summary>A bot as a message shows it.</summary>
public sealed record BotProfile
{
    /// <summary>What it is called.</summary>
    public string? Name { get; init; }
}
