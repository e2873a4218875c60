using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Runs;
using Holdfast.Text;

namespace Holdfast.Settings.Forms;

/// <summary>What people write of how long their runs are kept: <c>12 hours</c>, <c>30 days</c>.</summary>
internal static partial class RetentionWords
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 40;

    /// <summary>What they write; a number alone is days. Null when it cannot be read.</summary>
    public static TimeSpan? Read(string text)
    {
        var said = Words().Match(text);
        if (!said.Success)
            return null;
        var number = int.Parse(said.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return said.Groups["unit"].Value switch
        {
            "" => TimeSpan.FromDays(number),
            var unit when unit[0] is 'm' or 'M' => TimeSpan.FromMinutes(number),
            var unit when unit[0] is 'h' or 'H' => TimeSpan.FromHours(number),
            var unit when unit[0] is 'w' or 'W' => TimeSpan.FromDays(7 * number),
            _ => TimeSpan.FromDays(number),
        };
    }

    /// <summary>What can be written for a time; null where nothing can, as for "1 min 30 s", which an operator may have set.</summary>
    public static string? Of(TimeSpan time) => Quantities.Choice(time) is var words && Read(words) == time ? words : null;

    /// <summary>What is allowed, in words.</summary>
    public static string Bounds(RunRetention retention) => retention.Shortest < retention.Longest
        ? $"between {Quantities.Choice(retention.Shortest)} and {Quantities.Choice(retention.Longest)}"
        : Quantities.Choice(retention.Longest);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static string? Problem(string text, RunRetention retention)
    {
        if (Read(text) is not { } chosen)
            return "Write a number and a unit, such as 12 hours, 30 days or 2 weeks.";
        return retention.IsWithin(chosen) ? null : $"That's too {(chosen < retention.Shortest ? "short" : "long")}. Choose {Bounds(retention)}.";
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,5})\s*(?<unit>min|minutes?|h|hours?|d|days?|w|weeks?|)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
