using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Http;

/// <summary>What is measured about outgoing HTTP. Tags follow OpenTelemetry's conventions for HTTP clients.</summary>
public sealed class HttpMetrics : IDisposable
{
    private const string PurposeTag = "purpose";
    private const string HostTag = "server.address";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _opened;
    private readonly Counter<long> _refused;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    public HttpMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(HoldfastTelemetry.Name);
        _duration = _meter.CreateHistogram<double>("holdfast.http.client.request.duration", "s", "Attempts to call a host, by purpose, host and what came of it.", advice: Durations.Lasting);
        _retries = _meter.CreateCounter<long>("holdfast.http.client.retries", "{attempt}", "Attempts that were made again, by purpose and host.");
        _opened = _meter.CreateCounter<long>("holdfast.http.client.breaker.opened", "{opening}", "Hosts that stopped answering, by purpose and host.");
        _refused = _meter.CreateCounter<long>("holdfast.http.client.breaker.refused", "{call}", "Calls not made because the host does not answer, by purpose and host.");
    }

    /// <summary>An attempt came to its end.</summary>
    /// <param name="purpose">What it was for.</param>
    /// <param name="host">The host.</param>
    /// <param name="outcome">The status's class, or why there is none.</param>
    /// <param name="duration">How long it took, to the answer's head.</param>
    internal void Attempted(HttpPurpose purpose, string host, string outcome, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new(PurposeTag, purpose.Name), HostOf(purpose, host), new("outcome", outcome));

    /// <summary>An attempt is made again.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="host">The host.</param>
    internal void Retried(HttpPurpose purpose, string host) => _retries.Add(1, new(PurposeTag, purpose.Name), HostOf(purpose, host));

    /// <summary>A host stopped answering.</summary>
    /// <param name="purpose">What it was called for.</param>
    /// <param name="host">The host.</param>
    internal void Opened(HttpPurpose purpose, string host) => _opened.Add(1, new(PurposeTag, purpose.Name), HostOf(purpose, host));

    /// <summary>A call was not made.</summary>
    /// <param name="purpose">What it was for.</param>
    /// <param name="host">The host.</param>
    internal void Refused(HttpPurpose purpose, string host) => _refused.Add(1, new(PurposeTag, purpose.Name), HostOf(purpose, host));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>What people and pages name is theirs, and without end: a metric that had a value for each would grow.</summary>
    private static KeyValuePair<string, object?> HostOf(HttpPurpose purpose, string host) => new(HostTag, purpose.IsForAnybodysAddress ? "any" : host);
}
