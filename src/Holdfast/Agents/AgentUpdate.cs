namespace Holdfast.Agents;

/// <summary>What an agent tells about its work. A closed set.</summary>
public abstract record AgentUpdate
{
    private AgentUpdate()
    {
    }

    /// <summary>The model wrote some more of the answer.</summary>
    /// <param name="Text">What it added.</param>
    public sealed record TextDelta(string Text) : AgentUpdate;

    /// <summary>A step begins; what was finished before is journalled now.</summary>
    /// <param name="Kind">What kind of work.</param>
    /// <param name="Name">On what.</param>
    public sealed record StepStarted(string Kind, string Name) : AgentUpdate;

    /// <summary>The step that began last is over.</summary>
    /// <param name="Output">What it produced, for the journal and for a resumed run.</param>
    /// <param name="Error">Null when it succeeded.</param>
    public sealed record StepFinished(string? Output, string? Error = null) : AgentUpdate;

    /// <summary>The end: the whole answer.</summary>
    /// <param name="Text">What the user is to read.</param>
    /// <param name="Usage">What it took; null when unknown.</param>
    public sealed record Answer(string Text, AgentUsage? Usage = null) : AgentUpdate;
}

/// <summary>What a run took.</summary>
/// <param name="Model">The model that answered.</param>
/// <param name="InputTokens">Tokens it read; null when the provider did not say.</param>
/// <param name="OutputTokens">Tokens it wrote; null when the provider did not say.</param>
public sealed record AgentUsage(string? Model, long? InputTokens, long? OutputTokens);
