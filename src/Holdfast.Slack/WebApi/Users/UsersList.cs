using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Users;

/// <summary>Lists everybody in the workspace, bots and closed accounts among them. https://docs.slack.dev/reference/methods/users.list</summary>
public sealed record UsersListRequest() : SlackRequest<UsersListResponse>("users.list")
{
    /// <summary>People per page, up to 1,000. Slack refuses large workspaces without it (<c>limit_required</c>).</summary>
    public int? Limit { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? Cursor { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => UsersJson.Contracts.UsersListRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<UsersListResponse> ResponseContract => UsersJson.Contracts.UsersListResponse;
}

/// <summary>One page of people; <see cref="SlackResponse.NextCursor"/> leads to the next.</summary>
public sealed record UsersListResponse : SlackResponse
{
    /// <summary>The people.</summary>
    public IReadOnlyList<SlackUser> Members { get; init; } = [];
}
