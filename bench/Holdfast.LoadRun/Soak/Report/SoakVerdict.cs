using System.Globalization;

namespace Holdfast.LoadRun.Soak.Report;

/// <summary>One thing that a soak must show.</summary>
/// <param name="Rule">What must be so.</param>
/// <param name="Found">What was.</param>
/// <param name="Holds">Whether it is.</param>
internal sealed record SoakRule(string Rule, string Found, bool Holds);

/// <summary>What a soak has shown.</summary>
/// <param name="Rules">What was looked at.</param>
internal sealed record SoakVerdict(IReadOnlyList<SoakRule> Rules)
{
    private const double Megabyte = 1_000_000;

    /// <summary>A garbage-collected heap breathes: over a few minutes less than this is no leak.</summary>
    private const double MostGrowth = 0.10;

    /// <summary>As many calls of Slack's are made at once where replies had to wait, a connection each, and the pool keeps those for a while.</summary>
    private const double MostHandles = 64;

    /// <summary>The thread pool takes some back and lets some go.</summary>
    private const double MostThreads = 6;

    /// <summary>Four files of 5 MB, and the line that was being written to each.</summary>
    private const long MostLog = 21_000_000;

    /// <summary>The 4 MB between two checkpoints, with room for a reader that holds one up.</summary>
    private const long MostWal = 16_000_000;

    /// <summary>Whether every rule holds.</summary>
    public bool Holds => Rules.All(rule => rule.Holds);

    /// <summary>Judges a soak.</summary>
    public static SoakVerdict Of(SoakRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var plateau = SoakPlateau.Of(record.Samples);
        var asked = record.Asked.Sum(count => count.Asked);
        return new SoakVerdict(
        [
            new("questions lost: 0", Text($"{record.Lost.Count} of {asked:N0}"), record.Lost.Count == 0 && asked > 0),
            new("questions answered twice: 0", Text($"{record.Doubled.Count}"), record.Doubled.Count == 0),
            new("dead letters: 0", Text($"{record.DeadLetters}"), record.DeadLetters == 0),
            new("the store is whole", record.Store, record.Store == "ok"),
            new("health at the end is ok", record.Health, record.Health == "ok"),
            new("it never ends by itself", Text($"{record.EndedByItself} times"), record.EndedByItself == 0),
            new("SIGTERM ends it with 0", Text($"{record.ExitCode}"), record.ExitCode == 0),
            Memory(plateau),
            Flat(Text($"handles grow by {MostHandles} at most"), plateau, sample => sample.Handles, MostHandles),
            Flat(Text($"threads grow by {MostThreads} at most"), plateau, sample => sample.Threads, MostThreads),
            Bounded("the log stays within 21 MB", record.Samples, sample => sample.Logs, MostLog),
            Bounded("the WAL stays within 16 MB", record.Samples, sample => sample.Wal, MostWal),
        ]);
    }

    private static SoakRule Memory(SoakPlateau plateau)
    {
        var (first, last) = plateau.Line(sample => sample.Resident);
        var grown = first == 0 ? 0 : last / first - 1;
        return new(
            Text($"memory grows by {MostGrowth * 100:0} % at most"), Text($"{grown * 100:+0.0;-0.0;0.0} %, {first / Megabyte:0} to {last / Megabyte:0} MB"),
            grown <= MostGrowth && plateau.Samples.Count > 0);
    }

    private static SoakRule Flat(string rule, SoakPlateau plateau, Func<SoakSample, double> of, double most)
    {
        var (first, last) = plateau.Line(of);
        return new(rule, Text($"{first:0} to {last:0}"), last - first <= most && plateau.Samples.Count > 0);
    }

    private static SoakRule Bounded(string rule, IReadOnlyList<SoakSample> samples, Func<SoakSample, long> of, long most)
    {
        var highest = samples.Count == 0 ? 0 : samples.Max(of);
        return new(rule, Text($"{highest / Megabyte:0.0} MB at most"), highest <= most && samples.Count > 0);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
