using Holdfast.Agents;

namespace Holdfast.Settings;

/// <summary>What is set for a person or a channel, as it is kept. What the operator allows of it is found out when it is used.</summary>
public sealed record ChosenSettings
{
    /// <summary>The most characters of instructions.</summary>
    public const int MaxInstructions = 2_000;

    /// <summary>Nothing is set.</summary>
    public static ChosenSettings None { get; } = new();

    /// <summary>The model; empty for the usual one.</summary>
    public string Model { get; init; } = "";

    /// <summary>How much the model thinks, as one of <see cref="Efforts"/>; empty for as usual.</summary>
    public string Effort { get; init; } = "";

    /// <summary>How freely the model writes, as one of <see cref="Temperatures"/>; empty for as usual.</summary>
    public string Temperature { get; init; } = "";

    /// <summary>How dates and times are written, as one of <see cref="DateStyles"/>; empty for as Slack shows them. Means nothing for a channel.</summary>
    public string Dates { get; init; } = "";

    /// <summary>What is wished of answers; empty for nothing.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>Whether answers are shown while they are written. Means nothing for a channel.</summary>
    public bool Streams { get; init; } = true;

    /// <summary>Who set it.</summary>
    public string By { get; init; } = "";

    /// <summary>When it was sent: what was sent before, and comes late, does not undo it.</summary>
    public DateTimeOffset At { get; init; }
}
