using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Usergroups;

/// <summary>
/// Lists the members of a user group; needs <c>usergroups:read</c>. https://docs.slack.dev/reference/methods/usergroups.users.list
/// </summary>
/// <remarks>Refusals: <c>no_such_subteam</c>, <c>missing_scope</c>, <c>plan_upgrade_required</c>.</remarks>
public sealed record UsergroupsUsersListRequest() : SlackRequest<UsergroupsUsersListResponse>("usergroups.users.list")
{
    /// <summary>The group's id, such as <c>S0604QSJC</c>; as it stands in <c>&lt;!subteam^S0604QSJC&gt;</c>.</summary>
    public required string Usergroup { get; init; }

    /// <summary>Whether a group that is switched off is listed as well; Slack's default is false.</summary>
    public bool? IncludeDisabled { get; init; }

    /// <summary>The workspace, for an app installed for a whole organisation.</summary>
    public TeamId? TeamId { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => UsergroupsJson.Contracts.UsergroupsUsersListRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<UsergroupsUsersListResponse> ResponseContract => UsergroupsJson.Contracts.UsergroupsUsersListResponse;
}

/// <summary>The members.</summary>
public sealed record UsergroupsUsersListResponse : SlackResponse
{
    /// <summary>The members' ids.</summary>
    public IReadOnlyList<UserId> Users { get; init; } = [];
}
