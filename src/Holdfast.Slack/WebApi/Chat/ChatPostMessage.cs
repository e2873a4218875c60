using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>Posts a message. https://docs.slack.dev/reference/methods/chat.postMessage</summary>
/// <remarks>
/// Needs <c>chat:write</c>. There is no key against doubles: attach <see cref="Metadata"/> and look for it in the channel
/// when an answer was lost. Common refusals: <c>channel_not_found</c>, <c>not_in_channel</c>, <c>is_archived</c>,
/// <c>msg_blocks_too_long</c>, <c>invalid_blocks</c>, <c>rate_limited</c>.
/// </remarks>
public sealed record ChatPostMessageRequest() : SlackRequest<ChatPostMessageResponse>("chat.postMessage")
{
    /// <summary>The channel; a user's id opens the direct message.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The text in mrkdwn; with blocks it is only shown in notifications.</summary>
    public string? Text { get; init; }

    /// <summary>The text in standard Markdown, at most <see cref="SlackLimits.MarkdownText"/> characters; excludes text and blocks.</summary>
    public string? MarkdownText { get; init; }

    /// <summary>At most <see cref="SlackLimits.MessageBlocks"/> blocks.</summary>
    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary>At most <see cref="SlackLimits.MessageAttachments"/>; shown under the text or the blocks.</summary>
    public IReadOnlyList<MessageAttachment>? Attachments { get; init; }

    /// <summary>The thread's first message.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>Whether a reply in a thread is shown in the channel as well; Slack's default is false.</summary>
    public bool? ReplyBroadcast { get; init; }

    /// <summary>Data of ours on the message.</summary>
    public MessageMetadata? Metadata { get; init; }

    /// <summary>Whether links show a preview.</summary>
    public bool? UnfurlLinks { get; init; }

    /// <summary>Whether media links show a preview.</summary>
    public bool? UnfurlMedia { get; init; }

    /// <summary>Whether the text is read as mrkdwn; Slack's default is true.</summary>
    public bool? Mrkdwn { get; init; }

    /// <summary>Another name than the app's; needs <c>chat:write.customize</c>.</summary>
    public string? Username { get; init; }

    /// <summary>An emoji as picture; needs <c>chat:write.customize</c>.</summary>
    public string? IconEmoji { get; init; }

    /// <summary>A picture's address; needs <c>chat:write.customize</c>.</summary>
    public string? IconUrl { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ChatJson.Contracts.ChatPostMessageRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ChatPostMessageResponse> ResponseContract => ChatJson.Contracts.ChatPostMessageResponse;
}

/// <summary>The message that was posted.</summary>
public sealed record ChatPostMessageResponse : SlackResponse
{
    /// <summary>The channel it is in, also when a user's id was given.</summary>
    public ChannelId Channel { get; init; }

    /// <summary>Its key within the channel.</summary>
    public SlackTs Ts { get; init; }

    /// <summary>The message as Slack keeps it.</summary>
    public SlackMessage? Message { get; init; }
}
