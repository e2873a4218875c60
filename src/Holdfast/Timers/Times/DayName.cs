using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>A day as people name it: the dates that it may mean, the next first.</summary>
internal sealed class DayName
{
    private const int MostDays = 400;
    private const int MostYears = 9;

    private readonly Func<DateOnly, IEnumerable<DateOnly>> _from;

    private DayName(Func<DateOnly, IEnumerable<DateOnly>> from) => _from = from;

    /// <summary>Any day: the next on which the time comes.</summary>
    public static DayName Any { get; } = new(today => Days(today, MostDays));

    /// <summary>Whether the evening is meant when no time is said.</summary>
    public bool IsEvening { get; private init; }

    /// <summary>The date, when it was named with its year.</summary>
    public DateOnly? Date { get; private init; }

    /// <summary>The dates that it may mean.</summary>
    /// <param name="today">The present day.</param>
    public IEnumerable<DateOnly> From(DateOnly today) => _from(today);

    /// <summary>Reads a day; null when none begins here.</summary>
    public static DayName? Read(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.Slashed(), out _))
            throw new WrongTimeException("Dates with slashes mean different days to different people. Write for instance: 2027-01-05 14:30.");
        if (cursor.Take(Grammar.IsoDate(), out var iso))
            return Of(Exact(iso));
        if (cursor.Take(Grammar.DottedDate(), out var dotted))
            return Of(Exact(dotted));
        if (cursor.Take(Grammar.MonthDate(), out var named))
            return named.Groups["year"].Success ? Of(Exact(named, Grammar.Month(named.Groups["month"].Value))) : Yearly(named);
        if (cursor.Take(Grammar.NearDay(), out var near))
            return Near(near.Groups["day"].Value.ToLowerInvariant());
        if (!cursor.Take(Grammar.OnWeekday(), out var on))
            return null;
        var weekday = (DayOfWeek)Grammar.Weekday(on.Groups["weekday"].Value);
        var first = on.Groups["next"].Success ? 1 : 0;
        return new DayName(today => Days(today, MostDays).Skip(first).Where(day => day.DayOfWeek == weekday));
    }

    private static DayName Near(string name) => name switch
    {
        "tomorrow" => new DayName(today => [today.AddDays(1)]),
        "yesterday" => throw new WrongTimeException("That has passed already. Write for instance: tomorrow 9:00."),
        _ => new DayName(today => [today]) { IsEvening = name == "tonight" },
    };

    private static DayName Of(DateOnly date) => new(_ => [date]) { Date = date };

    private static DayName Yearly(Match match)
    {
        var (month, day) = (Grammar.Month(match.Groups["month"].Value), Grammar.Number(match.Groups["day"].Value));

        // In a leap year, if in any.
        if (day < 1 || day > DateTime.DaysInMonth(2028, month))
            throw NoSuchDay();
        return new DayName(today => Enumerable.Range(today.Year, MostYears)
            .Where(year => day <= DateTime.DaysInMonth(year, month)).Select(year => new DateOnly(year, month, day)));
    }

    private static DateOnly Exact(Match match, int? month = null)
    {
        var year = Grammar.Number(match.Groups["year"].Value);
        var (inYear, day) = (month ?? Grammar.Number(match.Groups["month"].Value), Grammar.Number(match.Groups["day"].Value));
        return year is >= 1 and <= 9998 && inYear is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, inYear)
            ? new DateOnly(year, inYear, day)
            : throw NoSuchDay();
    }

    private static WrongTimeException NoSuchDay() => new("There is no such day in the calendar. Write for instance: 2027-01-05 14:30, or 5 Jan 14:30.");

    private static IEnumerable<DateOnly> Days(DateOnly first, int count) => Enumerable.Range(0, count).Select(first.AddDays);
}
