namespace Holdfast.Timers.Times;

/// <summary>Reads a moment of the calendar: day, time of day, part of the day and zone, in the order in which people say them.</summary>
internal static class MomentReader
{
    /// <summary>Reads a moment; null when none begins here.</summary>
    /// <param name="cursor">Where.</param>
    /// <param name="day">The day, when it was said before.</param>
    /// <param name="isFirst">Whether the line begins here.</param>
    public static Said.Moment? Read(ref Cursor cursor, DayName? day, bool isFirst)
    {
        var moment = new Said.Moment(day, Clock: null, day?.Part, Zone: null);
        string? note = null;
        while (More(ref cursor, moment, isFirst, ref note) is { } more)
            (moment, isFirst) = (more, false);
        return moment.Day is null && moment.Clock is null && moment.Part is null ? null : moment with { Note = note };
    }

    /// <summary>Whether minutes before or after an hour are said here, which are no duration.</summary>
    public static bool IsClock(Cursor cursor) => cursor.IsAt(Grammar.MinutesBesideHour());

    /// <summary>The day that is so many days ahead.</summary>
    public static DayName DayOf(Said.After days) => DayName.InDays((int)Math.Min(days.Length.TotalDays, Bounds.Longest.TotalDays + 1));

    private static Said.Moment? More(ref Cursor cursor, Said.Moment moment, bool isFirst, ref string? note)
    {
        if (moment.Day is null && Day(ref cursor, moment, isFirst || moment.Clock is not null, ref note) is { } day && (day.Part is null || moment.Part is null))
            return moment with { Day = day, Part = moment.Part ?? day.Part };
        if (moment.Clock is null && ClockReader.Read(ref cursor, mayBeBare: isFirst || moment.Day is not null) is { } clock)
        {
            var timed = moment with { Clock = clock, Offset = Offset(ref cursor, moment.Day) };
            return timed with { Zone = ZoneReader.Read(ref cursor) };
        }

        return moment.Part is null && cursor.Take(Grammar.PartOfDay(), out var part)
            ? moment with { Part = DayPart.Named(part.Groups["part"].Value) }
            : null;
    }

    /// <summary>A day, also one that is counted from this one: <c>at 9:00 in 2 weeks</c>.</summary>
    private static DayName? Day(ref Cursor cursor, Said.Moment moment, bool isFirst, ref string? note)
    {
        var start = cursor;
        if (DayReader.Read(ref cursor, isFirst) is { } day)
        {
            if (day.Part is null || moment.Part is null)
                return day;
            cursor = start;
            return null;
        }

        if (moment.Clock is null || !cursor.Take(Grammar.Blank()))
            return null;
        if (DurationReader.Read(ref cursor, isAlone: false) is { IsDays: true, IsSaid: true } days)
        {
            note = days.Note;
            return DayOf(days);
        }

        cursor = start;
        return null;
    }

    private static TimeSpan? Offset(ref Cursor cursor, DayName? day)
    {
        if (cursor.Take(Grammar.Zulu()))
            return TimeSpan.Zero;
        if (!cursor.Take(Grammar.Offset(), out var match))
            return null;
        var (hours, minutes) = (Grammar.Number(match.Groups["hours"].Value), Grammar.Number(match.Groups["minutes"].Value));
        var isBehind = match.Groups["sign"].Value == "-";

        // 9:00-10:00 is a stretch of time rather than a place in the Pacific.
        if (day is not { IsDate: true } || isBehind && !day.IsStamp)
            throw new WrongTimeException("An offset from UTC goes with a date and a time. Try `2027-01-05T14:30-05:00`.");
        if (hours > 14 || minutes > 59 || hours == 14 && minutes > 0)
            throw new WrongTimeException("There is no such offset from UTC. Try `2027-01-05T14:30+01:00`.");
        var offset = new TimeSpan(hours, minutes, 0);
        return isBehind ? -offset : offset;
    }
}
