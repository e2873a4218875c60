namespace Holdfast.Sqlite.Writing;

/// <summary>
/// How closely transactions follow each other: some at once, as they come, from then on a while apart, so that each does the work of several. Whoever
/// comes alone waits for nothing.
/// </summary>
/// <remarks>
/// At 1,000 events a second the writer woke, wrote and waited for the disk two thousand times a second, for one or two operations each; half
/// of what an event cost was that. Where waiting brings nobody, as behind somebody who writes one thing after the other, it is left for a while.
/// </remarks>
internal sealed class CommitPace
{
    /// <summary>More than a lone event and its answer need.</summary>
    public const int AtOnce = 8;

    /// <summary>How far apart the others are: at 1,000 events a second, each transaction does the work of some nine.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(3);

    private TimeSpan _taken;

    /// <summary>How long the next transaction waits for others to join it; zero or less for not at all.</summary>
    /// <param name="now">By a clock that only goes forward.</param>
    public TimeSpan Left(TimeSpan now) => _taken - AtOnce * Apart - now;

    /// <summary>A transaction begins.</summary>
    /// <param name="now">By the same clock.</param>
    /// <param name="isVain">Whether it has waited, and nobody has come.</param>
    public void Take(TimeSpan now, bool isVain) => _taken = (_taken > now && !isVain ? _taken : now) + Apart;
}
