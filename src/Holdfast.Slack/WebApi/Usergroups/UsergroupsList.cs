using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Usergroups;

/// <summary>Lists the user groups of a workspace; needs <c>usergroups:read</c>. https://docs.slack.dev/reference/methods/usergroups.list</summary>
public sealed record UsergroupsListRequest() : SlackRequest<UsergroupsListResponse>("usergroups.list")
{
    /// <summary>Whether groups that are switched off are listed as well; Slack's default is false.</summary>
    public bool? IncludeDisabled { get; init; }

    /// <summary>The workspace, for an app installed for a whole organisation.</summary>
    public TeamId? TeamId { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => UsergroupsJson.Contracts.UsergroupsListRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<UsergroupsListResponse> ResponseContract => UsergroupsJson.Contracts.UsergroupsListResponse;
}

/// <summary>The groups.</summary>
public sealed record UsergroupsListResponse : SlackResponse
{
    /// <summary>The groups.</summary>
    public IReadOnlyList<SlackUsergroup> Usergroups { get; init; } = [];
}

/// <summary>A user group. https://docs.slack.dev/reference/objects/usergroup-object</summary>
public sealed record SlackUsergroup
{
    /// <summary>Its id, such as <c>S0604QSJC</c>.</summary>
    public string? Id { get; init; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>What stands behind the <c>@</c> when it is mentioned.</summary>
    public string? Handle { get; init; }
}
