using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>Reads a time of day: <c>9:00</c>, <c>at nine</c>, <c>half past 9</c>, <c>noon</c>.</summary>
internal static class ClockReader
{
    private const int Noon = 12;

    /// <summary>Reads a time of day; null when none begins here.</summary>
    /// <param name="cursor">Where.</param>
    /// <param name="mayBeBare">Whether a number before "in the evening" is one; else it is a number of something.</param>
    public static Clock? Read(ref Cursor cursor, bool mayBeBare)
    {
        if (cursor.Take(Grammar.NamedClock(), out var named))
            return new Clock(new TimeOnly(named.Groups["noon"].Success ? Noon : 0, 0), ClockForm.Exact) { IsMidnight = !named.Groups["noon"].Success };
        if (Said(ref cursor, mayBeBare) is not { } clock)
            return null;
        cursor.Take(Grammar.Sharp());
        return clock;
    }

    private static Clock? Said(ref Cursor cursor, bool mayBeBare)
    {
        if (cursor.Take(Grammar.MinutesBesideHour(), out var beside))
            return BesideHour(beside);
        if (cursor.Take(Grammar.HalfHour(), out var half))
            throw new WrongTimeException($"\"{WrongTimeException.Quote(half.Value.Trim())}\" is half an hour earlier to some people than to others. Try `half past nine` or `9:30`.");
        if (cursor.Take(Grammar.HourClock(), out var hours))
            return OfHours(hours);
        if (cursor.Take(Grammar.FourDigits(), out var match) || cursor.Take(Grammar.WordClock(), out match) || cursor.Take(Grammar.Clock(), out match))
        {
            var clock = Of(match);
            return clock.Form == ClockForm.Exact || !cursor.Take(Grammar.LengthBehindClock()) ? clock : throw ClockOrLength(match.Value);
        }

        return mayBeBare && cursor.Take(Grammar.BareHour(), out var bare) ? new Clock(new TimeOnly(Number(bare, "hour"), 0), ClockForm.Spoken) : null;
    }

    private static Clock Of(Match match)
    {
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        var half = HalfOf(match);
        if (hour > (half is null ? 23 : Noon) || half is not null && hour == 0 || minute > 59 || second > 59)
            throw NoSuchTime();
        if (half is not null)
            return new Clock(new TimeOnly(hour % Noon + (half == 'p' ? Noon : 0), minute, second), ClockForm.Exact) { IsTwelveAm = half == 'a' && hour == Noon };
        var written = match.Groups["hour"].Value;
        var isExact = hour is 0 or > Noon || written is ['0', _];
        var isSpoken = !match.Groups["minute"].Success || !char.IsAsciiDigit(written[0]);
        var mayBeLength = match.Groups["second"].Success && hour <= Noon && char.IsAsciiDigit(match.Value.TrimStart(' ', ',')[0]);
        return new Clock(new TimeOnly(hour, minute, second), isExact ? ClockForm.Exact : isSpoken ? ClockForm.Spoken : ClockForm.Digital) { MayBeLength = mayBeLength };
    }

    private static Clock? BesideHour(Match match)
    {
        var (hour, minutes) = (Number(match, "hour"), match.Groups["fraction"].Value.ToLowerInvariant() switch { "half" => 30, "quarter" => 15, _ => Number(match, "minutes") });
        var isBefore = match.Groups["side"].Value.StartsWith("t", StringComparison.OrdinalIgnoreCase);
        if (minutes == 30 && isBefore || minutes > 59 || hour is < 1 or > Noon)
            throw NoSuchTime();
        if (isBefore && match.Groups["minutes"] is { Success: true } digits && char.IsAsciiDigit(digits.Value[0]) && !match.Groups["unit"].Success && HalfOf(match) is null)
            throw new WrongTimeException($"\"{WrongTimeException.Quote(match.Value.Trim())}\" may be a time of day or a stretch of time. Try `8:55` or `five minutes to nine`.");
        var of = new TimeOnly(hour % Noon, 0).AddMinutes(isBefore ? -minutes : minutes);
        if (HalfOf(match) is { } half)
            return new Clock(half == 'p' ? of.AddHours(Noon) : of, ClockForm.Exact);
        return new Clock(of.Hour % Noon == 0 ? new TimeOnly(Noon, of.Minute) : new TimeOnly(of.Hour % Noon, of.Minute), ClockForm.Spoken);
    }

    /// <summary><c>21h</c> and <c>14h30</c>: hours of the day where they cannot well be a duration, and people are told.</summary>
    private static Clock OfHours(Match match)
    {
        var (hour, minute) = (Number(match, "hour"), Number(match, "minute"));
        if (hour > 23 || minute > 59)
            throw NoSuchTime();
        var time = new TimeOnly(hour, minute);
        if (match.Groups["at"].Success)
            return new Clock(time, ClockForm.Exact);
        return hour <= Noon
            ? throw new WrongTimeException($"That may be a duration or a time of day. Write {hour}h{minute:00}m, or {hour}:{minute:00}.")
            : new Clock(time, ClockForm.Exact) { Note = $"I read that as the time of day {hour}:{minute:00}. For a duration write: in {hour}h{(minute > 0 ? $" {minute}m" : "")}." };
    }

    private static char? HalfOf(Match match) => match.Groups["half"] is { Success: true } half ? char.ToLowerInvariant(half.Value[0]) : null;

    private static int Number(Match match, string group) => match.Groups[group] is { Success: true, Value: var value }
        ? value.StartsWith("oh ", StringComparison.OrdinalIgnoreCase) ? NumberWords.Whole(value[3..]) : NumberWords.Whole(value)
        : 0;

    private static WrongTimeException ClockOrLength(string written) =>
        new($"\"{WrongTimeException.Quote(written.Trim())}\" may be a time of day or a duration. Try `at 1:30` or `in 1h30m`.");

    private static WrongTimeException NoSuchTime() => new("There is no such time of day. Try `9:00`, `14:30` or `9pm`.");
}
