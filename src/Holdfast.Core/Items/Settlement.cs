namespace Holdfast.Items;

/// <summary>How an accepted event ended. Every one ends as exactly one of these.</summary>
public enum SettlementKind
{
    /// <summary>A reply was planned in the same commit.</summary>
    Answered = 1,

    /// <summary>On purpose without an answer; the reason is recorded.</summary>
    Ignored = 2,

    /// <summary>Given up on; kept as a dead letter, and the user was told where there is one.</summary>
    Dead = 3,
}

/// <summary>The end of an accepted event, as its receipt records it.</summary>
/// <param name="Kind">Which end.</param>
/// <param name="Reason">Why, for <see cref="SettlementKind.Ignored"/> and <see cref="SettlementKind.Dead"/>.</param>
public sealed record Settlement(SettlementKind Kind, string? Reason = null)
{
    /// <summary>Answered.</summary>
    public static Settlement Answered { get; } = new(SettlementKind.Answered);

    /// <summary>Ignored on purpose.</summary>
    /// <param name="reason">Why: shown to operators, counted by metrics, so keep it from a small set.</param>
    public static Settlement Ignored(string reason) => new(SettlementKind.Ignored, reason);

    /// <summary>Given up on.</summary>
    /// <param name="reason">The error, without secrets or message text.</param>
    public static Settlement Dead(string reason) => new(SettlementKind.Dead, reason);
}
