namespace Holdfast.Timers.Times;

/// <summary>A day as people name it: the dates that it may mean, the next first.</summary>
internal sealed record DayName(Func<DateOnly, IEnumerable<DateOnly>> From)
{
    private const int MaxDays = 400;
    private const int MaxMonths = 14;

    /// <summary>Any day: the next on which the time comes.</summary>
    public static DayName Any { get; } = new(today => Days(today));

    /// <summary>The part of the day, when one was named with it.</summary>
    public DayPart? Part { get; init; }

    /// <summary>The weekday that was named beside the date, which it must be.</summary>
    public DayOfWeek? Weekday { get; init; }

    /// <summary>Whether it is a day only beside a time of day: people sit in the <c>sun</c>, and <c>5 may</c> come.</summary>
    public bool IsWeak { get; init; }

    /// <summary>Whether it is a date with its year, behind which an offset from UTC may stand.</summary>
    public bool IsDate { get; init; }

    /// <summary>Whether it is written as programs write dates, who write hours of 24 as well.</summary>
    public bool IsIso { get; init; }

    /// <summary>Whether date and time stand together as in <c>2027-01-05T14:30</c>.</summary>
    public bool IsStamp { get; init; }

    /// <summary>Whether a time of day must be said: who says "today" does not mean this morning.</summary>
    public bool NeedsClock { get; init; }

    /// <summary>Whether it was said in a way that leaves the hour open: <c>early tomorrow</c>.</summary>
    public bool IsVague { get; init; }

    /// <summary>Whether it is this day by its name: then its midnight is the one to come.</summary>
    public bool IsToday { get; init; }

    /// <summary>Whether it is a weekday, which on that very weekday may be the one in a week.</summary>
    public bool IsWeekday { get; init; }

    public static DayName On(DateOnly date) => new(_ => [date]) { IsDate = true };

    public static DayName InDays(int days) => new(today => [today.AddDays(days)]);

    /// <summary>The next such day of a month.</summary>
    public static DayName OfMonth(int day) => new(today => Enumerable.Range(0, MaxMonths)
        .Select(month => today.AddDays(1 - today.Day).AddMonths(month))
        .Where(first => day <= DateTime.DaysInMonth(first.Year, first.Month))
        .Select(first => first.AddDays(day - 1))
        .Where(date => date >= today));

    /// <summary>Such a day of the month that lies so many months ahead.</summary>
    public static DayName OfMonth(int day, int months) => new(today =>
    {
        var first = today.AddDays(1 - today.Day).AddMonths(months);
        return day <= DateTime.DaysInMonth(first.Year, first.Month) ? [first.AddDays(day - 1)] : throw DayReader.NoSuchDay();
    });

    public static DayName On(DayOfWeek weekday) => new(today => Days(today).Where(day => day.DayOfWeek == weekday)) { IsWeekday = true };

    /// <summary>The next one, which on most days is this one to some people and that in a week to others.</summary>
    public static DayName Next(DayOfWeek weekday, string said) => new(today =>
    {
        var nearest = Days(today).First(day => day.DayOfWeek == weekday);
        return nearest == today ? [today.AddDays(7)] : throw Either(said, nearest, nearest.AddDays(7));
    });

    /// <summary>One of this week or the next, where weeks that begin on Sunday and on Monday agree.</summary>
    public static DayName OfWeek(DayOfWeek weekday, int weeks, string said) => new(today =>
    {
        var (monday, sunday) = (InWeek(today, weekday, weeks, DayOfWeek.Monday), InWeek(today, weekday, weeks, DayOfWeek.Sunday));
        if (monday < today && sunday < today)
            throw DayReader.Passed();
        return monday == sunday ? [monday] : monday < today ? [sunday] : sunday < today ? [monday] : throw Either(said, monday < sunday ? monday : sunday, monday < sunday ? sunday : monday);
    });

    private static DateOnly InWeek(DateOnly today, DayOfWeek weekday, int weeks, DayOfWeek first) =>
        today.AddDays(weeks * 7 - Since(first, today.DayOfWeek) + Since(first, weekday));

    private static int Since(DayOfWeek first, DayOfWeek day) => ((int)day - (int)first + 7) % 7;

    private static WrongTimeException Either(string said, DateOnly one, DateOnly other) => new(FormattableString.Invariant(
        $"\"{WrongTimeException.Quote(said)}\" may be {one:yyyy-MM-dd} or {other:yyyy-MM-dd}. Write the date: `{one:yyyy-MM-dd} 9:00`."));

    private static IEnumerable<DateOnly> Days(DateOnly first) => Enumerable.Range(0, MaxDays).Select(first.AddDays);
}
