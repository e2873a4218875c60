using System.Globalization;

namespace Holdfast.Timers.Times;

/// <summary>Durations as people say them.</summary>
public static class Durations
{
    private static readonly (TimeSpan Size, string Name)[] Units =
    [
        (TimeSpan.FromDays(1), "day"), (TimeSpan.FromHours(1), "h"), (TimeSpan.FromMinutes(1), "min"), (TimeSpan.FromSeconds(1), "s"),
    ];

    /// <summary>A duration in its two largest units, rounded to seconds: <c>5 s</c>, <c>2 h 30 min</c>, <c>3 days</c>.</summary>
    /// <param name="span">The duration; a negative one counts as none.</param>
    public static string Say(TimeSpan span)
    {
        var rest = TimeSpan.FromSeconds(Math.Round(Math.Max(0, span.TotalSeconds)));
        var said = new List<string>();
        foreach (var (size, name) in Units)
        {
            var count = rest.Ticks / size.Ticks;
            if (count > 0)
                said.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {name}{(name == "day" && count > 1 ? "s" : "")}"));
            else if (said.Count > 0)
                break;
            rest -= count * size;
            if (said.Count == 2)
                break;
        }

        return said.Count == 0 ? "0 s" : string.Join(' ', said);
    }
}
