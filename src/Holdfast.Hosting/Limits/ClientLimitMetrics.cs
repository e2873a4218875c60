using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Hosting.Limits;

/// <summary>What is measured about the limit of clients.</summary>
internal sealed class ClientLimitMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _notShared;

    public ClientLimitMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(HoldfastTelemetry.Name);
        _refused = _meter.CreateCounter<long>("holdfast.http.server.refused", "{request}", "Requests refused because their client has made too many.");
        _notShared = _meter.CreateCounter<long>("holdfast.http.server.limit.failures", "{failure}", "Times that Redis could not count for all workers.");
    }

    public void Refused() => _refused.Add(1);

    public void NotShared() => _notShared.Add(1);

    public void Dispose() => _meter.Dispose();
}
