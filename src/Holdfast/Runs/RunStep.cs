using Holdfast.Lanes;

namespace Holdfast.Runs;

/// <summary>One journalled step of a run: appended when it is finished, never rewritten.</summary>
public sealed record RunStep
{
    /// <summary>The run.</summary>
    public required ItemId Run { get; init; }

    /// <summary>The place within the run, from 1. A run and a number name one step; a second one is an error.</summary>
    public required int Number { get; init; }

    /// <summary>What kind of work it was, for instance <c>model</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it was called on: a model's or a tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Null when it succeeded, else what went wrong, without secrets.</summary>
    public string? Error { get; init; }

    /// <summary>What the step produced; a resumed run gets it back instead of doing the step again.</summary>
    public string? Output { get; init; }
}
