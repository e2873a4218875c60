using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Testing;

/// <summary>Meters of one test, told apart from those of tests that run beside it.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public TestMeters() => Metrics = new HoldfastMetrics(this);

    public HoldfastMetrics Metrics { get; }

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        Metrics.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }
}
