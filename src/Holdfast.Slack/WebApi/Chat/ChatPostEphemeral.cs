using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>
/// Shows a message to one person only; it is not kept, and cannot be changed or looked up.
/// https://docs.slack.dev/reference/methods/chat.postEphemeral
/// </summary>
public sealed record ChatPostEphemeralRequest() : SlackRequest<ChatPostEphemeralResponse>("chat.postEphemeral")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>Who sees it; must be in the channel (<c>user_not_in_channel</c>).</summary>
    public required UserId User { get; init; }

    /// <summary>The text in mrkdwn.</summary>
    public string? Text { get; init; }

    /// <summary>The text in standard Markdown; excludes text and blocks.</summary>
    public string? MarkdownText { get; init; }

    /// <summary>At most <see cref="SlackLimits.MessageBlocks"/> blocks.</summary>
    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary>The thread to show it in.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ChatJson.Contracts.ChatPostEphemeralRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ChatPostEphemeralResponse> ResponseContract => ChatJson.Contracts.ChatPostEphemeralResponse;
}

/// <summary>What was shown.</summary>
public sealed record ChatPostEphemeralResponse : SlackResponse
{
    /// <summary>A time stamp that no other method accepts.</summary>
    public SlackTs MessageTs { get; init; }
}
