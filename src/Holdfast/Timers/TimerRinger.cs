using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Timers.Times;
using Microsoft.Extensions.Logging;

namespace Holdfast.Timers;

/// <summary>
/// Lets timers ring. The notice, what becomes of the timer and its next alarm are one transition: whatever dies in between, each
/// ring is told once.
/// </summary>
public sealed partial class TimerRinger(
    IRecordReader timers, TimerNotices notices, HeldTimers held, TimerMetrics metrics, TimeProvider time, ILogger<TimerRinger> logger) : IInternalHandler
{
    /// <summary>Rings that were slept through are counted one by one up to here.</summary>
    private const int MaxCounted = 1_000;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [TimerOrder.AlarmKind, TimerOrder.CancellationKind];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var order = TimerOrder.Read(work.Item);
        var timer = await timers.GetTimerAsync(order.Timer, cancellationToken);
        if (timer is not { Status: TimerStatus.Pending })
            return work.Ignored("the timer has come to its end");
        if (work.Item.Kind == TimerOrder.CancellationKind)
            return Cancel(work, timer);
        return order.Ring == timer.Ring ? Ring(work, timer) : work.Ignored("the timer was set to another time");
    }

    private Transition Cancel(LaneWork work, TimerRecord timer)
    {
        LogCancelled(timer.Id);
        metrics.Cancelled();
        var cancelled = timer with { Status = TimerStatus.Cancelled, EndedAt = time.GetUtcNow() };
        return work.Done() with { Records = [cancelled.ToRecord(), TimerAudit.Cancelled(cancelled, timer.User)] };
    }

    private Transition Ring(LaneWork work, TimerRecord timer)
    {
        var now = time.GetUtcNow();
        var trace = work.Item.TraceParent;

        // The clock was set back since it was handed out.
        if (timer.DueAt > now)
            return work.Done() with { Append = [TimerOrder.Alarm(timer, time, trace)] };

        // Nobody can say when it comes again. As an alarm of its own it leaves the lane free to whoever cancels the timer.
        if (!held.TryFindRule(timer, out var rule, out var zone))
            return work.Ignored("the timer is held back") with { Append = [TimerOrder.Alarm(timer, time, trace) with { DueAt = now + HeldTimers.Wait }] };

        var missed = 0;
        var ring = new TimerRing(timer, now) { Next = rule is null ? null : Next(timer, rule, zone, now, out missed), Missed = missed };
        var rung = ring.Next is { } next
            ? timer with { RungAt = now, DueAt = next, Ring = timer.Ring + 1 }
            : timer with { RungAt = now, Status = TimerStatus.Rung, EndedAt = now };
        metrics.Rang(ring.Late);
        LogRang(timer.Id, timer.Ring, ring.Late);
        IReadOnlyList<NewItem> alarm = ring.Next is null ? [] : [TimerOrder.Alarm(rung, time, trace)];
        return work.Done() with { Records = [rung.ToRecord()], Append = [.. notices.Of(ring, trace), .. alarm] };
    }

    /// <summary>The next ring that has not passed; those that have are told along with this one.</summary>
    private static DateTimeOffset? Next(TimerRecord timer, Recurrence rule, TimeZoneInfo zone, DateTimeOffset now, out int missed)
    {
        missed = 0;
        var next = rule.NextAfter(timer.DueAt, timer.DueAt, zone);
        while (next <= now && missed < MaxCounted)
        {
            missed++;
            next = rule.NextAfter(next.Value, next.Value, zone);
        }

        return next <= now ? rule.NextAfter(now, next.Value, zone) : next;
    }

    [LoggerMessage(1000, LogLevel.Debug, "Timer {Timer} rings (ring {Ring}), {Late} after it was due")]
    private partial void LogRang(ItemId timer, int ring, TimeSpan late);

    [LoggerMessage(1002, LogLevel.Information, "Timer {Timer} is cancelled")]
    private partial void LogCancelled(ItemId timer);
}

/// <summary>A timer that rings.</summary>
/// <param name="Timer">The timer as it was until now.</param>
/// <param name="At">The moment.</param>
public sealed record TimerRing(TimerRecord Timer, DateTimeOffset At)
{
    /// <summary>How long after it was due.</summary>
    public TimeSpan Late => At - Timer.DueAt;

    /// <summary>When it rings again; null when it does not.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>How many further rings had come due by now and are not told one by one.</summary>
    public int Missed { get; init; }
}
