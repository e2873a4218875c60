using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>Reads a thread. https://docs.slack.dev/reference/methods/conversations.replies</summary>
/// <remarks>The thread's first message comes first on every page. Refusals: <c>thread_not_found</c>, <c>channel_not_found</c>.</remarks>
public sealed record ConversationsRepliesRequest() : SlackRequest<MessagesResponse>("conversations.replies"), IPagedRequest<ConversationsRepliesRequest>
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The thread's first message, or any message in it.</summary>
    public required SlackTs Ts { get; init; }

    /// <summary>Messages per page, 1 to 1,000; Slack's default is 1,000, and some apps get 15 at most.</summary>
    public int? Limit { get; init; }

    /// <summary>Only messages after this one.</summary>
    public SlackTs? Oldest { get; init; }

    /// <summary>Only messages before this one.</summary>
    public SlackTs? Latest { get; init; }

    /// <summary>Whether oldest and latest themselves count.</summary>
    public bool? Inclusive { get; init; }

    /// <summary>Whether each message carries its metadata, also that of other apps.</summary>
    public bool? IncludeAllMetadata { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? Cursor { get; init; }

    /// <inheritdoc/>
    public ConversationsRepliesRequest From(string cursor) => this with { Cursor = cursor };

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ConversationsJson.Contracts.ConversationsRepliesRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<MessagesResponse> ResponseContract => ConversationsJson.Contracts.MessagesResponse;
}
