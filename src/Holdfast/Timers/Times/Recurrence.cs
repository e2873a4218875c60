using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml;
using Cronos;

namespace Holdfast.Timers.Times;

/// <summary>
/// A rule by which a timer repeats: by the calendar of a time zone, as a cron expression, or at an interval. Its text form is what is
/// stored: <c>cron 0 9 * * 1-5</c>, <c>every PT1H30M</c>.
/// </summary>
public sealed class Recurrence : IEquatable<Recurrence>
{
    private const string CronPrefix = "cron ";
    private const string IntervalPrefix = "every ";
    private const int CronFields = 5;

    /// <summary>What is longer lists every minute one by one, and nobody can read it.</summary>
    private const int MaxCron = 100;

    /// <summary>Beyond it the calendar itself ends, in some zone.</summary>
    private static readonly DateTimeOffset LastDay = DateTimeOffset.MaxValue - TimeSpan.FromDays(2);

    private static readonly string[] Nth = ["first", "second", "third", "fourth", "fifth"];

    private readonly string _text;
    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private Recurrence(string text, CronExpression? cron, TimeSpan interval) => (_text, _cron, _interval) = (text, cron, interval);

    /// <summary>Whether it comes at an interval, whatever the calendar says.</summary>
    public bool IsInterval => _cron is null;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The text form.</param>
    /// <param name="recurrence">The rule, when the text is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Recurrence? recurrence)
    {
        recurrence = null;
        if (text?.StartsWith(CronPrefix, StringComparison.Ordinal) == true)
            return TryCron(text[CronPrefix.Length..], out recurrence);
        if (text?.StartsWith(IntervalPrefix, StringComparison.Ordinal) != true)
            return false;
        try
        {
            recurrence = Every(XmlConvert.ToTimeSpan(text[IntervalPrefix.Length..]));
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // Not in the form that is written here: then it is none of ours.
        }

        return recurrence is not null;
    }

    /// <summary>A rule of the calendar.</summary>
    /// <param name="fields">Minute, hour, day of the month, month, day of the week.</param>
    /// <param name="recurrence">The rule, when the fields are one.</param>
    public static bool TryCron(string fields, [NotNullWhen(true)] out Recurrence? recurrence)
    {
        ArgumentNullException.ThrowIfNull(fields);
        recurrence = null;

        // Cronos takes names such as @every_second as well, which come more often than a timer may.
        var parts = fields.Length <= MaxCron ? fields.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        if (parts.Length == CronFields && CronExpression.TryParse(string.Join(' ', parts), CronFormat.Standard, out var cron))
            recurrence = new Recurrence($"{CronPrefix}{string.Join(' ', parts)}", cron, default);
        return recurrence is not null;
    }

    /// <summary>A rule of passing time; null for an interval that is too short or too long.</summary>
    /// <param name="interval">The interval.</param>
    public static Recurrence? Every(TimeSpan interval) =>
        interval >= Bounds.ShortestRepeat && interval <= Bounds.Longest ? new Recurrence($"{IntervalPrefix}{XmlConvert.ToString(interval)}", cron: null, interval) : null;

    /// <summary>The first time after a moment.</summary>
    /// <param name="after">The moment.</param>
    /// <param name="anchor">A time at which it came: intervals are counted from there.</param>
    /// <param name="zone">The zone whose calendar counts.</param>
    /// <returns>Null when there is none any more.</returns>
    public DateTimeOffset? NextAfter(DateTimeOffset after, DateTimeOffset anchor, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (_cron is not null)
            return after < LastDay ? _cron.GetNextOccurrence(after, zone)?.ToUniversalTime() : null;
        var passed = after < anchor ? 0 : (after - anchor).Ticks / _interval.Ticks + 1;
        return DateTimeOffset.MaxValue - anchor > passed * _interval ? (anchor + passed * _interval).ToUniversalTime() : null;
    }

    /// <summary>The rule in words, for instance <c>every weekday at 9:00</c>.</summary>
    public string Describe()
    {
        if (_cron is null)
            return $"every {Often(_interval)}";
        return _text[CronPrefix.Length..].Split(' ') is [var minute, var hour, var day, var month, var weekday] && Clock(hour, minute) is { } clock
            ? (day, month, weekday) switch
            {
                ("*", "*", "*") => $"every day at {clock}",
                ("*", "*", "1-5") => $"every weekday at {clock}",
                ("*", "*", "0,6") => $"every Saturday and Sunday at {clock}",
                ("*", "*", _) when WeekdayOfMonth(weekday) is { } nth => $"on the {nth} of every month at {clock}",
                ("*", "*", _) when Weekdays(weekday) is { } days => $"every {days} at {clock}",
                ("L", "*", "*") => $"on the last day of every month at {clock}",
                (_, "*", "*") when IsNumber(day) => $"every month on day {day} at {clock}",
                (_, _, "*") when IsNumber(day) && IsNumber(month) => $"every year on {day} {CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(Number(month))} at {clock}",
                _ => $"by {_text}",
            }
            : $"by {_text}";
    }

    /// <summary>The text form.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(Recurrence? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Recurrence);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    private static string Often(TimeSpan interval)
    {
        foreach (var (ticks, name) in (ReadOnlySpan<(long, string)>)[(TimeSpan.TicksPerDay, "day"), (TimeSpan.TicksPerHour, "hour"), (TimeSpan.TicksPerMinute, "minute")])
        {
            if (interval.Ticks % ticks == 0)
                return interval.Ticks == ticks ? name : string.Create(CultureInfo.InvariantCulture, $"{interval.Ticks / ticks} {name}s");
        }

        return Durations.Say(interval);
    }

    private static string? Clock(string hour, string minute) =>
        IsNumber(hour) && IsNumber(minute) ? string.Create(CultureInfo.InvariantCulture, $"{Number(hour)}:{Number(minute):00}") : null;

    private static string? Weekdays(string field)
    {
        var days = field.Split(',');
        if (!days.All(day => IsNumber(day) && Number(day) <= 6))
            return null;
        var names = days.Select(day => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)Number(day))).ToList();
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    private static string? WeekdayOfMonth(string field) => field switch
    {
        [>= '0' and <= '6', '#', >= '1' and <= '5'] => $"{Nth[field[2] - '1']} {NameOf(field[0])}",
        [>= '0' and <= '6', 'L'] => $"last {NameOf(field[0])}",
        _ => null,
    };

    private static string NameOf(char weekday) => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)(weekday - '0'));

    private static bool IsNumber(string field) => field.Length is 1 or 2 && field.All(char.IsAsciiDigit);

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
}
