using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Apps;

/// <summary>
/// Asks for the address of a Socket Mode connection, with the app-level token (<c>xapp-</c>).
/// https://docs.slack.dev/reference/methods/apps.connections.open
/// </summary>
public sealed record AppsConnectionsOpenRequest() : SlackRequest<AppsConnectionsOpenResponse>("apps.connections.open")
{
    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => AppsJson.Contracts.AppsConnectionsOpenRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<AppsConnectionsOpenResponse> ResponseContract => AppsJson.Contracts.AppsConnectionsOpenResponse;
}

/// <summary>Where to connect.</summary>
public sealed record AppsConnectionsOpenResponse : SlackResponse
{
    /// <summary>The WebSocket's address, good for one connection. It is a secret: whoever has it receives the app's events.</summary>
    public string? Url { get; init; }
}
