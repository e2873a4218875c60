using Holdfast.Simulator.Files;

namespace Holdfast.Simulator.World;

/// <summary>A message as the workspace holds it; a changed message is a new instance under the same channel and ts.</summary>
public sealed record SlackMessage
{
    /// <summary>The channel's id.</summary>
    public required string Channel { get; init; }

    /// <summary>The message's id within the channel, and its time.</summary>
    public required string Ts { get; init; }

    /// <summary>The author's user id; the bot's user id for its own posts.</summary>
    public required string User { get; init; }

    /// <summary>The workspace the author is at home in, when it is another.</summary>
    public string? UserTeam { get; init; }

    /// <summary>The text in mrkdwn.</summary>
    public required string Text { get; init; }

    /// <summary>The parent's ts when the message belongs to a thread; the parent itself carries none here.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>Set on posts of the bot.</summary>
    public string? BotId { get; init; }

    /// <summary>Set on posts of another app's bot.</summary>
    public string? OtherBotId { get; init; }

    /// <summary>Set on posts of people.</summary>
    public string? ClientMsgId { get; init; }

    /// <summary>The blocks as JSON text.</summary>
    public string? Blocks { get; init; }

    /// <summary>The attachments as JSON text.</summary>
    public string? Attachments { get; init; }

    /// <summary>The files it carries; such a message has the subtype <c>file_share</c>.</summary>
    public IReadOnlyList<SlackFile> Files { get; init; } = [];

    /// <summary>Application metadata.</summary>
    public SlackMetadata? Metadata { get; init; }

    /// <summary>The name shown instead of the bot's, when the post asked for one.</summary>
    public string? Username { get; init; }

    /// <summary>The ts of the latest edit.</summary>
    public string? EditedTs { get; init; }

    /// <summary>Whether the message was deleted since; deleted messages are no longer listed.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The only user who sees it, when it is ephemeral.</summary>
    public string? EphemeralFor { get; init; }

    /// <summary>Whether a thread reply is also shown in the channel.</summary>
    public bool IsBroadcast { get; init; }

    /// <summary>How often it was changed by chat.update.</summary>
    public int Revision { get; init; }

    /// <summary>
    /// Of a streamed message: <c>in_progress</c>, <c>completed</c>, or <c>errored</c> when nobody ended it while it lived. Null of any other.
    /// </summary>
    public string? StreamingState { get; init; }

    /// <summary>Whether it only marks the place where the parent of a thread was deleted.</summary>
    public bool IsTombstone { get; init; }

    /// <summary>Whether it is the root of a chat that a person has opened with the app (<c>assistant_app_thread</c>).</summary>
    public bool IsAssistantRoot { get; init; }

    /// <summary>What its author had before them besides the app, as the JSON that <c>app_context</c> carries.</summary>
    public string? AppContext { get; init; }

    /// <summary>Who reacted with what.</summary>
    public IReadOnlyList<SlackReaction> Reactions { get; init; } = [];

    /// <summary>Whether the bot wrote it.</summary>
    public bool IsFromBot => BotId is not null;
}

/// <summary>Application metadata of a message.</summary>
/// <param name="EventType">The <c>event_type</c>.</param>
/// <param name="EventPayload">The <c>event_payload</c> as JSON text.</param>
public sealed record SlackMetadata(string EventType, string EventPayload);

/// <summary>One emoji on a message.</summary>
/// <param name="Name">Without colons.</param>
/// <param name="User">Who put it there.</param>
public sealed record SlackReaction(string Name, string User);

/// <summary>The "is thinking…" line of a thread.</summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="ThreadTs">The thread's parent.</param>
/// <param name="Status">The text; empty when it was cleared.</param>
/// <param name="At">When it was set.</param>
public sealed record AssistantStatus(string Channel, string ThreadTs, string Status, DateTimeOffset At);
