using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>Reads a channel without its threads' replies. https://docs.slack.dev/reference/methods/conversations.history</summary>
public sealed record ConversationsHistoryRequest() : SlackRequest<MessagesResponse>("conversations.history"), IPagedRequest<ConversationsHistoryRequest>
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>Messages per page, 1 to 999; Slack's default is 100, and some apps get 15 at most.</summary>
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
    public ConversationsHistoryRequest From(string cursor) => this with { Cursor = cursor };

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ConversationsJson.Contracts.ConversationsHistoryRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<MessagesResponse> ResponseContract => ConversationsJson.Contracts.MessagesResponse;
}
