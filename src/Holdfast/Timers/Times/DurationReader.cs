using System.Globalization;

namespace Holdfast.Timers.Times;

/// <summary>Reads how long: <c>10s</c>, <c>2 h 30 min</c>, <c>half an hour</c>.</summary>
internal static class DurationReader
{
    /// <summary>Seconds to weeks, and one more: who writes more parts has pasted something else.</summary>
    private const int MostParts = 6;

    /// <summary>Reads a time from now; null when none begins here.</summary>
    /// <param name="cursor">Where.</param>
    /// <param name="isAlone">Whether nothing stands before it. "An hour" is a time when it is all there is; in "a day in the park" it is not.</param>
    public static Said.After? Read(ref Cursor cursor, bool isAlone)
    {
        var isSaid = cursor.Take(Grammar.In());
        if (cursor.Take(Grammar.Negative()))
            throw Past();
        if (!isSaid && cursor.Take(Grammar.HourOfDay()))
            return null;
        var total = Length(ref cursor);
        if (total is null && cursor.Take(Grammar.One(), out var one))
        {
            total = Span("1", one.Groups["unit"].Value, one.Groups["half"].Success);
            if (!isSaid && !(isAlone && cursor.IsAtEnd))
                return null;
        }

        if (total is not { } length || !cursor.IsAtEdge)
            return null;
        if (cursor.Take(Grammar.Ago()))
            throw Past();
        cursor.Take(Grammar.FromNow());
        return length >= Bounds.Shortest
            ? new Said.After(length)
            : throw new WrongTimeException($"That is no time at all: a timer rings after {Durations.Say(Bounds.Shortest)} at the earliest. Write for instance: 10s, in 2h30m.");
    }

    /// <summary>Reads a duration; the longest there is for what is longer, and null when none begins here.</summary>
    public static TimeSpan? Length(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.Fraction(), out var fraction))
        {
            var part = fraction.Groups["part"].Value.ToLowerInvariant() switch { "half" => "0.5", "quarter" => "0.25", _ => "0.75" };
            return Span(part, fraction.Groups["unit"].Value, isWithHalf: false);
        }

        TimeSpan? total = null;
        for (var parts = 1; cursor.Take(Grammar.Amount(), out var amount); parts++)
        {
            if (parts > MostParts)
                throw new WrongTimeException("That is a duration of too many parts. Write for instance: 2h30m.");
            var span = Span(Grammar.Digits(amount.Groups["count"].Value), amount.Groups["unit"].Value, amount.Groups["half"].Success);
            total = total > TimeSpan.MaxValue - span ? TimeSpan.MaxValue : (total ?? TimeSpan.Zero) + span;
        }

        return total;
    }

    private static TimeSpan Span(string count, string unit, bool isWithHalf)
    {
        if (count.AsSpan().IndexOfAny('.', ',') is > 0 and var point && count.Length - point == 4)
            throw new WrongTimeException($"{WrongTimeException.Quote(count)} is a thousand times more to some people than to others. Write for instance: 10000 s, or: 2h30m.");
        var seconds = unit.ToLowerInvariant() switch
        {
            ['m', 'o', ..] or ['y', ..] => throw new WrongTimeException("Months and years are not all of one length. Write days or a date, for instance: 30 days, or: 2027-01-05 9:00."),
            ['s', ..] => 1,
            ['m', ..] => 60,
            ['h', ..] => 3_600,
            ['d', ..] => 86_400,
            _ => 7 * 86_400,
        };
        var total = (double.Parse(count.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) + (isWithHalf ? 0.5 : 0)) * seconds;
        return total < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromMilliseconds(Math.Round(total * 1_000)) : TimeSpan.MaxValue;
    }

    private static WrongTimeException Past() => new("A timer cannot ring in the past. Write for instance: 10s, in 2h30m.");
}
