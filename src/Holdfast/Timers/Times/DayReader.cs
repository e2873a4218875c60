using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>Reads a day: <c>tomorrow</c>, <c>next friday</c>, <c>5 Jan 2027</c>, <c>Tuesday, 2027-01-05</c>.</summary>
internal static class DayReader
{
    /// <summary>Two leap years are at most 8 years apart.</summary>
    private const int MostYears = 9;

    private const int ALeapYear = 2028;

    /// <summary>Reads a day; null when none begins here.</summary>
    public static DayName? Read(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.NextPeriod()))
            throw new WrongTimeException("Say on which day. Write for instance: next monday 9:00, or: 2027-01-05 9:00.");
        if (Date(ref cursor) is { } date)
            return date;
        if (cursor.Take(Grammar.NearDay(), out var near))
            return Near(near.Groups["near"].Value.ToLowerInvariant(), PartOf(near));
        if (!cursor.Take(Grammar.OnWeekday(), out var on))
            return null;
        if (on.Groups["last"].Success)
            throw Passed();
        var name = on.Groups["weekday"].Value;
        var weekday = (DayOfWeek)Grammar.Weekday(name);
        if (Date(ref cursor) is { } dated)
            return dated with { Weekday = weekday, IsWeak = false };
        var isWord = !on.Groups["word"].Success && !name.EndsWith("day", StringComparison.OrdinalIgnoreCase);
        return DayName.On(weekday, on.Groups["next"].Success) with { Part = PartOf(on), IsWeak = isWord };
    }

    /// <summary>A month and its day; null for a day that no year has.</summary>
    public static (int Month, int Day)? OfYear(Match match)
    {
        var (month, day) = (Grammar.Month(match.Groups["month"].Value), Grammar.Number(match.Groups["day"].Value));
        return day >= 1 && day <= DateTime.DaysInMonth(ALeapYear, month) ? (month, day) : null;
    }

    public static WrongTimeException NoSuchDay() => new("There is no such day in the calendar. Write for instance: 2027-01-05 14:30, or: 5 Jan 14:30.");

    public static WrongTimeException Passed() => new("That has passed already. Write for instance: tomorrow 9:00.");

    private static DayName? Date(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.SlashedDate()))
            throw Slashes();
        if (cursor.Take(Grammar.IsoDate(), out var iso))
            return DayName.On(Exact(iso, Grammar.Number(iso.Groups["month"].Value))) with { IsStamp = iso.Groups["t"].Length > 0 };
        if (cursor.Take(Grammar.DottedDate(), out var dotted))
            return DayName.On(Exact(dotted, Grammar.Number(dotted.Groups["month"].Value)));
        if (!cursor.Take(Grammar.MonthDate(), out var named))
            return null;
        var month = named.Groups["month"].Value;
        if (named.Groups["year"].Success)
            return DayName.On(Exact(named, Grammar.Month(month)));
        var (inYear, day) = OfYear(named) ?? throw NoSuchDay();
        return new DayName(today => Enumerable.Range(today.Year, MostYears)
            .Where(year => day <= DateTime.DaysInMonth(year, inYear)).Select(year => new DateOnly(year, inYear, day)))
        {
            IsWeak = month is "may" or "march" or "mar",
        };
    }

    public static WrongTimeException Slashes() => new("Dates with slashes mean different days to different people. Write for instance: 2027-01-05 14:30.");

    private static DayName Near(string name, DayPart part) => name switch
    {
        "yesterday" => throw Passed(),
        "tomorrow" => DayName.InDays(1, part),
        "tonight" => DayName.InDays(0, DayPart.Evening),
        "today" or "this" => DayName.InDays(0, part) with { NeedsClock = part == DayPart.None },
        _ => DayName.InDays(2, part),
    };

    private static DayPart PartOf(Match match) => match.Groups["part"].Value.ToLowerInvariant() switch
    {
        "morning" => DayPart.Morning,
        "afternoon" => DayPart.Afternoon,
        "evening" or "night" => DayPart.Evening,
        _ => DayPart.None,
    };

    private static DateOnly Exact(Match match, int month)
    {
        var (year, day) = (Grammar.Number(match.Groups["year"].Value), Grammar.Number(match.Groups["day"].Value));
        if (year < DateTime.UnixEpoch.Year)
            throw Passed();
        if (year == DateTime.MaxValue.Year)
            throw TimeMaker.TooFar();
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : throw NoSuchDay();
    }
}
