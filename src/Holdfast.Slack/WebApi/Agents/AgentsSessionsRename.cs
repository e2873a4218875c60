using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Agents;

/// <summary>
/// Gives a session another name.
/// https://docs.slack.dev/reference/methods/agents.sessions.rename
/// </summary>
/// <remarks>Refusals: <c>session_not_found</c>, <c>invalid_name</c>, <c>name_taken</c>, <c>is_archived</c>, and those of agents.sessions.setStatus.</remarks>
public sealed record AgentsSessionsRenameRequest() : SlackRequest<AgentsSessionsRenameResponse>("agents.sessions.rename")
{
    /// <summary>The channel.</summary>
    public required ChannelId ChannelId { get; init; }

    /// <summary>The session's name, at most <see cref="BlockKit.SlackLimits.SessionTitle"/> characters.</summary>
    public required string Title { get; init; }

    /// <summary>The thread's first message.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => AgentsJson.Contracts.AgentsSessionsRenameRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<AgentsSessionsRenameResponse> ResponseContract => AgentsJson.Contracts.AgentsSessionsRenameResponse;
}

/// <summary>The session after the change.</summary>
public sealed record AgentsSessionsRenameResponse : SlackResponse
{
    /// <summary>The session's name.</summary>
    public string? Title { get; init; }
}
