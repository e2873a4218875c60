using System.Globalization;

namespace Holdfast.LoadRun.Soak.Report;

/// <summary>From nothing to a round number, in a few round steps.</summary>
/// <param name="Top">Where it ends.</param>
/// <param name="Step">From one line to the next.</param>
internal sealed record SoakAxis(double Top, double Step)
{
    private const int MostSteps = 4;
    private const int MostTimes = 13;

    /// <summary>In seconds.</summary>
    private static readonly int[] TimeSteps = [10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400];

    private static readonly double[] Round = [1, 2, 2.5, 5, 10];

    public static SoakAxis UpTo(double highest)
    {
        var least = Math.Max(highest, 1e-3) / MostSteps;
        var ten = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = Round.Select(times => times * ten).First(step => step >= least * 0.999);
        return new SoakAxis(Math.Ceiling(highest / step - 1e-9) * step is var top && top > 0 ? top : step, step);
    }

    public IEnumerable<double> Lines => Enumerable.Range(0, (int)Math.Round(Top / Step) + 1).Select(line => line * Step);

    public static string Label(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>Time in round parts of a minute, or minutes.</summary>
    public static IEnumerable<(TimeSpan At, string Label)> Times(TimeSpan lasted)
    {
        var step = TimeSteps.Select(seconds => TimeSpan.FromSeconds(seconds)).FirstOrDefault(step => lasted / step <= MostTimes, TimeSpan.FromDays(1));
        for (var at = TimeSpan.Zero; at <= lasted; at += step)
            yield return (at, $"{(int)at.TotalMinutes}:{at.Seconds:00}");
    }
}
