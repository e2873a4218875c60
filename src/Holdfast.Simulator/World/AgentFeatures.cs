namespace Holdfast.Simulator.World;

/// <summary>How the app is declared to Slack as an agent.</summary>
public enum AgentDeclaration
{
    /// <summary>The older way (<c>assistant_view</c>): direct messages are as those of any app.</summary>
    AssistantView,

    /// <summary>
    /// The way of new apps (<c>agent_view</c>): each message in the app's direct messages is the root of a thread, and the app is told what
    /// people look at.
    /// </summary>
    AgentView,

    /// <summary>Not at all: it has no sessions.</summary>
    None,
}

/// <summary>What there is of agents in the workspace, and what the app has of it.</summary>
internal sealed record AgentFeatures
{
    /// <summary>Whether the workspace has agent sessions.</summary>
    public bool HasSessions { get; init; }

    public AgentDeclaration Declaration { get; init; }

    /// <summary>Whether the app has subscribed to <c>agent_session_stopped</c>; without that people have no stop button.</summary>
    public bool HearsStops { get; init; } = true;
}
