namespace Holdfast.Sqlite.Lanes;

/// <summary>
/// Time for waiting and for leases: it only goes forward, and at its own pace. On the wall clock, a step forward would take the
/// lanes from everybody who is at work, and a step back would make everybody wait that much longer.
/// </summary>
internal sealed class MonotonicClock(TimeProvider time) : LaneClock
{
    public override long Now => time.GetTimestamp();

    public override long After(TimeSpan span) => Now + ToTimestamp(span);

    public override long At(DateTimeOffset moment) => After(moment - time.GetUtcNow());

    public override TimeSpan Until(long moment) => time.GetElapsedTime(Now, moment);

    private long ToTimestamp(TimeSpan span) => (long)((Int128)span.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
}
