using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Auth;

/// <summary>Asks who a token belongs to. https://docs.slack.dev/reference/methods/auth.test</summary>
public sealed record AuthTestRequest() : SlackRequest<AuthTestResponse>("auth.test")
{
    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => AuthJson.Contracts.AuthTestRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<AuthTestResponse> ResponseContract => AuthJson.Contracts.AuthTestResponse;
}

/// <summary>Whose token it is.</summary>
public sealed record AuthTestResponse : SlackResponse
{
    /// <summary>The workspace's address.</summary>
    public string? Url { get; init; }

    /// <summary>The workspace's name.</summary>
    public string? Team { get; init; }

    /// <summary>The workspace.</summary>
    public TeamId TeamId { get; init; }

    /// <summary>The user's name.</summary>
    public string? User { get; init; }

    /// <summary>The user; for a bot token the bot's user.</summary>
    public UserId UserId { get; init; }

    /// <summary>The bot; null for a user token.</summary>
    public BotId? BotId { get; init; }

    /// <summary>The app, where Slack tells it.</summary>
    public string? AppId { get; init; }

    /// <summary>The organisation; null outside Enterprise Grid.</summary>
    public string? EnterpriseId { get; init; }

    /// <summary>Whether the app is installed for a whole organisation.</summary>
    public bool IsEnterpriseInstall { get; init; }
}
