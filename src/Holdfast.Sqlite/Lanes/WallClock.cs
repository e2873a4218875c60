namespace Holdfast.Sqlite.Lanes;

/// <summary>
/// Time for what people have set: a timer for 9:00 rings when the clock says 9:00, also when it was set right meanwhile or the
/// machine slept. Whoever waits by it must look again now and then.
/// </summary>
internal sealed class WallClock(TimeProvider time) : LaneClock
{
    public override long Now => time.GetUtcNow().UtcTicks;

    public override long After(TimeSpan span) => Now + span.Ticks;

    public override long At(DateTimeOffset moment) => moment.UtcTicks;

    public override TimeSpan Until(long moment) => TimeSpan.FromTicks(moment - Now);
}
