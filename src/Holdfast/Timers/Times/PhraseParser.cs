using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>A time found in a text.</summary>
/// <param name="Reading">What it comes to; its label is empty.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct Phrase(TimeReading Reading, int End);

/// <summary>Finds a time that begins at a given place of a text: something that repeats, a duration, or a moment of the calendar.</summary>
internal sealed class PhraseParser(string text, DateTimeOffset now, TimeZoneInfo zone)
{
    /// <summary>Who sets a timer for longer has mistyped; and nobody runs a server for so long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 366);

    private static readonly TimeOnly Morning = new(9, 0);
    private static readonly TimeOnly Evening = new(20, 0);

    /// <summary>The time that begins here; null when none does.</summary>
    public Phrase? At(int start)
    {
        var cursor = new Cursor(text, start);
        try
        {
            if (Cron(ref cursor) is { } cron)
                return new Phrase(cron, cursor.At);
            cursor = new Cursor(text, start);
            if (Repeated(ref cursor) is { } repeated)
                return new Phrase(repeated, cursor.At);
            cursor = new Cursor(text, start);
            if (After(ref cursor) is { } after)
                return new Phrase(after, cursor.At);
            cursor = new Cursor(text, start);
            return Moment(ref cursor) is { } moment ? new Phrase(moment, cursor.At) : null;
        }
        catch (WrongTimeException e)
        {
            return new Phrase(new TimeReading.NotUnderstood(e.Message), text.Length);
        }
    }

    private TimeReading.Understood? Cron(ref Cursor cursor)
    {
        if (!cursor.Take(Grammar.Cron(), out var match))
            return null;
        var zoneRead = ReadZone(ref cursor);
        return Recurrence.TryCron(match.Groups["fields"].Value, out var rule)
            ? Repeating(rule, zoneRead)
            : throw new WrongTimeException("That is no cron rule of five fields (minute, hour, day, month, weekday). Write for instance: cron 0 9 * * 1-5.");
    }

    private TimeReading.Understood? Repeated(ref Cursor cursor)
    {
        // "9:00 every day" as well as "every day at 9:00".
        var clock = ReadClock(ref cursor);
        if (!cursor.Take(Grammar.Every(), out var every))
            return null;
        if (every.Groups["unit"] is { Success: true } unit)
            return Interval(ref cursor, every.Groups["count"].Value, unit.Value, clock);
        var day = every.Groups["rule"].Value.ToLowerInvariant();
        if (!cursor.Take(Grammar.DayOfMonth(), out var dayOfMonth) && day is "month" or "monthly")
            throw new WrongTimeException("Say on which day of the month, for instance: every month on the 1st at 9:00.");
        cursor.Take(Grammar.DayOfYear(), out var dayOfYear);
        var weekdays = every.Groups["weekday"].Captures.Select(capture => Grammar.Weekday(capture.Value)).ToList();
        if (day == "weekly" && cursor.Take(Grammar.OnWeekday(), out var on))
            weekdays.Add(Grammar.Weekday(on.Groups["weekday"].Value));
        var at = clock ?? ReadClock(ref cursor) ?? Morning;
        var zoneRead = ReadZone(ref cursor);
        var fields = (day, weekdays) switch
        {
            (_, [_, ..]) => $"* * {string.Join(',', weekdays.Distinct().Order())}",
            ("day" or "daily" or "morning", _) => "* * *",
            ("weekday" or "weekdays" or "workday" or "workdays", _) => "* * 1-5",
            ("weekend", _) => "* * 0,6",
            ("month" or "monthly", _) => $"{DayField(dayOfMonth!)} * *",
            ("year" or "yearly", _) => dayOfYear is null
                ? throw new WrongTimeException("Say on which day of the year, for instance: every year on 5 Jan at 9:00.")
                : $"{Grammar.Number(dayOfYear.Groups["day"].Value)} {Grammar.Month(dayOfYear.Groups["month"].Value)} *",
            _ => throw new WrongTimeException("Say on which day of the week, for instance: every friday at 17:00."),
        };
        return Recurrence.TryCron(string.Create(CultureInfo.InvariantCulture, $"{at.Minute} {at.Hour} {fields}"), out var rule)
            ? Repeating(rule, zoneRead)
            : throw new WrongTimeException("There is no such day. Write for instance: every month on the 1st at 9:00.");
    }

    private TimeReading.Understood Interval(ref Cursor cursor, string count, string unit, TimeOnly? clock)
    {
        if (clock is not null || ReadClock(ref cursor) is not null)
            throw new WrongTimeException("An interval has no time of day. Write for instance: every 2 hours, or: every day at 9:00.");
        var interval = Grammar.Span(count.Length == 0 ? "1" : count, unit);
        if (Recurrence.Every(interval) is not { } rule)
            throw new WrongTimeException($"Timers repeat at most once in {Durations.Say(Recurrence.Shortest)} and at least once in 5 years. Write for instance: every 90 minutes.");
        return new TimeReading.Understood(now + interval, rule, zone, "");
    }

    private TimeReading.Understood Repeating(Recurrence rule, TimeZoneInfo where) => rule.NextAfter(now, now, where) is { } first
        ? Bounded(first, rule, where, note: null)
        : throw new WrongTimeException("That never comes: there is no such day in any year.");

    private TimeReading.Understood? After(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.Negative(), out _))
            throw new WrongTimeException("A timer cannot ring in the past. Write for instance: 10s, in 2h30m.");
        var isSaid = cursor.Take(Grammar.In(), out _);
        var total = TimeSpan.Zero;
        var parts = 0;
        if (cursor.Take(Grammar.Half(), out var half))
            (total, parts) = (Grammar.Span("0.5", half.Groups["unit"].Value), 1);
        else if (isSaid && cursor.Take(Grammar.One(), out var one))
            (total, parts) = (Grammar.Span(one.Groups["half"].Success ? "1.5" : "1", one.Groups["unit"].Value), 1);
        for (; cursor.Take(Grammar.Amount(), out var amount); parts++)
            total = Sum(total, Grammar.Span(amount.Groups["count"].Value, amount.Groups["unit"].Value));
        if (parts == 0 || !cursor.IsAtBoundary)
            return null;
        if (total < TimeSpan.FromSeconds(1))
            throw new WrongTimeException("That is no time at all: a timer rings after 1 s at the earliest. Write for instance: 10s, in 2h30m.");
        return Bounded(total > Longest ? DateTimeOffset.MaxValue : now + total, repeats: null, zone, note: null);
    }

    private TimeReading.Understood? Moment(ref Cursor cursor)
    {
        DayName? day = null;
        TimeOnly? clock = null;
        for (var part = 0; part < 2; part++)
        {
            day ??= DayName.Read(ref cursor);
            clock ??= ReadClock(ref cursor);
        }

        if (day is null && clock is null)
            return null;
        if (cursor.Take(Grammar.Offset(), out var offset))
            return AtOffset(day, clock, offset.Value.Trim());
        var where = ReadZone(ref cursor);
        if (!cursor.IsAtBoundary)
            return null;
        var time = clock ?? (day is { IsEvening: true } ? Evening : Morning);
        foreach (var date in (day ?? DayName.Any).From(DateOnly.FromDateTime(LocalTime.Of(now, where))))
        {
            var (moment, instead) = LocalTime.ToMoment(date.ToDateTime(time), where);
            if (moment <= now)
                continue;
            var note = instead is null
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{time:H:mm} does not exist on that day, because clocks are set forward; it rings at {instead:H:mm}.");
            return Bounded(moment, repeats: null, where, note);
        }

        throw new WrongTimeException("That has passed already. Write for instance: tomorrow 9:00.");
    }

    private TimeReading.Understood AtOffset(DayName? day, TimeOnly? clock, string offset)
    {
        if (day is not { Date: { } date } || clock is not { } time)
            throw new WrongTimeException("An offset from UTC goes with a date and a time. Write for instance: 2027-01-05T14:30+01:00.");
        if (!DateTimeOffset.TryParse(
            string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd}T{time:HH:mm:ss}{offset}"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            throw new WrongTimeException("That is no offset from UTC. Write for instance: 2027-01-05T14:30+01:00.");
        }

        return moment > now
            ? Bounded(moment.ToUniversalTime(), repeats: null, zone, note: null)
            : throw new WrongTimeException("That has passed already. Write for instance: tomorrow 9:00.");
    }

    private static TimeOnly? ReadClock(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.NamedClock(), out var named))
            return named.Groups["noon"].Success ? new TimeOnly(12, 0) : new TimeOnly(0, 0);
        if (!cursor.Take(Grammar.Clock(), out var match))
            return null;
        var (hour, minute, second) = (Grammar.Number(match.Groups["hour"].Value), Grammar.Number(match.Groups["minute"].Value), Grammar.Number(match.Groups["second"].Value));
        var half = match.Groups["half"].Value.ToLowerInvariant();
        var isRight = half.Length == 0 ? hour <= 23 : hour is >= 1 and <= 12;
        if (!isRight || minute > 59 || second > 59)
            throw new WrongTimeException("There is no such time of day. Write for instance: 9:00, 14:30, 9pm.");
        return half.Length == 0 ? new TimeOnly(hour, minute, second) : new TimeOnly(hour % 12 + (half[0] == 'p' ? 12 : 0), minute, second);
    }

    private TimeZoneInfo ReadZone(ref Cursor cursor)
    {
        if (!cursor.Take(Grammar.Zone(), out var match))
            return zone;
        var name = match.Groups["zone"].Value;
        if (name.Equals("UTC", StringComparison.OrdinalIgnoreCase) || name.Equals("GMT", StringComparison.OrdinalIgnoreCase))
            return TimeZoneInfo.Utc;
        if (match.Groups["short"].Success)
            throw new WrongTimeException($"{name} is the name of several time zones, or of one for half a year. Write for instance: 9:00 America/New_York.");
        if (TimeZones.TryFind(name, out var found))
            return found;
        throw new WrongTimeException(TimeZones.TryFind("Europe/Berlin", out _)
            ? $"I know no time zone {(name.Length <= 40 ? name : name[..40])}. Write for instance: 9:00 Europe/Berlin."
            : "This machine knows no time zones at all: its operator must install the package tzdata. UTC works.");
    }

    private TimeReading.Understood Bounded(DateTimeOffset due, Recurrence? repeats, TimeZoneInfo where, string? note) =>
        due - now <= Longest
            ? new TimeReading.Understood(due.ToUniversalTime(), repeats, where, "", note)
            : throw new WrongTimeException("That is more than 5 years from now, which is the most. Write for instance: 2027-01-05 14:30.");

    private static TimeSpan Sum(TimeSpan one, TimeSpan other) => one > TimeSpan.MaxValue - other ? TimeSpan.MaxValue : one + other;

    private static string DayField(Match match)
    {
        var day = Grammar.Number(match.Groups["day"].Value);

        // The 31st of a month that has none is its last day, as everybody who is paid then knows.
        return match.Groups["last"].Success || day == 31 ? "L" : day.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A time that was understood and cannot be; the message is for whoever wrote it.</summary>
internal sealed class WrongTimeException(string message) : Exception(message);

/// <summary>A place in a text, from which pieces are taken.</summary>
internal struct Cursor(string text, int at)
{
    public int At { get; private set; } = at;

    /// <summary>Whether a word ends here.</summary>
    public readonly bool IsAtBoundary => At == text.Length || !char.IsLetterOrDigit(text[At]) || At > 0 && char.IsWhiteSpace(text[At - 1]);

    public bool Take(Regex piece, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Match? match)
    {
        var found = piece.Match(text, At);
        match = found.Success ? found : null;
        if (found.Success)
            At += found.Length;
        return found.Success;
    }
}
