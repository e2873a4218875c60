using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>Changes an own message; repeating it does no harm. https://docs.slack.dev/reference/methods/chat.update</summary>
/// <remarks>
/// Text without blocks removes the blocks. Common refusals: <c>message_not_found</c>, <c>cant_update_message</c>,
/// <c>edit_window_closed</c>, <c>msg_too_long</c> above <see cref="SlackLimits.MessageText"/> characters.
/// </remarks>
public sealed record ChatUpdateRequest() : SlackRequest<ChatUpdateResponse>("chat.update")
{
    /// <summary>The channel's id; a name does not do.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The message.</summary>
    public required SlackTs Ts { get; init; }

    /// <summary>The new text in mrkdwn.</summary>
    public string? Text { get; init; }

    /// <summary>The new text in standard Markdown; excludes text and blocks.</summary>
    public string? MarkdownText { get; init; }

    /// <summary>The new blocks; an empty list removes them.</summary>
    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary>New data; null keeps the old.</summary>
    public MessageMetadata? Metadata { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ChatJson.Contracts.ChatUpdateRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ChatUpdateResponse> ResponseContract => ChatJson.Contracts.ChatUpdateResponse;
}

/// <summary>The message that was changed.</summary>
public sealed record ChatUpdateResponse : SlackResponse
{
    /// <summary>Its channel.</summary>
    public ChannelId Channel { get; init; }

    /// <summary>Its key, which stays the same.</summary>
    public SlackTs Ts { get; init; }

    /// <summary>Its text.</summary>
    public string? Text { get; init; }

    /// <summary>The message as Slack keeps it.</summary>
    public SlackMessage? Message { get; init; }
}
