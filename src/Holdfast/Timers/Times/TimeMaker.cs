using System.Globalization;

namespace Holdfast.Timers.Times;

/// <summary>Makes moments and rules of what was said, at a given moment and in a given zone.</summary>
internal sealed class TimeMaker(DateTimeOffset now, TimeZoneInfo zone)
{
    /// <summary>What it comes to; the label is left empty.</summary>
    /// <exception cref="WrongTimeException">It cannot be.</exception>
    public TimeReading.Understood Make(Said said) => said switch
    {
        Said.After { Length: var length } => Bounded(length > Bounds.Longest ? DateTimeOffset.MaxValue : now + length, repeats: null, zone, note: null),
        Said.Interval interval => Every(interval.Length),
        Said.Cron cron => Repeating(cron.Fields, cron.Zone ?? zone, NoteOn(cron.Fields)),
        Said.Days days => Repeating(Fields(days), days.Zone ?? zone, Joined(days.Note, days.Clock?.Note)),
        Said.Moment { Offset: { } offset } moment => Exactly(moment, offset),
        Said.Moment moment => Next(moment, moment.Zone ?? zone),
        _ => throw new ArgumentOutOfRangeException(nameof(said)),
    };

    private TimeReading.Understood Every(TimeSpan interval) => Recurrence.Every(interval) is { } rule
        ? new TimeReading.Understood((now + interval).ToUniversalTime(), rule, zone, "")
        : throw new WrongTimeException(
            $"Timers repeat at most once in {Durations.Say(Bounds.ShortestRepeat)} and at least once in 5 years. Write for instance: every 90 minutes.");

    private TimeReading.Understood Repeating(string fields, TimeZoneInfo where, string? note)
    {
        if (!Recurrence.TryCron(fields, out var rule))
            throw new WrongTimeException(RuleReader.CronProblem);
        return rule.NextAfter(now, now, where) is { } first
            ? Bounded(first, rule, where, note)
            : throw new WrongTimeException("That never comes: there is no such day in any year. Write for instance: cron 0 9 1 * *.");
    }

    private static string Fields(Said.Days days)
    {
        var at = days.Clock?.Within(days.Part) ?? Clock.Default(days.Part);
        return string.Create(CultureInfo.InvariantCulture, $"{at.Minute} {at.Hour} {days.Fields}");
    }

    /// <summary>Other programs take either of the two.</summary>
    private static string? NoteOn(string fields) => fields.Split(' ') is [_, _, not ("*" or "?"), _, not ("*" or "?")]
        ? "It rings only on days that are both: the day of the month and the day of the week."
        : null;

    private TimeReading.Understood Next(Said.Moment moment, TimeZoneInfo where)
    {
        var day = moment.Day ?? DayName.Any;
        if (day.NeedsClock && moment.Clock is null)
            throw new WrongTimeException("Say at what time today. Write for instance: today 18:00.");
        var time = moment.Clock?.Within(day.Part) ?? Clock.Default(day.Part);
        foreach (var date in day.From(DateOnly.FromDateTime(LocalTime.Of(now, where))))
        {
            var (due, instead) = LocalTime.ToMoment(date.ToDateTime(time), where);
            if (due <= now)
                continue;
            Check(day, date);
            var gap = instead is null
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{time:H:mm} does not exist on that day, because clocks are set forward; it rings at {instead:H:mm}.");
            return Bounded(due, repeats: null, where, Joined(moment.Clock?.Note, gap));
        }

        throw DayReader.Passed();
    }

    private TimeReading.Understood Exactly(Said.Moment moment, TimeSpan offset)
    {
        // "9:00Z" has no day; what is said of days else counts in UTC.
        if (moment.Day is not { IsDate: true } day)
            return Next(moment with { Offset = null }, TimeZoneInfo.Utc);
        var date = day.From(DateOnly.FromDateTime(now.UtcDateTime)).First();
        Check(day, date);
        var due = new DateTimeOffset(date.ToDateTime(moment.Clock!.Value.Time), offset);
        return due > now ? Bounded(due, repeats: null, moment.Zone ?? zone, note: null) : throw DayReader.Passed();
    }

    private static void Check(DayName day, DateOnly date)
    {
        if (day.Weekday is { } weekday && weekday != date.DayOfWeek)
            throw new WrongTimeException(string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} is a {date.DayOfWeek}. Write the date alone, for instance: {date:yyyy-MM-dd} 9:00."));
    }

    private TimeReading.Understood Bounded(DateTimeOffset due, Recurrence? repeats, TimeZoneInfo where, string? note) =>
        due - now <= Bounds.Longest
            ? new TimeReading.Understood(due.ToUniversalTime(), repeats, where, "", note)
            : throw TooFar();

    public static WrongTimeException TooFar() => new("That is more than 5 years from now, which is the most. Write for instance: 2027-01-05 14:30.");

    private static string? Joined(string? one, string? other) => one is null || other is null ? one ?? other : $"{one} {other}";
}
