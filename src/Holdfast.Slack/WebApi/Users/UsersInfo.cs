using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Users;

/// <summary>Describes a person or bot user. https://docs.slack.dev/reference/methods/users.info</summary>
public sealed record UsersInfoRequest() : SlackRequest<UsersInfoResponse>("users.info")
{
    /// <summary>The user.</summary>
    public required UserId User { get; init; }

    /// <summary>Whether to include the language.</summary>
    public bool? IncludeLocale { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => UsersJson.Contracts.UsersInfoRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<UsersInfoResponse> ResponseContract => UsersJson.Contracts.UsersInfoResponse;
}

/// <summary>The user.</summary>
public sealed record UsersInfoResponse : SlackResponse
{
    /// <summary>The user.</summary>
    public SlackUser? User { get; init; }
}

/// <summary>A person or bot user. https://docs.slack.dev/reference/objects/user-object</summary>
public sealed record SlackUser
{
    /// <summary>The id.</summary>
    public UserId Id { get; init; }

    /// <summary>The workspace.</summary>
    public TeamId? TeamId { get; init; }

    /// <summary>The account's name, not unique in meaning and not for showing.</summary>
    public string? Name { get; init; }

    /// <summary>The full name.</summary>
    public string? RealName { get; init; }

    /// <summary>Whether the account is closed.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether it is a bot.</summary>
    public bool IsBot { get; init; }

    /// <summary>Whether the person administers the workspace.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Whether the person owns the workspace.</summary>
    public bool IsOwner { get; init; }

    /// <summary>Whether it is a guest of several channels.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>Whether it is a guest of one channel.</summary>
    public bool IsUltraRestricted { get; init; }

    /// <summary>Whether it is somebody of another organisation, met in a shared channel.</summary>
    public bool IsStranger { get; init; }

    /// <summary>Who the person is in their organisation; null outside Enterprise Grid.</summary>
    public SlackEnterpriseUser? EnterpriseUser { get; init; }

    /// <summary>The time zone's name, such as <c>Europe/Berlin</c>.</summary>
    public string? Tz { get; init; }

    /// <summary>Seconds east of UTC.</summary>
    public int? TzOffset { get; init; }

    /// <summary>The language, when asked for.</summary>
    public string? Locale { get; init; }

    /// <summary>What the person wrote about themselves.</summary>
    public SlackUserProfile? Profile { get; init; }
}

/// <summary>A person as a member of an organisation. https://docs.slack.dev/reference/objects/user-object</summary>
public sealed record SlackEnterpriseUser
{
    /// <summary>The organisation.</summary>
    public string? EnterpriseId { get; init; }
}

/// <summary>A user's profile.</summary>
public sealed record SlackUserProfile
{
    /// <summary>The name to show; empty when the person chose none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The full name.</summary>
    public string? RealName { get; init; }

    /// <summary>The mail address; needs <c>users:read.email</c>.</summary>
    public string? Email { get; init; }

    /// <summary>The position.</summary>
    public string? Title { get; init; }

    /// <summary>What the person says they are doing; empty for nothing.</summary>
    public string? StatusText { get; init; }
}
