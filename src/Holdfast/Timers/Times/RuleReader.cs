using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>Reads what comes again: <c>every weekday at 9:00</c>, <c>every 90 minutes</c>, <c>mon-fri 9:00</c>, <c>cron 0 9 * * 1-5</c>.</summary>
internal static class RuleReader
{
    private const int CronFields = 5;
    private const int MaxDays = 31;

    /// <summary>Reads a rule; null when none begins here.</summary>
    /// <param name="cursor">Where.</param>
    /// <param name="isFirst">Whether nothing stands before it: then "every" must be understood.</param>
    public static Said? Read(ref Cursor cursor, bool isFirst)
    {
        if (Cron(ref cursor) is { } cron)
            return cron;
        var start = cursor;

        // "9:00 every day" as well as "every day at 9:00".
        var clock = ClockReader.Read(ref cursor, mayBeBare: false);
        if (ReadDays(ref cursor, isFirst) is not { } said)
        {
            cursor = start;
            return null;
        }

        if (said is not Said.Days days)
            return clock is null && ClockReader.Read(ref cursor, mayBeBare: false) is null ? said : throw new WrongTimeException("An interval has no time of day. Try `every 2 hours` or `every day at 9:00`.");
        return Timed(ref cursor, days with { Clock = clock ?? days.Clock });
    }

    /// <summary>With the time of day, its part and the zone that stand behind.</summary>
    private static Said.Days Timed(ref Cursor cursor, Said.Days days)
    {
        if (days.Part is null && cursor.Take(Grammar.PartBehindRule(), out var behind))
            days = days with { Part = DayPart.Named(behind.Groups["part"].Value) };
        for (var piece = 0; piece < 2; piece++)
        {
            if (days.Clock is null && ClockReader.Read(ref cursor, mayBeBare: true) is { } clock)
                days = days with { Clock = clock };
            if (days.Part is null && cursor.Take(Grammar.PartOfDay(), out var part))
                days = days with { Part = DayPart.Named(part.Groups["part"].Value) };
        }

        return days.Clock is { Time.Second: > 0 }
            ? throw new WrongTimeException("Timers repeat by the minute. Try `every day at 9:00`.")
            : days with { Zone = ZoneReader.Read(ref cursor) };
    }

    private static Said.Cron? Cron(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.BareCron(), out var bare))
        {
            return bare.Groups["sixth"].Success
                ? throw NoCron()
                : new Said.Cron(bare.Groups["fields"].Value, ZoneReader.Read(ref cursor));
        }

        var start = cursor;
        if (!cursor.Take(Grammar.Cron(), out var match))
            return null;
        var words = match.Groups["fields"].Value.Split(' ');
        if (words.Length < CronFields || words.Length > CronFields && words[CronFields].All(c => char.IsAsciiDigit(c) || "*?,/-".Contains(c, StringComparison.Ordinal)))
            throw NoCron();
        var fields = string.Join(' ', words.Take(CronFields));
        cursor = start;
        cursor.Skip(match.Groups["fields"].Index - match.Index + fields.Length);
        return new Said.Cron(fields, ZoneReader.Read(ref cursor));
    }

    private static Said? ReadDays(ref Cursor cursor, bool isFirst)
    {
        var start = cursor;
        if (cursor.Take(Grammar.WeekdayOfMonth(), out var ofMonth) && !IsLast(ofMonth))
            return OfMonth(ofMonth.Groups["nth"].Value, ofMonth);
        cursor = start;
        if (cursor.Take(Grammar.DayOfEveryMonth(), out var monthly))
            return OfMonth(monthly);
        if (cursor.Take(Grammar.Adverb(), out var adverb))
            return Named(ref cursor, adverb.Groups["days"].Value.ToLowerInvariant().Replace("on ", "", StringComparison.Ordinal).Replace("all ", "", StringComparison.Ordinal));
        if (cursor.Take(Grammar.BeforeParts(), out var before))
            return before.Groups["days"].Success ? Named(ref cursor, before.Groups["days"].Value.ToLowerInvariant()) : Weekdays(ref cursor);
        if (cursor.Take(Grammar.Plural()) || cursor.Take(Grammar.WeekdayRange()))
            return Weekdays(ref cursor);
        if (!cursor.Take(Grammar.Every()))
            return null;
        if (cursor.Take(Grammar.Other(), out var other))
            throw Counted(other);
        if (DurationReader.Length(ref cursor) is var (length, note))
            return cursor.IsAtEdge ? new Said.Interval(length) { Note = note } : null;
        if (cursor.Take(Grammar.BareUnit(), out var unit))
            return new Said.Interval(unit.Value.ToLowerInvariant() switch { "hour" => TimeSpan.FromHours(1), "minute" => TimeSpan.FromMinutes(1), _ => TimeSpan.FromSeconds(1) });
        if (cursor.Take(Grammar.DayWord(), out var word))
            return Named(ref cursor, word.Groups["days"].Value.ToLowerInvariant());
        if (Weekdays(ref cursor) is { } weekdays)
            return weekdays;
        if (cursor.Take(Grammar.DayOfYear(), out var yearly))
            return OfYear(yearly);
        if (cursor.Take(Grammar.DayOfMonth(), out var day))
            return OfMonth(day);
        return isFirst ? throw new WrongTimeException("I don't understand how often. Try `every weekday at 9:00`, `every 90 minutes` or `every month on the 1st`.") : null;
    }

    private static Said Named(ref Cursor cursor, string name) => name switch
    {
        "hourly" => new Said.Interval(TimeSpan.FromHours(1)),
        "day" or "daily" => Days("* * *"),
        "midnight" => Days("* * *") with { Clock = new Clock(TimeOnly.MinValue, ClockForm.Exact) { IsMidnight = true } },
        "nightly" => Days("* * *") with { Part = DayPart.Named("night") },
        "morning" or "noon" or "midday" or "afternoon" or "evening" or "night" => Days("* * *") with { Part = DayPart.Named(name) },
        "weekday" or "weekdays" or "workday" or "workdays" => Days("* * 1-5"),
        "weekend" or "weekends" => Days("* * 0,6"),
        "week" or "weekly" => Weekdays(ref cursor) ?? throw new WrongTimeException("Say on which day of the week: `every friday at 17:00`."),
        "month" or "monthly" => cursor.Take(Grammar.WeekdayOfMonth(), out var weekday) ? OfMonth(weekday.Groups["nth"].Value, weekday, isEvery: true)
            : cursor.Take(Grammar.DayOfMonth(), out var month) ? OfMonth(month)
            : throw new WrongTimeException("Say on which day of the month: `every month on the 1st at 9:00`."),
        _ => cursor.Take(Grammar.DayOfYear(), out var year)
            ? OfYear(year)
            : throw new WrongTimeException("Say on which day of the year: `every year on 5 Jan at 9:00`."),
    };

    private static Said.Days? Weekdays(ref Cursor cursor)
    {
        if (!cursor.Take(Grammar.WeekdayList(), out var list))
            return null;
        var days = list.Groups["weekday"].Captures.Select(capture => Grammar.Weekday(capture.Value)).ToList();
        if (list.Groups["to"].Success)
        {
            var last = Grammar.Weekday(list.Groups["to"].Value);
            for (var day = days[0]; day != last; days.Add(day))
                day = (day + 1) % 7;
        }

        var field = string.Join(',', days.Distinct().Order());
        return Days($"* * {(field == "1,2,3,4,5" ? "1-5" : field)}");
    }

    /// <summary>"Last friday" has passed; "every last friday" has not.</summary>
    private static bool IsLast(Match match) =>
        !match.Groups["every"].Success && !match.Groups["month"].Success && match.Groups["nth"].Value.Equals("last", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first or last such weekday of every month.</summary>
    private static Said.Days OfMonth(string nth, Match match, bool isEvery = false)
    {
        var name = match.Groups["weekday"].Value;
        var number = nth.ToLowerInvariant() switch { "last" => 0, ['1', ..] or "first" => 1, ['2', ..] or "second" => 2, ['3', ..] or "third" => 3, _ => 4 };
        var isMonth = isEvery || match.Groups["each"].Success || match.Groups["every"].Success && match.Groups["month"].Success;
        if (!isMonth && !match.Groups["every"].Success)
            throw new WrongTimeException($"I don't know whether \"{WrongTimeException.Quote(match.Value.Trim(' ', ','))}\" is meant once or every month. Try `2027-01-05 9:00` or `on the {nth} {name} of every month at 9:00`.");
        if (!isMonth && number > 1)
            throw new WrongTimeException($"\"{WrongTimeException.Quote(match.Value.Trim(' ', ','))}\" has two meanings. I count no days or weeks; for a day of every month write `on the {nth} {name} of every month at 9:00`.");
        return Days(string.Create(CultureInfo.InvariantCulture, $"* * {Grammar.Weekday(name)}{(number == 0 ? "L" : $"#{number}")}"));
    }

    /// <summary>The 31st of a month that has none is its last day, as everybody who is paid then knows; for other days people are told.</summary>
    private static Said.Days OfMonth(Match match)
    {
        var days = match.Groups["day"].Captures.Select(capture => Grammar.Number(capture.Value)).Distinct().Order().ToList();
        if (days is [MaxDays] || match.Groups["last"].Success)
            return Days("L * *");
        if (days[0] < 1 || days[^1] > MaxDays)
            throw new WrongTimeException("No month has such a day. Try `every month on the 1st at 9:00`.");
        return Days($"{string.Join(',', days)} * *") with
        {
            Note = days[^1] > 28 ? $"It does not ring in months without a day {days[^1]}. \"monthly on the last day\" rings in every month." : null,
        };
    }

    private static Said.Days OfYear(Match match)
    {
        var (month, day) = DayReader.OfYear(match) ?? throw DayReader.NoSuchDay();
        return Days(string.Create(CultureInfo.InvariantCulture, $"{day} {month} *")) with
        {
            Note = (month, day) == (2, 29) ? "It rings in leap years only." : null,
        };
    }

    private static Said.Days Days(string fields) => new(fields, Part: null, Clock: null, Zone: null);

    private static WrongTimeException Counted(Match other) => new(
        $"I count no days or weeks, so there is no \"every {WrongTimeException.Quote(other.Value)}\". Try `every 2 days` or `on the first monday of every month at 9:00`.");

    private static WrongTimeException NoCron() => new(CronProblem);

    /// <summary>What is said about a cron rule that is none.</summary>
    public const string CronProblem = "That's no cron rule of five fields (minute, hour, day, month, weekday). Try `cron 0 9 * * 1-5`.";
}
