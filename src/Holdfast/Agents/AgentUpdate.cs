using Holdfast.Items;

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

    /// <summary>The end of what the model wrote is no part of its answer after all.</summary>
    /// <param name="Characters">How much of it.</param>
    public sealed record TextTakenBack(int Characters) : AgentUpdate;

    /// <summary>A step begins; what was finished before is journalled now.</summary>
    /// <param name="Kind">What kind of work: one of <see cref="Records.StepKinds"/>.</param>
    /// <param name="Name">On what.</param>
    /// <param name="Input">What it is given, for the journal.</param>
    public sealed record StepStarted(string Kind, string Name, string? Input = null) : AgentUpdate
    {
        /// <summary>
        /// What the step is told apart by, where several are under way at once; <see cref="StepFinished.Id"/> says which of them is over. Null where the next step begins when this one
        /// has ended.
        /// </summary>
        public string? Id { get; init; }

        /// <summary>The approval that the step makes use of: that is durable before the agent goes on.</summary>
        public ItemId? Approval { get; init; }

        /// <summary>
        /// The call that is begun by it, where it must not be made twice: that is durable before the agent goes on, and comes back in
        /// <see cref="AgentTurn.BegunCalls"/>.
        /// </summary>
        public string? BegunCall { get; init; }

        /// <summary>What is begun by it, and goes on without it: that is durable before the agent goes on.</summary>
        public Effects Effects { get; init; } = Effects.None;
    }

    /// <summary>A step is over: that of its <see cref="Id"/>, otherwise the one that began last.</summary>
    /// <param name="Output">What it produced, for the journal and for a resumed run.</param>
    /// <param name="Error">Null when it succeeded.</param>
    public sealed record StepFinished(string? Output, string? Error = null) : AgentUpdate
    {
        /// <summary>Which step; null for the one that began last.</summary>
        public string? Id { get; init; }

        /// <summary>What the agent needs besides, to go on after this step without doing it again.</summary>
        public string? Resume { get; init; }

        /// <summary>What it took of a model; null when none was called.</summary>
        public AgentUsage? Usage { get; init; }

        /// <summary>What it leads to: made true by the commit that journals the step.</summary>
        public Effects Effects { get; init; } = Effects.None;
    }

    /// <summary>The end for now: the run goes on when all of this is decided.</summary>
    /// <param name="Requests">What must be approved; what was asked before and is undecided comes again.</param>
    public sealed record ApprovalNeeded(IReadOnlyList<ToolRequest> Requests) : AgentUpdate;

    /// <summary>The end: the whole answer.</summary>
    /// <param name="Text">What the user is to read.</param>
    public sealed record Answer(string Text) : AgentUpdate;
}

/// <summary>What a step took.</summary>
/// <param name="Model">The model that answered.</param>
/// <param name="InputTokens">Tokens it read; null when the provider did not say.</param>
/// <param name="OutputTokens">Tokens it wrote; null when the provider did not say.</param>
public sealed record AgentUsage(string? Model, long? InputTokens, long? OutputTokens)
{
    /// <summary>What the model costs; null for the prices of the section <c>Agent</c>.</summary>
    public ModelPrices? Prices { get; init; }

    /// <summary>What it cost as a whole, in millionths of a US dollar, where that is known by something else than tokens; null otherwise.</summary>
    public long? CostMicros { get; init; }
}

/// <summary>What a model costs.</summary>
/// <param name="Input">A million tokens that it reads, in US dollars; null when that is not known.</param>
/// <param name="Output">A million tokens that it writes, in US dollars; null when that is not known.</param>
public sealed record ModelPrices(decimal? Input, decimal? Output)
{
    /// <summary>What a use of it cost, in millionths of a US dollar; null when that is not known.</summary>
    /// <param name="usage">The use.</param>
    public long? CostOf(AgentUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);

        // Prices are a million tokens', costs are kept in millionths: the one is the other.
        return Input is { } input && Output is { } output && (usage.InputTokens ?? usage.OutputTokens) is not null
            ? (long)decimal.Round(((usage.InputTokens ?? 0) * input) + ((usage.OutputTokens ?? 0) * output))
            : null;
    }
}
