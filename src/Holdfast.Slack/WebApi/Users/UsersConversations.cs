using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.WebApi.Conversations;

namespace Holdfast.Slack.WebApi.Users;

/// <summary>Lists the conversations that the app is in. https://docs.slack.dev/reference/methods/users.conversations</summary>
public sealed record UsersConversationsRequest() : SlackRequest<UsersConversationsResponse>("users.conversations")
{
    /// <summary>Kinds separated by commas: <c>public_channel</c>, <c>private_channel</c>, <c>mpim</c>, <c>im</c>. Slack's default is the first.</summary>
    public string? Types { get; init; }

    /// <summary>Whether those that are closed for good are left out.</summary>
    public bool? ExcludeArchived { get; init; }

    /// <summary>Conversations per page, up to 999; Slack's default is 100. A page may have fewer although there are more.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? Cursor { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => UsersJson.Contracts.UsersConversationsRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<UsersConversationsResponse> ResponseContract => UsersJson.Contracts.UsersConversationsResponse;
}

/// <summary>One page of conversations; <see cref="SlackResponse.NextCursor"/> leads to the next.</summary>
public sealed record UsersConversationsResponse : SlackResponse
{
    /// <summary>The conversations.</summary>
    public IReadOnlyList<SlackChannel> Channels { get; init; } = [];
}
