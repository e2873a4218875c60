using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>Reads a day: <c>tomorrow</c>, <c>friday next week</c>, <c>5 Jan 2027</c>, <c>the 25th</c>, <c>Tuesday, 2027-01-05</c>.</summary>
internal static class DayReader
{
    /// <summary>Two leap years are at most 8 years apart.</summary>
    private const int MaxYears = 9;

    private const int ALeapYear = 2028;
    private const int MaxDays = 31;

    /// <summary>Reads a day; null when none begins here.</summary>
    /// <param name="cursor">Where.</param>
    /// <param name="isFirst">Whether the line begins here.</param>
    public static DayName? Read(ref Cursor cursor, bool isFirst)
    {
        if (cursor.Take(Grammar.Sometime()))
            return Read(ref cursor, isFirst: false) is { } vague ? vague with { IsVague = true } : null;
        if (Date(ref cursor) is { } date)
            return date;
        if (cursor.Take(Grammar.NearDay(), out var near))
            return Near(near) is { Part: null } day && cursor.Take(Grammar.PartBehindDay(), out var part) ? day with { Part = DayPart.Named(part.Groups["part"].Value) } : Near(near);
        if (cursor.Take(Grammar.OnWeekday(), out var on))
            return OnWeekday(ref cursor, on);
        if (cursor.Take(Grammar.NextPeriod()))
            throw new WrongTimeException("Say on which day. Try `friday next week 9:00` or `2027-01-05 9:00`.");
        if (cursor.Take(Grammar.PeriodEnd(), out var end))
            throw new WrongTimeException($"\"{WrongTimeException.Quote(end.Value.Trim(' ', ','))}\" doesn't say when, or whether once or every time. Try `2027-01-05 9:00` or `on the last day of every month at 17:00`.");
        if (isFirst && cursor.Take(Grammar.OnDayOfThisMonth(), out var first))
            return OfThisMonth(first);
        return cursor.Take(Grammar.DayOfThisMonth(), out var ofMonth) ? OfThisMonth(ofMonth) : null;
    }

    /// <summary>A month and its day; null for a day that no year has.</summary>
    public static (int Month, int Day)? OfYear(Match match)
    {
        var (month, day) = (Grammar.Month(match.Groups["month"].Value), Grammar.Number(match.Groups["day"].Value));
        return day >= 1 && day <= DateTime.DaysInMonth(ALeapYear, month) ? (month, day) : null;
    }

    public static WrongTimeException NoSuchDay() => new("There is no such day in the calendar. Try `2027-01-05 14:30` or `5 Jan 14:30`.");

    public static WrongTimeException Passed() => new("That time has passed. Try `tomorrow 9:00`.");

    private static DayName? OnWeekday(ref Cursor cursor, Match on)
    {
        if (on.Groups["last"].Success)
            throw Passed();
        var name = on.Groups["weekday"].Value;
        var weekday = (DayOfWeek)Grammar.Weekday(name);
        var said = on.Value.Trim(' ', ',');
        if (cursor.Take(Grammar.FarWeekday(), out var far))
            throw new WrongTimeException($"\"{WrongTimeException.Quote(said + far.Value)}\" is not the same day to all people. Write the date: `2027-01-05 9:00`.");
        var isOfWeek = on.Groups["next"].Success || on.Groups["this"].Success;
        if (!isOfWeek && !on.Groups["following"].Success && (Date(ref cursor) ?? (cursor.Take(Grammar.DayOfThisMonth(), out var ofMonth) ? OfThisMonth(ofMonth) : null)) is { } dated)
            return dated with { Weekday = weekday, IsWeak = false };
        var day = isOfWeek ? DayName.OfWeek(weekday, on.Groups["next"].Success ? 1 : 0, said)
            : on.Groups["following"].Success ? DayName.Next(weekday, said)
            : DayName.On(weekday);
        var isWord = !isOfWeek && on.Groups["word"].Value.Trim().ToLowerInvariant() is "" or "the" && !name.EndsWith("day", StringComparison.OrdinalIgnoreCase);
        return day with { IsWeak = isWord, Part = cursor.Take(Grammar.PartBehindDay(), out var part) ? DayPart.Named(part.Groups["part"].Value) : null };
    }

    private static DayName OfThisMonth(Match match)
    {
        var day = Grammar.Number(match.Groups["day"].Value);
        if (day is < 1 or > MaxDays)
            throw new WrongTimeException($"No month has a day {WrongTimeException.Quote(match.Value.Trim(' ', ','))}. Try `on the 25th at 9:00`.");
        return match.Groups["next"].Success || match.Groups["this"].Success ? DayName.OfMonth(day, match.Groups["next"].Success ? 1 : 0) : DayName.OfMonth(day);
    }

    private static DayName? Date(ref Cursor cursor)
    {
        var start = cursor;
        if (cursor.Take(Grammar.UnclearDate(), out var unclear))
        {
            if (IsDate(unclear))
                throw Unclear(unclear.Groups["date"].Value);
            cursor = start;
        }

        if (cursor.Take(Grammar.IsoDate(), out var iso))
            return DayName.On(Exact(iso, Grammar.Number(iso.Groups["month"].Value))) with { IsIso = true, IsStamp = iso.Groups["t"].Length > 0 };
        if (cursor.Take(Grammar.DottedDate(), out var dotted))
            return DayName.On(Exact(dotted, Grammar.Number(dotted.Groups["month"].Value)));
        if (cursor.Take(Grammar.DateWithoutYear(), out var dots))
            throw new WrongTimeException($"I don't understand \"{dots.Groups["date"].Value}\". Write dates with their year: `2027-01-05 14:30`.");
        if (!cursor.Take(Grammar.MonthDate(), out var named))
            return null;
        var month = named.Groups["month"].Value;
        if (named.Groups["year"].Success)
            return DayName.On(Exact(named, Grammar.Month(month)));
        if (cursor.Take(Grammar.ShortYear(), out var years))
            throw Unclear($"{named.Value.Trim(' ', ',')}{years.Value}");
        var (inYear, day) = OfYear(named) ?? throw NoSuchDay();
        return new DayName(today => Enumerable.Range(today.Year, MaxYears)
            .Where(year => day <= DateTime.DaysInMonth(year, inYear)).Select(year => new DateOnly(year, inYear, day)))
        {
            IsWeak = month is "may" or "march" or "mar",
        };
    }

    /// <summary>24/7 is none, and 1/2 may be a half of something.</summary>
    private static bool IsDate(Match match)
    {
        var (one, other) = (Grammar.Number(match.Groups["day"].Value), Grammar.Number(match.Groups["month"].Value));
        return (one, other) is (>= 1 and <= 31, >= 1 and <= 12) or (>= 1 and <= 12, >= 1 and <= 31) && (one, other) is not (24, 7);
    }

    private static WrongTimeException Unclear(string date) => new(date.Contains('/', StringComparison.Ordinal)
        ? $"Dates with slashes, such as {date}, mean different days to different people. Try `2027-01-05 14:30`."
        : $"{date} is not the same day to all people. Try `2027-01-05 14:30`.");

    private static DayName Near(Match match)
    {
        var near = match.Groups["near"].Value.ToLowerInvariant();
        var today = DayName.InDays(0) with { IsToday = true };
        if (near == "yesterday")
            throw Passed();
        if (match.Groups["tonight"].Success)
            return today with { Part = DayPart.Tonight };
        if (near == "today")
            return today with { NeedsClock = true };
        if (match.Groups["part"].Success)
            return today with { Part = DayPart.Named(match.Groups["part"].Value) };
        return DayName.InDays(near.Contains("after", StringComparison.Ordinal) ? 2 : 1);
    }

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
