namespace Holdfast.Sqlite.Lanes;

/// <summary>
/// How much of a queue is in memory: everything up to a horizon, in the queue's order. What lies beyond is in the file only, and
/// counted, so that any number of timers for next year cost nothing but their rows.
/// </summary>
/// <remarks>
/// It holds no more than twice its size, except for what cannot be left to the file: all that comes before an item in somebody's
/// hands, and what is due already behind lanes that are held or wait for another try.
/// </remarks>
/// <param name="size">The entries to load at once.</param>
internal sealed class ScheduleWindow(int size)
{
    /// <summary>Enough for a busy second, and 5 MB or so.</summary>
    public const int DefaultSize = 10_000;

    private int _most = size * 2;

    /// <summary>The place of the last entry that is in memory; null when all are.</summary>
    public (long OrderKey, long Sequence)? Horizon { get; private set; }

    /// <summary>The items past it.</summary>
    public int Beyond { get; private set; }

    public int Size => size;

    public bool Holds((long OrderKey, long Sequence) place) => Horizon is not { } horizon || place.CompareTo(horizon) <= 0;

    /// <summary>Whether the next entries should be loaded before those in memory run out.</summary>
    public bool IsLow(int entries) => Horizon is not null && entries <= size / 2;

    /// <summary>Whether so many entries are in memory that the far ones should go.</summary>
    public bool IsOverfull(int entries) => entries > _most;

    /// <summary>An item was written past the horizon.</summary>
    public void CountBeyond() => Beyond++;

    /// <summary>Entries were dropped, and this is the last place that is still held.</summary>
    public void Shrink((long OrderKey, long Sequence) last, int dropped, int left)
    {
        if (dropped > 0)
            (Horizon, Beyond) = (last, Beyond + dropped);
        Expect(left);
    }

    /// <summary>The next entries were loaded; the last place is null when they were the last.</summary>
    public void Grow((long OrderKey, long Sequence)? last, int loaded, int entries)
    {
        (Horizon, Beyond) = (last, last is null ? 0 : Beyond - loaded);
        Expect(entries);
    }

    /// <summary>At the start: nothing is in memory yet of so many items.</summary>
    public void Begin(int items) => (Horizon, Beyond) = ((long.MinValue, long.MinValue), items);

    // Where little could be left to the file, the next append must not try again: each try looks at everything.
    private void Expect(int entries) => _most = Math.Max(size * 2, entries + size / 2);
}
