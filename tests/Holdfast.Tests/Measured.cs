using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Holdfast.Testing;

namespace Holdfast.Tests;

/// <summary>What one instrument of a test's meters was told.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Counted _counted;

    public Measured(TestMeters meters, string instrument)
    {
        _counted = new Counted(instrument);
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Scope == meters && published.Name == instrument)
            {
                Unit = published.Unit;
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Take(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => Take(value, tags));
        _listener.Start();
    }

    public string? Unit { get; private set; }

    public ConcurrentQueue<(double Value, string Tags)> Values { get; } = new();

    public Task AtLeastAsync(int times) => _counted.AtLeastAsync(times);

    public void Dispose() => _listener.Dispose();

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Values.Enqueue((value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        _counted.Happened();
    }
}
