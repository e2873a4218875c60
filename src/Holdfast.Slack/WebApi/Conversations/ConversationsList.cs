using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>Lists channels: the public ones, and of the others those that the app is in. https://docs.slack.dev/reference/methods/conversations.list</summary>
public sealed record ConversationsListRequest() : SlackRequest<ConversationsListResponse>("conversations.list")
{
    /// <summary>Kinds separated by commas: <c>public_channel</c>, <c>private_channel</c>, <c>mpim</c>, <c>im</c>. Slack's default is the first.</summary>
    public string? Types { get; init; }

    /// <summary>Whether those that are closed for good are left out.</summary>
    public bool? ExcludeArchived { get; init; }

    /// <summary>Channels per page, up to 1,000; Slack's default is 100. A page may have fewer although there are more.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? Cursor { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ConversationsJson.Contracts.ConversationsListRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ConversationsListResponse> ResponseContract => ConversationsJson.Contracts.ConversationsListResponse;
}

/// <summary>One page of channels; <see cref="SlackResponse.NextCursor"/> leads to the next.</summary>
public sealed record ConversationsListResponse : SlackResponse
{
    /// <summary>The channels.</summary>
    public IReadOnlyList<SlackChannel> Channels { get; init; } = [];
}
