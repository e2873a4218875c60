using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.ViewFlow;

/// <summary>What is counted about modals.</summary>
public sealed class FlowMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _clickToModal;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _successes;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _lookups;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    public FlowMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(HoldfastTelemetry.Name);
        _clickToModal = _meter.CreateHistogram<double>("holdfast.modals.duration", "s", "From the click's arrival to the open modal.", advice: Durations.Quick);
        _attempts = _meter.CreateCounter<long>("holdfast.modals.attempts", "{attempt}", "Calls that open, push or update a view, by method.");
        _successes = _meter.CreateCounter<long>("holdfast.modals.opened", "{view}", "Views opened, pushed or updated, by method.");
        _failures = _meter.CreateCounter<long>("holdfast.modals.failed", "{attempt}", "Views that could not be, by method and error.");
        _lookups = _meter.CreateCounter<long>("holdfast.flow.lookups", "{lookup}", "Runs looked up for View flow, by what was found.");
    }

    /// <summary>A modal is open.</summary>
    /// <param name="duration">Since the click's arrival.</param>
    public void Opened(TimeSpan duration) => _clickToModal.Record(duration.TotalSeconds);

    /// <summary>A call is made.</summary>
    /// <param name="method">The method.</param>
    public void Attempted(string method) => _attempts.Add(1, new KeyValuePair<string, object?>("method", method));

    /// <summary>A call succeeded.</summary>
    /// <param name="method">The method.</param>
    public void Succeeded(string method) => _successes.Add(1, new KeyValuePair<string, object?>("method", method));

    /// <summary>A call failed, or was not made any more.</summary>
    /// <param name="method">The method.</param>
    /// <param name="error">Slack's code, or one of ours.</param>
    public void Failed(string method, string error) => _failures.Add(1, new("method", method), new("error.type", error));

    /// <summary>A run's details were looked up.</summary>
    /// <param name="finding">What was found.</param>
    public void Looked(FlowFinding finding) =>
        _lookups.Add(1, new KeyValuePair<string, object?>("result", finding.ToString().ToLowerInvariant()));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
