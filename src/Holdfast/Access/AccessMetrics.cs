using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Access;

/// <summary>Counts whom the agent does not work for.</summary>
internal sealed class AccessMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _refused;

    public AccessMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(HoldfastTelemetry.Name);
        _refused = _meter.CreateCounter<long>("holdfast.access.refused", "{request}", "Messages, clicks and commands of people who may not use the agent, by reason.");
    }

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();
}
