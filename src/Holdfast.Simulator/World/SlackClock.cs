namespace Holdfast.Simulator.World;

/// <summary>
/// Slack's own clock, which may go ahead of the machine's or behind it. What Slack says about time follows it (a message's ts, the
/// expiry of triggers and response_urls, rate limits, a person's offset from UTC, the <c>Date</c> of an answer); timers, delays and
/// what the simulator notes for itself stay with the machine's.
/// </summary>
public sealed class SlackClock : TimeProvider
{
    /// <summary>How far the clocks may be apart.</summary>
    public static readonly TimeSpan MaxOffset = TimeSpan.FromDays(3_650);

    private readonly TimeProvider _machine;
    private long _offsetTicks;

    internal SlackClock(TimeProvider machine) => _machine = machine;

    /// <summary>
    /// How far Slack's clock is ahead; negative when it is behind. A ts never goes backwards: set back, the next ones follow closely
    /// upon the last. Default zero.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MaxOffset"/> either way.</exception>
    public TimeSpan Offset
    {
        get => new(Volatile.Read(ref _offsetTicks));
        set
        {
            if (value.Duration() > MaxOffset)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"Slack's clock can be {MaxOffset.TotalDays:F0} days off at most.");
            Volatile.Write(ref _offsetTicks, value.Ticks);
        }
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _machine.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _machine.GetUtcNow() + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => _machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _machine.CreateTimer(callback, state, dueTime, period);
}
