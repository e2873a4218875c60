namespace Holdfast.Timers.Times;

/// <summary>Between which moments a timer may ring.</summary>
internal static class Bounds
{
    /// <summary>What is due sooner is due before anybody has read that it is set.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Five years, leap days and all: who sets a timer for longer has mistyped, and nobody runs a server for so long.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 366);

    /// <summary>What comes more often is noise: a conversation with a message a second cannot be read any more.</summary>
    public static readonly TimeSpan ShortestRepeat = TimeSpan.FromMinutes(1);
}
