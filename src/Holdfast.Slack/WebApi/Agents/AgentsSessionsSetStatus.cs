using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Agents;

/// <summary>
/// Tells what an agent does in a conversation, and makes the session if there is none.
/// https://docs.slack.dev/reference/methods/agents.sessions.setStatus
/// </summary>
/// <remarks>
/// While <see cref="Processing"/>, people see a button to stop it, which sends <c>agent_session_stopped</c> to an app that
/// subscribes to that event; the click changes nothing by itself. Refusals: <c>feature_disabled</c>, <c>not_authorized</c>,
/// <c>invalid_status</c>, <c>thread_ts_required</c>, <c>thread_ts_not_allowed</c>.
/// </remarks>
public sealed record AgentsSessionsSetStatusRequest() : SlackRequest<AgentsSessionsSetStatusResponse>("agents.sessions.setStatus")
{
    /// <summary>Nothing is being worked on; the session goes on.</summary>
    public const string Active = "active";

    /// <summary>The agent works.</summary>
    public const string Processing = "processing";

    /// <summary>The agent waits for somebody.</summary>
    public const string Suspended = "suspended";

    /// <summary>The session is over.</summary>
    public const string Closed = "closed";

    /// <summary>The channel.</summary>
    public required ChannelId ChannelId { get; init; }

    /// <summary><see cref="Active"/>, <see cref="Processing"/>, <see cref="Suspended"/> or <see cref="Closed"/>.</summary>
    public required string Status { get; init; }

    /// <summary>The thread's first message.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>The session's name, at most <see cref="BlockKit.SlackLimits.SessionTitle"/> characters.</summary>
    public string? Title { get; init; }

    /// <summary>For whom the agent works.</summary>
    public UserId? InitiatorUserId { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => AgentsJson.Contracts.AgentsSessionsSetStatusRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<AgentsSessionsSetStatusResponse> ResponseContract => AgentsJson.Contracts.AgentsSessionsSetStatusResponse;
}

/// <summary>The session after the change.</summary>
public sealed record AgentsSessionsSetStatusResponse : SlackResponse
{
    /// <summary>The status.</summary>
    public string? Status { get; init; }

    /// <summary>The session's name.</summary>
    public string? Title { get; init; }
}
