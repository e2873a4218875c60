using System.Globalization;

namespace Holdfast.Text;

/// <summary>Durations, sums and counts as people read them.</summary>
public static class Quantities
{
    /// <summary>The same, but for what a clock that was set back makes of it: zero.</summary>
    /// <param name="span">The duration.</param>
    public static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;

    /// <summary>Such as <c>532 ms</c>, <c>12.4 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>4 days 3 h</c>.</summary>
    /// <param name="span">The duration.</param>
    public static string Duration(TimeSpan span)
    {
        span = NotNegative(span);
        if (span < TimeSpan.FromMilliseconds(999.5))
            return span > TimeSpan.Zero && span.TotalMilliseconds < 1 ? "under 1 ms" : Text($"{span.TotalMilliseconds:0} ms");

        // What rounds up to a minute is said as one, or "60.0 s" would stand beside "1 min".
        if (span < TimeSpan.FromSeconds(59.95))
            return Text($"{span.TotalSeconds:0.0} s");
        if (span < TimeSpan.FromHours(1))
            return TwoUnits((long)Math.Round(span.TotalSeconds), 60, "min", "s");
        if (span < TimeSpan.FromDays(1))
            return TwoUnits((long)span.TotalMinutes, 60, "h", "min");
        var hours = (long)span.TotalHours;
        return TwoUnits(hours, 24, hours < 48 ? "day" : "days", "h");
    }

    /// <summary>A time that somebody chose, such as <c>1 hour</c> or <c>30 days</c>.</summary>
    /// <param name="span">The duration.</param>
    public static string Choice(TimeSpan span) => span switch
    {
        { Ticks: > TimeSpan.TicksPerDay } when span.Ticks % TimeSpan.TicksPerDay == 0 => Text($"{span.Days:N0} days"),
        { Ticks: TimeSpan.TicksPerHour } => "1 hour",
        { Ticks: > TimeSpan.TicksPerHour } when span.Ticks % TimeSpan.TicksPerHour == 0 => Text($"{span.TotalHours:N0} hours"),
        _ => Duration(span),
    };

    /// <summary>A time that has passed, in the largest unit that it fills: <c>5 hours</c>, <c>1 minute</c>.</summary>
    /// <param name="span">The duration.</param>
    public static string Ago(TimeSpan span) => NotNegative(span) switch
    {
        { TotalDays: >= 2 } days => Count((long)days.TotalDays, "day"),
        { TotalHours: >= 1 } hours => Count((long)hours.TotalHours, "hour"),
        { TotalMinutes: >= 1 } minutes => Count((long)minutes.TotalMinutes, "minute"),
        var seconds => Count((long)seconds.TotalSeconds, "second"),
    };

    /// <summary>How long after the run's start, such as <c>+3.2 s</c>.</summary>
    /// <param name="span">The duration.</param>
    public static string Offset(TimeSpan span) => "+" + (span <= TimeSpan.Zero ? "0 s" : Duration(span));

    /// <summary>Millionths of a dollar as <c>$0.0123</c>.</summary>
    /// <param name="micros">The sum.</param>
    public static string Cost(long micros) => micros switch
    {
        <= 0 => "$0",
        < 100 => "under $0.0001",
        _ => Text($"${micros / 1_000_000m:#,0.0000}"),
    };

    /// <summary>A number, such as <c>1,200</c>.</summary>
    /// <param name="number">The number.</param>
    public static string Count(long number) => Text($"{number:N0}");

    /// <summary>A number of things: <c>1 step</c>, <c>1,200 steps</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="thing">One of them.</param>
    public static string Count(long number, string thing) => number == 1 ? $"1 {thing}" : $"{Count(number)} {thing}s";

    /// <summary>An amount of data: <c>1 byte</c>, <c>1,204 bytes</c>, <c>120 kB</c>, <c>12 MB</c>.</summary>
    /// <param name="bytes">How many bytes.</param>
    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => Count(bytes, "byte"),
        < 10_000_000 => $"{Count(bytes / 1_000)} kB",
        _ => $"{Count(bytes / 1_000_000)} MB",
    };

    /// <summary>Such as <c>1,204 in · 312 out</c>; null when neither is known.</summary>
    /// <param name="read">Tokens that a model read.</param>
    /// <param name="written">Tokens that it wrote.</param>
    public static string? Tokens(long? read, long? written) => (read, written) switch
    {
        (null, null) => null,
        ({ } r, null) => $"{Count(r)} in",
        (null, { } w) => $"{Count(w)} out",
        ({ } r, { } w) => $"{Count(r)} in · {Count(w)} out",
    };

    private static string TwoUnits(long small, int size, string largeName, string smallName) =>
        small % size == 0 ? $"{small / size} {largeName}" : $"{small / size} {largeName} {small % size} {smallName}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
