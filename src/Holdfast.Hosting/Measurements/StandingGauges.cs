using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;
using Holdfast.Hosting.Health;

namespace Holdfast.Hosting.Measurements;

/// <summary>How the server stands, as numbers: what <c>/health</c> says, for dashboards and alerts. Of a shared database each worker says the same.</summary>
internal sealed class StandingGauges : IDisposable
{
    /// <summary>A database that hangs must not take the other numbers from whoever looks for what is wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HealthReporter _health;
    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private volatile HealthReport? _report;

    public StandingGauges(HealthReporter health, IMeterFactory meters, TimeProvider time)
    {
        (_health, _time) = (health, time);
        _meter = meters.Create(HoldfastTelemetry.Name);
        Gauge("holdfast.health.problems", "{problem}", "Problems that /health tells of.", report => report.Problems.Count);
        Gauge("holdfast.paused", null, "1 while no message is answered because somebody said so, or because no work can be done.", report => report.Paused ? 1 : 0);
        Gauge("holdfast.dead_letters", "{item}", "Items that were given up on and need an operator.", report => report.DeadLetters ?? 0);
        Gauge("holdfast.loops.down", "{loop}", "Background loops that failed and are not running.", report => report.Loops.Values.Count(loop => !loop.Running));
        Gauge("holdfast.slack.connections.open", "{connection}", "Ways by which Slack can deliver: open sockets, or 1 where it delivers by HTTP and can.", report => report.Connections.Count(connection => string.Equals(connection.State, "open", StringComparison.OrdinalIgnoreCase)));
        PerQueue("holdfast.queue.items", "{item}", "Items that wait or are worked on, by queue.", queue => queue.Items);
        PerQueue("holdfast.queue.oldest.age", "s", "How long the oldest item has been there, by queue.", queue => queue.OldestAgeS ?? 0);
    }

    /// <summary>Looks how it stands.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            _report = await _health.ReportAsync(limit.Token).WaitAsync(Patience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing is said then, rather than what was true before: an alert on what is missing tells of it.
            _report = null;
            await limit.CancelAsync();
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string? unit, string description, Func<HealthReport, int> read) =>
        _meter.CreateObservableGauge(name, () => _report is { } report ? [new Measurement<long>(read(report))] : Array.Empty<Measurement<long>>(), unit, description);

    private void PerQueue(string name, string unit, string description, Func<QueueHealth, double> read) => _meter.CreateObservableGauge(
        name, () => (_report?.Lanes ?? []).Select(queue => new Measurement<double>(read(queue), new KeyValuePair<string, object?>("queue", queue.Queue))), unit, description);
}
