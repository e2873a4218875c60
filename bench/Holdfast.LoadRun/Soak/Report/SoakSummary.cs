using System.Globalization;
using Holdfast.Simulator.Load;

namespace Holdfast.LoadRun.Soak.Report;

/// <summary>A soak in lines of text.</summary>
internal static class SoakSummary
{
    private const int Named = 10;
    private const double Megabyte = 1_000_000;

    /// <summary>The figures, and then the verdict.</summary>
    public static IEnumerable<string> Of(SoakRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        yield return Text($"{record.Asked.Sum(count => count.Asked):N0} asked: {string.Join(", ", record.Asked.Select(count => Text($"{count.Asked:N0} {count.Kind}")))}");
        yield return $"done to the server: {string.Join(", ", record.Marks.CountBy(mark => mark.Kind).OrderBy(count => count.Key).Select(count => Text($"{count.Value} {count.Key}")))}";
        yield return Text($"{record.DeliveredAgain:N0} events delivered again, {record.Retried} retries pressed, {record.Untaken} commands typed again");
        yield return $"question to whole answer: {Percentiles.Of(record.Answers.Select(answer => answer.Took.TotalMilliseconds))}";
        if (record.Samples.Count > 0)
        {
            yield return Text($"memory {record.Samples.Max(sample => sample.Resident) / Megabyte:0} MB at most, handles {record.Samples.Max(sample => sample.Handles)}, threads {record.Samples.Max(sample => sample.Threads)}")
                + Text($"; store {record.Samples[^1].Store / Megabyte:0.0} MB at the end");
        }

        foreach (var wrong in record.Lost.Take(Named))
            yield return $"lost: {wrong}";
        foreach (var wrong in record.Doubled.Take(Named))
            yield return $"doubled: {wrong}";
        var verdict = SoakVerdict.Of(record);
        foreach (var rule in verdict.Rules)
            yield return $"{(rule.Holds ? "ok  " : "FAIL")}  {rule.Rule}: {rule.Found}";
        yield return verdict.Holds ? "VERDICT: passed" : "VERDICT: failed";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
