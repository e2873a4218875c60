namespace Holdfast.Connection;

/// <summary>The way by which Slack delivers, as health sees it: over sockets, or by requests.</summary>
public interface ISlackIntake
{
    /// <summary>Why nothing can come in; null when it can.</summary>
    string? ClosedBecause { get; }

    /// <summary>Whether what Slack sends arrives, as far as that can be known: nothing is missed while it does.</summary>
    bool IsHearing { get; }

    /// <summary>What is wrong beyond that, and what to do; empty when nothing is.</summary>
    IReadOnlyList<string> Problems { get; }

    /// <summary>Whether nothing comes in until a person has done something.</summary>
    bool IsRefused { get; }

    /// <summary>What is open.</summary>
    IReadOnlyList<IntakeConnection> Connections { get; }

    /// <summary>When it was last known to work; null before the first time.</summary>
    DateTimeOffset? LastAliveAt { get; }
}
