namespace Holdfast.Items;

/// <summary>Time for intervals: it only goes forward, and knows nothing of a wall clock that is set.</summary>
public static class MonotonicTime
{
    /// <summary>The time since an unknown moment: to compare with other answers of the same clock in the same process, and nothing else.</summary>
    /// <param name="time">The clock.</param>
    public static TimeSpan GetMonotonic(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new TimeSpan((long)((Int128)time.GetTimestamp() * TimeSpan.TicksPerSecond / time.TimestampFrequency));
    }
}
