using System.Diagnostics.Metrics;

namespace Holdfast.Diagnostics;

/// <summary>Where the buckets of histograms end that measure seconds. Without being told an exporter takes its own, made for milliseconds: then all of a second is one bucket.</summary>
public static class Durations
{
    /// <summary>What takes milliseconds, and seconds where something is wrong.</summary>
    public static InstrumentAdvice<double> Quick { get; } = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    /// <summary>What takes seconds, and minutes where somebody thinks.</summary>
    public static InstrumentAdvice<double> Lasting { get; } = new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 1_000, 3_600] };
}
