namespace Holdfast.Timers.Times;

/// <summary>A day as people name it: the dates that it may mean, the next first.</summary>
internal sealed record DayName(Func<DateOnly, IEnumerable<DateOnly>> From)
{
    private const int MostDays = 400;

    /// <summary>Any day: the next on which the time comes.</summary>
    public static DayName Any { get; } = new(today => Days(today));

    /// <summary>The part of the day, when one was named.</summary>
    public DayPart Part { get; init; }

    /// <summary>The weekday that was named beside the date, which it must be.</summary>
    public DayOfWeek? Weekday { get; init; }

    /// <summary>Whether it is a day only beside a time of day: people sit in the <c>sun</c>, and <c>5 may</c> come.</summary>
    public bool IsWeak { get; init; }

    /// <summary>Whether it is a date with its year, behind which an offset from UTC may stand.</summary>
    public bool IsDate { get; init; }

    /// <summary>Whether date and time stand together as in <c>2027-01-05T14:30</c>.</summary>
    public bool IsStamp { get; init; }

    /// <summary>Whether a time of day must be said: who says "today" does not mean this morning.</summary>
    public bool NeedsClock { get; init; }

    public static DayName On(DateOnly date) => new(_ => [date]) { IsDate = true };

    public static DayName On(DayOfWeek weekday, bool isAfterToday) =>
        new(today => Days(today).Skip(isAfterToday ? 1 : 0).Where(day => day.DayOfWeek == weekday));

    public static DayName InDays(int days, DayPart part) => new(today => [today.AddDays(days)]) { Part = part };

    private static IEnumerable<DateOnly> Days(DateOnly first) => Enumerable.Range(0, MostDays).Select(first.AddDays);
}
