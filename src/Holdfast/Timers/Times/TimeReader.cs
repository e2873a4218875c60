namespace Holdfast.Timers.Times;

/// <summary>
/// Reads what people write about time, in English: <c>10s tea</c>, <c>call Bob tomorrow at 9am</c>, <c>every weekday at 9:00</c>. What
/// it does not surely understand it refuses, with an example; it does not guess.
/// </summary>
public static class TimeReader
{
    /// <summary>The most characters of a text: Slack's own limit for what is typed is not far above.</summary>
    public const int MaxText = 4_000;

    /// <summary>The most characters of what a timer is for: more does not fit into a notice.</summary>
    public const int MaxLabel = 500;

    private const string Examples = "`10s tea`, `in 2h30m`, `tomorrow 9:00 call Bob`, `friday 17:00`, `2027-01-05 14:30` or `every weekday at 9:00`";

    /// <summary>Reads a time with what it is for, the time at the beginning or at the end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The present.</param>
    /// <param name="zone">The zone of whoever wrote it.</param>
    public static TimeReading Read(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(zone);
        if (text.Length > MaxText)
            return new TimeReading.NotUnderstood($"That's {text.Length} characters, and I read at most {MaxText}.");
        var (line, asking) = Opening.TakenFrom(TypedLine.Of(text));
        if (line.Length == 0)
            return new TimeReading.NotUnderstood($"Say when: {Examples}.");
        try
        {
            return new TimeFinder(line, asking).Find() is { } found
                ? new TimeMaker(now, zone, found.Beside).Make(found.Said) with { Label = found.Label }
                : new TimeReading.NotUnderstood($"I find no time in that. Try {Examples}.");
        }
        catch (WrongTimeException e)
        {
            return new TimeReading.NotUnderstood(e.Message);
        }
    }

    /// <summary>Reads a time, beside which nothing else may stand.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The present.</param>
    /// <param name="zone">The zone of whoever wrote it.</param>
    public static TimeReading ReadTime(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var reading = Read(text, now, zone);
        return reading is TimeReading.Understood { Label.Length: > 0 }
            ? new TimeReading.NotUnderstood($"There is more in that than a time. Try {Examples}.")
            : reading;
    }
}
