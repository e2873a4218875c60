using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>
/// Reads what people write about time, in English: <c>10s tea</c>, <c>call Bob tomorrow at 9am</c>, <c>every weekday at 9:00</c>. What
/// it does not surely understand it refuses, with an example; it does not guess.
/// </summary>
public static partial class TimeReader
{
    /// <summary>The most characters of a text.</summary>
    public const int MaxText = 4_000;

    /// <summary>The most characters of what a timer is for: more does not fit into a notice.</summary>
    public const int MaxLabel = 500;

    private const string Examples = "10s tea, in 2h30m, tomorrow 9:00 call Bob, friday 17:00, 2027-01-05 14:30, every weekday at 9:00";

    /// <summary>Reads a time with what it is for, the time at the beginning or at the end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The present.</param>
    /// <param name="zone">The zone of whoever wrote it.</param>
    public static TimeReading Read(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxText)
            return new TimeReading.NotUnderstood($"That is {text.Length} characters long, and I read at most {MaxText}.");
        var typed = Opening().Replace(text.Trim(), "", 1).TrimStart();
        if (typed.Length == 0)
            return new TimeReading.NotUnderstood($"Say when, for instance: {Examples}.");
        var parser = new PhraseParser(typed, now, zone);
        if (parser.At(0) is { } first)
            return Labelled(first.Reading, typed[first.End..]);
        TimeReading? wrong = null;
        foreach (var start in WordStarts(typed))
        {
            if (parser.At(start) is not { } last || !End().IsMatch(typed, last.End))
                continue;
            if (last.Reading is TimeReading.Understood)
                return Labelled(last.Reading, typed[..start]);
            wrong ??= last.Reading;
        }

        return wrong ?? new TimeReading.NotUnderstood($"I find no time in that. Write for instance: {Examples}.");
    }

    /// <summary>Reads a time, beside which nothing else may stand.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The present.</param>
    /// <param name="zone">The zone of whoever wrote it.</param>
    public static TimeReading ReadTime(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var reading = Read(text, now, zone);
        return reading is TimeReading.Understood { Label.Length: > 0 }
            ? new TimeReading.NotUnderstood($"There is more in that than a time. Write for instance: {Examples}.")
            : reading;
    }

    private static TimeReading Labelled(TimeReading reading, string rest)
    {
        if (reading is not TimeReading.Understood understood)
            return reading;
        var words = string.Join(' ', Invisible().Replace(rest, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var label = Joint().Replace(words.Trim(' ', ',', ';', ':', '-', '–', '—', '.'), "", 1).Trim().Trim('"', '\'', '“', '”', '‘', '’', '`').Trim();
        return label.Length <= MaxLabel
            ? understood with { Label = label }
            : new TimeReading.NotUnderstood($"What it is for is {label.Length} characters long, and I keep at most {MaxLabel}. Please say it shorter.");
    }

    private static IEnumerable<int> WordStarts(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i]))
                yield return i;
        }
    }

    [GeneratedRegex(@"^(please\s+)?((remind\s+me|wake\s+me|set\s+(a|an)\s+(timer|alarm|reminder)|timer|reminder)\b[\s,:]*)+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\G[\s.!?""'”’]*$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex End();

    /// <summary>What joins a label to its time is not a part of it.</summary>
    [GeneratedRegex(@"^(to|that|about|called|named|for|of)\s+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Joint();

    [GeneratedRegex(@"\p{Cc}+", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Invisible();
}
