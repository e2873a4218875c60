using Holdfast.Diagnostics;

namespace Holdfast.Hosting.Doctor;

/// <summary>The report for people: a line a check.</summary>
/// <param name="names">All names there are going to be, which decide how wide their column is.</param>
/// <param name="hasColours">Whether the reader sees colours.</param>
internal sealed class DoctorText(IReadOnlyList<string> names, bool hasColours)
{
    private const string Reset = "\e[0m";
    private const int StatusWidth = 6;

    private readonly int _nameWidth = names.Max(name => name.Length) + 2;

    /// <summary>The line of one check. A message of several lines goes on below its beginning.</summary>
    public string Line(CheckReport report)
    {
        var below = "\n" + new string(' ', StatusWidth + _nameWidth);
        var text = report.Remedy is null ? report.Message : $"{report.Message} -> {report.Remedy}";
        return $"{Status(report.Status)}{report.Check.PadRight(_nameWidth)}{text.Replace("\n", below, StringComparison.Ordinal)}";
    }

    private string Status(CheckStatus status)
    {
        var (word, colour) = status switch
        {
            CheckStatus.Ok => ("ok", "\e[32m"),
            CheckStatus.Skipped => ("skip", "\e[2m"),
            CheckStatus.Warning => ("warn", "\e[33m"),
            _ => ("FAIL", "\e[31m"),
        };
        return (hasColours ? $"{colour}{word}{Reset}" : word) + new string(' ', StatusWidth - word.Length);
    }
}
