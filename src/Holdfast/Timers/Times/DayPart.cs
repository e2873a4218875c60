using System.Globalization;

namespace Holdfast.Timers.Times;

/// <summary>A part of the day, which says what hour is meant: nine in the evening is 21:00, and four in the evening is no time at all.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Defaults">The times that are taken when none is said: the first that is still to come.</param>
/// <param name="From">The hour in which it begins.</param>
/// <param name="To">The last hour of it.</param>
/// <param name="Said">The hours of twelve that are said of it.</param>
/// <param name="Shift">What makes hours of the clock of them.</param>
internal sealed record DayPart(string Name, IReadOnlyList<TimeOnly> Defaults, int From, int To, Range Said, int Shift)
{
    private const int Noon = 12;

    private static readonly DayPart Morning = new("morning", Hours(9, 10, 11), 0, 11, 1..12, 0);
    private static readonly DayPart Midday = new("noon", Hours(Noon), Noon, Noon, 12..13, 0);
    private static readonly DayPart Afternoon = new("afternoon", Hours(15, 16, 17), Noon, 18, 1..7, Noon);
    private static readonly DayPart Evening = new("evening", Hours(20, 21, 22, 23), 17, 23, 5..12, Noon);

    /// <summary>It has an end on the next day, where hours of the date would be a guess.</summary>
    private static readonly DayPart Night = new("night", Hours(20, 21, 22, 23), 18, 23, 6..12, Noon);

    /// <summary>The evening and night of this day.</summary>
    public static DayPart Tonight { get; } = Evening with { Name = "tonight" };

    /// <summary>The part of that name.</summary>
    public static DayPart? Named(string name) => name.ToLowerInvariant().TrimEnd('s') switch
    {
        "morning" => Morning,
        "noon" or "midday" => Midday,
        "afternoon" => Afternoon,
        "evening" => Evening,
        "night" => Night,
        _ => null,
    };

    /// <summary>The time of day, as it is in this part of the day.</summary>
    /// <param name="clock">The time that was said.</param>
    /// <param name="isOfDate">Whether it is on a certain day: then the hours after midnight may be on that day or on the next.</param>
    /// <exception cref="WrongTimeException">There is no such time in this part.</exception>
    public TimeOnly Within(Clock clock, bool isOfDate)
    {
        var hour = clock.Time.Hour;
        if (clock.IsMidnight)
            return this == Night && !isOfDate ? clock.Time : throw NotWithin(clock);
        if (this == Night && !isOfDate && (clock.Form == ClockForm.Spoken ? hour is Noon : hour is 0))
            return new TimeOnly(0, clock.Time.Minute);
        if (this == Night && !isOfDate && hour is >= 1 and <= 4)
            return clock.Time;
        if (clock.Form == ClockForm.Exact || hour == Noon)
            return hour >= From && hour <= To ? clock.Time : throw NotWithin(clock);
        return hour >= Said.Start.Value && hour < Said.End.Value ? clock.Time.AddHours(Shift) : throw NotWithin(clock);
    }

    /// <summary>Whether a time of day is in it.</summary>
    public bool Has(TimeOnly time) => time.Hour >= From && time.Hour <= To || this == Night && time.Hour < 5;

    private WrongTimeException NotWithin(Clock clock)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"{clock.Time:H:mm}");
        var part = Name switch { "tonight" => "tonight", "night" => "at night", "noon" => "at noon", _ => $"in the {Name}" };
        return clock.Time.Hour is 0 or Noon
            ? new WrongTimeException($"I don't know when {said} {part} is. For 0:00 write `midnight`, or add its day: `2027-01-05 0:00`. For 12:00 write `noon`.")
            : new WrongTimeException($"There is no {said} {part}{(Name is "night" or "tonight" ? ", or it is on the next day" : "")}. Write the time alone: `tomorrow {said}` or `tomorrow 16:00`.");
    }

    private static TimeOnly[] Hours(params int[] hours) => [.. hours.Select(hour => new TimeOnly(hour, 0))];
}
