using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Users;

/// <summary>
/// Finds a person by a mail address; needs <c>users:read.email</c>. https://docs.slack.dev/reference/methods/users.lookupByEmail
/// </summary>
/// <remarks>Of an address of nobody in the workspace: <c>users_not_found</c>.</remarks>
public sealed record UsersLookupByEmailRequest() : SlackRequest<UsersInfoResponse>("users.lookupByEmail")
{
    /// <summary>The address.</summary>
    public required string Email { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => UsersJson.Contracts.UsersLookupByEmailRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<UsersInfoResponse> ResponseContract => UsersJson.Contracts.UsersInfoResponse;
}
