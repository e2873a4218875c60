namespace Holdfast.Sqlite.Lanes;

/// <summary>A way to tell moments apart and to wait for them, in numbers of its own.</summary>
internal abstract class LaneClock
{
    public abstract long Now { get; }

    /// <summary>The moment so long from now.</summary>
    public abstract long After(TimeSpan span);

    /// <summary>The moment that the wall clock, as it stands now, calls by this name.</summary>
    public abstract long At(DateTimeOffset moment);

    /// <summary>How long it is until a moment; negative when it has passed.</summary>
    public abstract TimeSpan Until(long moment);
}
