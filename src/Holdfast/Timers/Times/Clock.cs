using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>A part of the day.</summary>
internal enum DayPart
{
    None,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

/// <summary>A time of day as it was said.</summary>
/// <param name="Time">The time.</param>
/// <param name="IsExact">Whether it can be no other half of the day: <c>9pm</c>, <c>21:00</c>, but not <c>9</c>.</param>
/// <param name="Note">What people should be told about how it was read.</param>
internal readonly record struct Clock(TimeOnly Time, bool IsExact, string? Note = null)
{
    private const int Noon = 12;

    /// <summary>The time of a part of a day for which none was said.</summary>
    public static TimeOnly Default(DayPart part) => part switch
    {
        DayPart.Noon => new TimeOnly(Noon, 0),
        DayPart.Afternoon => new TimeOnly(15, 0),
        DayPart.Evening => new TimeOnly(20, 0),
        _ => new TimeOnly(9, 0),
    };

    /// <summary>The time within a part of the day: <c>tonight at 9</c> is 21:00.</summary>
    public TimeOnly Within(DayPart part)
    {
        var isLater = (part, Time.Hour) switch
        {
            (DayPart.Afternoon, >= 1 and <= 7) or (DayPart.Evening, >= 5 and <= 11) => true,
            _ => false,
        };
        return isLater && !IsExact ? Time.AddHours(Noon) : Time;
    }

    /// <summary>Reads a time of day; null when none begins here.</summary>
    public static Clock? Read(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.NamedClock(), out var named))
            return new Clock(new TimeOnly(named.Groups["noon"].Success ? Noon : 0, 0), IsExact: true);
        if (cursor.Take(Grammar.HourClock(), out var hours))
            return OfHours(hours);
        if (!cursor.Take(Grammar.Clock(), out var match))
            return null;
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        var half = Half(match, hour);
        var isRight = half is null ? hour <= 23 : hour is >= 1 and <= Noon || hour <= 23 && match.Groups["part"].Success;
        if (!isRight || minute > 59 || second > 59)
            throw new WrongTimeException("There is no such time of day. Write for instance: 9:00, 14:30, 9pm.");
        if (half is not null && hour <= Noon)
            hour = hour % Noon + (half == 'p' ? Noon : 0);
        return new Clock(new TimeOnly(hour, minute, second), half is not null || hour is 0 or > Noon);
    }

    /// <summary><c>21h</c> and <c>14h30</c>: hours of the day where they cannot well be a duration, and people are told.</summary>
    private static Clock OfHours(Match match)
    {
        var (hour, minute) = (Number(match, "hour"), Number(match, "minute"));
        if (hour > 23 || minute > 59)
            throw new WrongTimeException("There is no such time of day. Write for instance: 9:00, 14:30, 9pm.");
        var time = new TimeOnly(hour, minute);
        if (match.Groups["at"].Success)
            return new Clock(time, IsExact: true);
        return hour <= Noon
            ? throw new WrongTimeException($"That may be a duration or a time of day. Write {hour}h{minute:00}m, or {hour}:{minute:00}.")
            : new Clock(time, IsExact: true, $"I read that as the time of day {hour}:{minute:00}. For a duration write: in {hour}h{(minute > 0 ? $" {minute}m" : "")}.");
    }

    private static char? Half(Match match, int hour) => (match.Groups["half"], match.Groups["part"].Value.ToLowerInvariant()) switch
    {
        ({ Success: true } half, _) => char.ToLowerInvariant(half.Value[0]),
        (_, "") => null,
        (_, "in the morning") => 'a',
        (_, "at night") when hour is < 5 or Noon => 'a',
        _ => 'p',
    };

    private static int Number(Match match, string group) => Grammar.Number(match.Groups[group].Value);
}
