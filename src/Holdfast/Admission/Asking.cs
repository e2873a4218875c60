using Holdfast.Slack;

namespace Holdfast.Admission;

/// <summary>Somebody wants something of the app.</summary>
/// <param name="Team">The workspace.</param>
/// <param name="User">Who, as Slack wrote it.</param>
/// <param name="Channel">Where; null in a view.</param>
/// <param name="Kind">What it is.</param>
public sealed record Asking(TeamId Team, string User, ChannelId? Channel, AskingKind Kind)
{
    /// <summary>Whether an immediate agent would answer it: such an answer costs nothing, and is there before anything could be looked up.</summary>
    public bool IsImmediate { get; init; }
}

/// <summary>What somebody wants.</summary>
public enum AskingKind
{
    /// <summary>An answer: a run is to begin, or to begin again.</summary>
    Question,

    /// <summary>A button, a command, a view: whatever is done with what the app shows.</summary>
    Click,
}
