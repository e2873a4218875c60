using Holdfast.Items;

namespace Holdfast.Postgres.Sql;

/// <summary>
/// How closely one thing may follow another: a few at once, as it comes, from then on a while apart, so that each does the work of many. Whoever comes
/// alone waits for nothing.
/// </summary>
/// <param name="atOnce">So many.</param>
/// <param name="apart">How far apart the others are.</param>
internal sealed class Pace(int atOnce, TimeSpan apart)
{
    private readonly Lock _lock = new();
    private TimeSpan _taken;

    /// <summary>When the next may come, by <see cref="MonotonicTime"/>.</summary>
    public TimeSpan Next
    {
        get
        {
            lock (_lock)
                return _taken - atOnce * apart;
        }
    }

    /// <summary>One comes.</summary>
    public void Take(TimeSpan now)
    {
        lock (_lock)
            _taken = (_taken > now ? _taken : now) + apart;
    }
}
