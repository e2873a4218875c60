using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Timers;

/// <summary>What is counted about timers. What becomes of their notices is counted with the notifications.</summary>
public sealed class TimerMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _set;
    private readonly Counter<long> _rung;
    private readonly Counter<long> _cancelled;
    private readonly Counter<long> _snoozed;
    private readonly Counter<long> _heldBack;
    private readonly Histogram<double> _lateness;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    public TimerMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(HoldfastTelemetry.Name);
        _set = _meter.CreateCounter<long>("holdfast.timers.set", "{timer}", "Timers set.");
        _rung = _meter.CreateCounter<long>("holdfast.timers.rung", "{ring}", "Rings of timers.");
        _cancelled = _meter.CreateCounter<long>("holdfast.timers.cancelled", "{timer}", "Timers cancelled.");
        _snoozed = _meter.CreateCounter<long>("holdfast.timers.snoozed", "{timer}", "Timers snoozed.");
        _heldBack = _meter.CreateCounter<long>("holdfast.timers.held_back", "{reason}", "Time zones and rules because of which timers were held back, each once.");
        _lateness = _meter.CreateHistogram<double>("holdfast.timers.lateness", "s", "From the moment a timer is due to the ring.", advice: Durations.Quick);
    }

    /// <summary>A timer was set.</summary>
    public void Set() => _set.Add(1);

    /// <summary>A timer rings.</summary>
    /// <param name="late">How long after it was due.</param>
    public void Rang(TimeSpan late)
    {
        _rung.Add(1);
        _lateness.Record(late.TotalSeconds);
    }

    /// <summary>A timer was cancelled.</summary>
    public void Cancelled() => _cancelled.Add(1);

    /// <summary>A timer was snoozed.</summary>
    public void Snoozed() => _snoozed.Add(1);

    /// <summary>Timers are held back for a reason that is new.</summary>
    public void HeldBack() => _heldBack.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
