using Holdfast.LoadRun.Soak.Report;

namespace Holdfast.LoadRun.Soak;

/// <summary>When the server is disturbed, and how.</summary>
/// <param name="At">Since the soak began.</param>
/// <param name="Kind">How.</param>
internal sealed record PlannedDisturbance(TimeSpan At, Disturbance Kind);

/// <summary>What a soak will be: the same for the same seed.</summary>
/// <param name="Lasts">How long people ask.</param>
/// <param name="Rate">Questions a second, on average.</param>
/// <param name="Seed">What chance hangs on.</param>
/// <param name="Disturbances">In the order of time.</param>
internal sealed record SoakPlan(TimeSpan Lasts, double Rate, int Seed, IReadOnlyList<PlannedDisturbance> Disturbances)
{
    /// <summary>
    /// Kills come in the first part and shortly before the end: in between the process lives for long enough that it can be told from its
    /// memory whether something leaks.
    /// </summary>
    private const double KillsEnd = 0.42;

    private const double LastKill = 0.94;
    private const double Begins = 0.04;
    private const double Ends = 0.97;
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(40);

    public static SoakPlan Of(TimeSpan lasts, double rate, int seed)
    {
        var random = new Random(seed);
        var planned = new List<PlannedDisturbance> { new(lasts * LastKill, Disturbance.Kill) };
        planned.AddRange(Spread(Disturbance.Kill, Math.Clamp((int)Math.Round(lasts.TotalMinutes * 0.6), 2, 12), KillsEnd));

        // Of a longer soak no more than can be told apart in its picture.
        var times = (int)Math.Clamp(lasts / Often, 2, 18);
        foreach (var kind in (Disturbance[])[Disturbance.Drop, Disturbance.Storm, Disturbance.SlackLimit, Disturbance.ModelFault])
            planned.AddRange(Spread(kind, times, Ends));
        return new SoakPlan(lasts, rate, seed, [.. planned.OrderBy(disturbance => disturbance.At)]);

        // One in each of as many equal stretches, somewhere in it.
        IEnumerable<PlannedDisturbance> Spread(Disturbance kind, int count, double end) => Enumerable.Range(0, count)
            .Select(stretch => new PlannedDisturbance(lasts * (Begins + (end - Begins) * (stretch + 0.15 + 0.7 * random.NextDouble()) / count), kind));
    }

    /// <summary>How many questions are to have been asked by then: they come in waves of a minute, from two fifths of the rate to eight.</summary>
    public double AskedBy(TimeSpan at)
    {
        var wave = at.TotalMinutes * 2 * Math.PI;
        return Rate * (at.TotalSeconds + 0.6 * 60 / (2 * Math.PI) * (1 - Math.Cos(wave)));
    }
}
