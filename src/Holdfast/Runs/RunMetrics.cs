using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;
using Holdfast.Records;

namespace Holdfast.Runs;

/// <summary>What is measured about runs.</summary>
public sealed class RunMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    public RunMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(HoldfastTelemetry.Name);
        _duration = _meter.CreateHistogram<double>("holdfast.run.duration", "s", "From a run's begin to its end, by how it ended: Completed, Failed, TimedOut or Stopped.", advice: Durations.Lasting);
        _meter.CreateObservableGauge("holdfast.runs.long", () => Long, "{run}", "Runs that have been at work for longer than Runs:LongAfter.");
    }

    /// <summary>How many runs take long at this moment.</summary>
    internal int Long { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>A run ended.</summary>
    internal void Ended(RunRecord run, TimeSpan took) => _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", run.Status.ToString()));
}
