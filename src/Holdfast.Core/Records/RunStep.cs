using Holdfast.Items;

namespace Holdfast.Records;

/// <summary>One journalled step of a run: appended when it is finished, never rewritten.</summary>
public sealed record RunStep
{
    /// <summary>The run.</summary>
    public required ItemId Run { get; init; }

    /// <summary>The place within the run, from 1. A run and a number name one step; a second one is an error.</summary>
    public required int Number { get; init; }

    /// <summary>What kind of work it was: one of <see cref="StepKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it was called on: a model's or a tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Null when it succeeded, else what went wrong, without secrets.</summary>
    public string? Error { get; init; }

    /// <summary>What it was given: a tool's arguments.</summary>
    public string? Input { get; init; }

    /// <summary>What it produced, for people and for a resumed run.</summary>
    public string? Output { get; init; }

    /// <summary>What the agent needs besides, to go on after this step without doing it again; its own format.</summary>
    public string? Resume { get; init; }

    /// <summary>Tokens that a model read in this step; null when unknown.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens that a model wrote in this step; null when unknown.</summary>
    public long? OutputTokens { get; init; }
}
