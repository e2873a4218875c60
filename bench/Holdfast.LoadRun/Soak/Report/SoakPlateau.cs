namespace Holdfast.LoadRun.Soak.Report;

/// <summary>
/// The stretch on which it is judged whether something grows: the second half of the process's longest life. What comes before is a process that warms up:
/// code is compiled, pools and caches fill.
/// </summary>
/// <param name="Samples">In the order of time.</param>
internal sealed record SoakPlateau(IReadOnlyList<SoakSample> Samples)
{
    /// <summary>The plateau of a soak; without samples for one of which there are none.</summary>
    public static SoakPlateau Of(IReadOnlyList<SoakSample> samples)
    {
        var longest = samples.GroupBy(sample => sample.Life).Select(life => life.ToList()).MaxBy(life => life[^1].At - life[0].At) ?? [];
        return longest.Count == 0 ? new SoakPlateau([]) : new SoakPlateau([.. longest.Where(sample => sample.At >= (longest[0].At + longest[^1].At) / 2)]);
    }

    /// <summary>Where the line that fits best begins and ends.</summary>
    public (double First, double Last) Line(Func<SoakSample, double> of)
    {
        if (Samples.Count == 0)
            return (0, 0);
        var (middle, mean) = (Samples.Average(sample => sample.At.TotalSeconds), Samples.Average(of));
        var spread = Samples.Sum(sample => Math.Pow(sample.At.TotalSeconds - middle, 2));
        var slope = spread == 0 ? 0 : Samples.Sum(sample => (sample.At.TotalSeconds - middle) * (of(sample) - mean)) / spread;
        return (mean + slope * (Samples[0].At.TotalSeconds - middle), mean + slope * (Samples[^1].At.TotalSeconds - middle));
    }
}
