namespace Holdfast.Agents;

/// <summary>The agent cannot answer. The one exception of the agent boundary whose user message may be shown in Slack.</summary>
public sealed class AgentException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="userMessage">What the user is told when this is the end: what happened and what to do, without secrets.</param>
    /// <param name="isTransient">Whether the same request may succeed later.</param>
    /// <param name="inner">What the provider's client said.</param>
    public AgentException(string userMessage, bool isTransient, Exception? inner = null)
        : base(userMessage, inner) => IsTransient = isTransient;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; }

    /// <summary>How long the provider asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
