using Holdfast.Simulator.Load;

namespace Holdfast.LoadRun.Soak.Report;

/// <summary>A record's figures as curves over time.</summary>
internal static class SoakCurves
{
    private const double Megabyte = 1_000_000;
    private const string Blue = "#0969da";
    private const string Orange = "#bc4c00";

    /// <summary>Wide enough for a percentile, narrow enough for a kill to be seen.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<SoakPanel> Panels(SoakRecord record) =>
    [
        new("Questions asked", "a second", new SoakCurve("", Blue, [[.. Windows(record).Select(window => (window.Middle, window.Took.Count / Window.TotalSeconds))]])),
        new("From question to whole answer, 10 s each", "seconds", Latency(record, "p50", Blue, times => times.P50), Latency(record, "p99", Orange, times => times.P99)),
        new("Memory of the process (RSS)", "MB", Each(record, "", Blue, sample => sample.Resident / Megabyte)),
        new("Open handles", "count", Each(record, "", Blue, sample => sample.Handles)),
        new("Threads", "count", Each(record, "", Blue, sample => sample.Threads)),
        new("Data folder", "MB", Each(record, "store", Blue, sample => sample.Store / Megabyte), Each(record, "WAL", Orange, sample => sample.Wal / Megabyte)),
        new("Log, with what was rotated away", "MB", Each(record, "", Blue, sample => sample.Logs / Megabyte)),
    ];

    private static SoakCurve Each(SoakRecord record, string name, string colour, Func<SoakSample, double> of) =>
        new(name, colour, [.. record.Samples.GroupBy(sample => sample.Life).Select(life => life.Select(sample => (sample.At, of(sample))).ToList())]);

    private static SoakCurve Latency(SoakRecord record, string name, string colour, Func<Percentiles, double> of) => new(
        name, colour,
        [[.. Windows(record).Where(window => window.Took.Count > 0).Select(window => (window.Middle, of(Percentiles.Of(window.Took.Select(took => took.TotalMilliseconds))) / 1_000))]]);

    /// <summary>Whole windows only: of a part of one nothing can be said.</summary>
    private static IEnumerable<(TimeSpan Middle, List<TimeSpan> Took)> Windows(SoakRecord record)
    {
        var by = record.Answers.ToLookup(answer => (int)(answer.AskedAt / Window), answer => answer.Took);
        return Enumerable.Range(0, (int)(record.Lasted / Window)).Select(window => ((window + 0.5) * Window, by[window].ToList()));
    }
}
