using System.Globalization;

namespace Holdfast.Timers.Times;

/// <summary>Makes moments and rules of what was said, at a given moment and in a given zone.</summary>
/// <param name="now">The present.</param>
/// <param name="zone">The zone of whoever said it.</param>
/// <param name="beside">The part of the day that its label names, which must not be another one.</param>
internal sealed class TimeMaker(DateTimeOffset now, TimeZoneInfo zone, DayPart? beside)
{
    /// <summary>So far ahead a time must be that nobody has named.</summary>
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(10);

    /// <summary>What it comes to; the label is left empty.</summary>
    /// <exception cref="WrongTimeException">It cannot be.</exception>
    public TimeReading.Understood Make(Said said)
    {
        var made = said switch
        {
            Said.After { Length: var length } => Bounded(length > Bounds.Longest ? DateTimeOffset.MaxValue : now + length, repeats: null, zone, note: null),
            Said.Interval interval => Every(interval.Length),
            Said.Cron cron => Repeating(cron.Fields, cron.Zone ?? zone, NoteOn(cron.Fields)),
            Said.Days days => OnDays(days),
            Said.Moment { Offset: { } offset } moment => Exactly(moment, offset),
            Said.Moment moment => Next(moment, moment.Zone ?? zone),
            _ => throw new ArgumentOutOfRangeException(nameof(said)),
        };
        return made with { Note = Joined(said.Note, made.Note) };
    }

    private TimeReading.Understood Every(TimeSpan interval) => Recurrence.Every(interval) is { } rule
        ? new TimeReading.Understood((now + interval).ToUniversalTime(), rule, zone, "")
        : throw new WrongTimeException(interval < Bounds.ShortestRepeat
            ? "I can't repeat that often: the shortest is every minute. Try `every 90 minutes`."
            : "I can't wait that long: the longest is every 5 years. Try `every 90 days`.");

    private TimeReading.Understood OnDays(Said.Days days)
    {
        var (time, note) = (Clock.Default, (string?)null);
        if (days.Clock is not { } clock)
            time = days.Part?.Defaults[0] ?? Clock.Default;
        else if (clock.IsMidnight && !days.IsDaily)
            throw new WrongTimeException("Midnight may be the beginning or the end of such a day. Try `every friday at 0:00` for its beginning.");
        else if (days.Part is not null)
            time = days.Part.Within(clock, isOfDate: !days.IsDaily);
        else if (clock.Form == ClockForm.Spoken && clock.Taken != clock.Time)
            throw clock.MayBeEither("every day at {0}");
        else
            (time, note) = (clock.Taken, clock.IsDoubtful && beside is null ? clock.ReadAs() : clock.Note);
        CheckBeside(time);
        return Repeating(string.Create(CultureInfo.InvariantCulture, $"{time.Minute} {time.Hour} {days.Fields}"), days.Zone ?? zone, note);
    }

    private TimeReading.Understood Repeating(string fields, TimeZoneInfo where, string? note)
    {
        if (!Recurrence.TryCron(fields, out var rule))
            throw new WrongTimeException(RuleReader.CronProblem);
        return rule.NextAfter(now, now, where) is { } first
            ? Bounded(first, rule, where, note)
            : throw new WrongTimeException("That never comes: there is no such day in any year. Try `cron 0 9 1 * *`.");
    }

    /// <summary>Other programs take either of the two.</summary>
    private static string? NoteOn(string fields) => fields.Split(' ') is [_, _, not ("*" or "?"), _, not ("*" or "?")]
        ? "It only rings on days that match both the day of the month and the day of the week."
        : null;

    private TimeReading.Understood Next(Said.Moment moment, TimeZoneInfo where)
    {
        var day = moment.Day ?? DayName.Any;
        var today = DateOnly.FromDateTime(LocalTime.Of(now, where));
        if (moment.Day is null && moment.Clock is null)
            throw new WrongTimeException("Say on which day. Try `tomorrow morning` or `tomorrow 9:00`.");
        if (moment.Clock is null && (day.IsVague || day.NeedsClock && moment.Part is null))
            throw new WrongTimeException($"Say at what time{(day.IsToday ? " today" : "")}. Try `today 18:00` or `tomorrow 9:00`.");
        if (moment.Clock is not { } clock)
            return WithoutClock(moment, day, today, where);
        if (clock.MayBeLength && moment is { Day: null, Part: null, Zone: null })
            throw new WrongTimeException("That may be a time of day or a duration. Try `today 14:30` or `in 1h30m`.");
        if (clock.IsMidnight && moment.Day is not null)
            return AtMidnight(moment, day, today, where);
        var time = moment.Part?.Within(clock, isOfDate: moment.Day is not null) ?? clock.Taken;
        foreach (var date in day.From(today))
        {
            if (MomentOf(date, time, where) is var (due, gap) && due > now)
                return On(date, day, due, where, Joined(Joined(clock.Note, NoteOn(moment, clock, due, where)), gap), time, today);
        }

        if (moment.Part is null && day.IsToday && MomentOf(today, clock.Other, where).Due > now)
            throw new WrongTimeException(string.Create(CultureInfo.InvariantCulture, $"{time:H:mm} has already passed today. Try `{clock.Other:H:mm}` or `tomorrow {time:H:mm}`."));
        throw DayReader.Passed();
    }

    /// <summary>At the time that goes with the part of the day, or the next hour of it when that has passed.</summary>
    private TimeReading.Understood WithoutClock(Said.Moment moment, DayName day, DateOnly today, TimeZoneInfo where)
    {
        var defaults = moment.Part?.Defaults ?? [Clock.Default];
        foreach (var date in day.From(today))
        {
            foreach (var time in defaults)
            {
                var (due, gap) = MomentOf(date, time, where);
                if (due <= now || time != defaults[0] && due - now < Soonest)
                    continue;
                var note = time == defaults[0] ? null : string.Create(CultureInfo.InvariantCulture, $"You gave no time of day, so I took {time:H:mm}.");
                return On(date, day, due, where, Joined(note, gap), time, today);
            }
        }

        throw day.IsToday && moment.Part is { To: 23 }
            ? new WrongTimeException("Say at what time today: it is late already. Try `tonight 23:45` or `tomorrow 9:00`.")
            : DayReader.Passed();
    }

    /// <summary>Of today it is the one to come; of any other day it may be either end.</summary>
    private TimeReading.Understood AtMidnight(Said.Moment moment, DayName day, DateOnly today, TimeZoneInfo where)
    {
        var date = day.From(today).FirstOrDefault(date => MomentOf(date.AddDays(1), TimeOnly.MinValue, where).Due > now);
        if (date == default)
            throw DayReader.Passed();
        if (!day.IsToday || moment.Part is not null && moment.Part != DayPart.Tonight)
            throw new WrongTimeException(FormattableString.Invariant($"Midnight may be the beginning or the end of that day. Try `{date:yyyy-MM-dd} 0:00` or `{date.AddDays(1):yyyy-MM-dd} 0:00`."));
        var (due, gap) = MomentOf(date.AddDays(1), TimeOnly.MinValue, where);
        return Bounded(due, repeats: null, where, gap);
    }

    private TimeReading.Understood On(DateOnly date, DayName day, DateTimeOffset due, TimeZoneInfo where, string? note, TimeOnly time, DateOnly today)
    {
        if (day.Weekday is { } weekday && weekday != date.DayOfWeek)
            throw NotThatWeekday(date);
        CheckBeside(time);
        var isToday = day.IsWeekday && date == today
            ? FormattableString.Invariant($"That is today. For next week's, write `{date.AddDays(7):yyyy-MM-dd} {time:H:mm}`.")
            : null;
        return Bounded(due, repeats: null, where, Joined(isToday, note));
    }

    /// <summary>What people are told of the other half of the day: where it is as good a guess, or comes sooner.</summary>
    private string? NoteOn(Said.Moment moment, Clock clock, DateTimeOffset due, TimeZoneInfo where)
    {
        if (moment.Part is not null || beside is not null)
            return null;
        if (clock.IsTwelveAm && moment.Day is not null)
            return "12am is midnight, the start of the day. If you mean noon, write 12:00.";
        if (clock.Form == ClockForm.Exact)
            return null;
        var isNamed = moment.Day is { IsIso: false };
        return clock.Form == ClockForm.Spoken || isNamed && clock.IsDoubtful || moment.Day is null && IsSooner(clock.Other, due, where) ? clock.ReadAs() : null;
    }

    private bool IsSooner(TimeOnly other, DateTimeOffset due, TimeZoneInfo where)
    {
        var today = DateOnly.FromDateTime(LocalTime.Of(now, where));
        return ((DateOnly[])[today, today.AddDays(1)]).Select(date => MomentOf(date, other, where).Due).Any(moment => moment > now && moment < due);
    }

    private static (DateTimeOffset Due, string? Gap) MomentOf(DateOnly date, TimeOnly time, TimeZoneInfo where)
    {
        var (due, instead) = LocalTime.ToMoment(date.ToDateTime(time), where);
        var gap = instead is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{time:H:mm} does not exist on that day because the clocks go forward; it rings at {instead:H:mm}.");
        return (due, gap);
    }

    private TimeReading.Understood Exactly(Said.Moment moment, TimeSpan offset)
    {
        // "9:00Z" has no day; what is said of days else counts in UTC.
        if (moment.Day is not { IsDate: true } day)
            return Next(moment with { Offset = null }, TimeZoneInfo.Utc);
        var date = day.From(DateOnly.FromDateTime(now.UtcDateTime)).First();
        if (day.Weekday is { } weekday && weekday != date.DayOfWeek)
            throw NotThatWeekday(date);
        var time = moment.Part?.Within(moment.Clock!.Value, isOfDate: true) ?? moment.Clock!.Value.Time;
        var due = new DateTimeOffset(date.ToDateTime(time), offset);
        return due > now ? Bounded(due, repeats: null, moment.Zone ?? zone, note: null) : throw DayReader.Passed();
    }

    /// <summary>"Movie night at 9" is hardly at nine in the morning.</summary>
    private void CheckBeside(TimeOnly time)
    {
        if (beside?.Has(time) == false)
            throw new WrongTimeException(string.Create(CultureInfo.InvariantCulture, $"I read that as {time:H:mm}, which is not in the {beside.Name}. Write {time:HH:mm} or {time.AddHours(12):HH:mm}, and put the rest in quotes."));
    }

    private static WrongTimeException NotThatWeekday(DateOnly date) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} is a {date.DayOfWeek}. Write the date alone: `{date:yyyy-MM-dd} 9:00`."));

    private TimeReading.Understood Bounded(DateTimeOffset due, Recurrence? repeats, TimeZoneInfo where, string? note) =>
        due - now <= Bounds.Longest
            ? new TimeReading.Understood(due.ToUniversalTime(), repeats, where, "", note)
            : throw TooFar();

    public static WrongTimeException TooFar() => new("That's more than 5 years from now, the furthest I go. Try `2027-01-05 14:30`.");

    private static string? Joined(string? one, string? other) => one is null || other is null ? one ?? other : $"{one} {other}";
}
