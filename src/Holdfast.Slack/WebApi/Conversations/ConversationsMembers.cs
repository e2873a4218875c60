using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>Lists who is in a conversation. https://docs.slack.dev/reference/methods/conversations.members</summary>
public sealed record ConversationsMembersRequest() : SlackRequest<ConversationsMembersResponse>("conversations.members")
{
    /// <summary>The conversation.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>Members per page, up to 1,000; Slack's default is 100.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? Cursor { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ConversationsJson.Contracts.ConversationsMembersRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ConversationsMembersResponse> ResponseContract => ConversationsJson.Contracts.ConversationsMembersResponse;
}

/// <summary>One page of members; <see cref="SlackResponse.NextCursor"/> leads to the next.</summary>
public sealed record ConversationsMembersResponse : SlackResponse
{
    /// <summary>Their ids.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}
