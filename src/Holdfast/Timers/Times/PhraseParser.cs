namespace Holdfast.Timers.Times;

/// <summary>Finds the longest time that begins at a given place of a line: something that repeats, a duration, or a moment of the calendar.</summary>
internal sealed class PhraseParser(string line)
{
    /// <summary>The time that begins here; null when none does.</summary>
    /// <param name="start">Where.</param>
    /// <param name="isFirst">Whether nothing stands before it: then "every" must be understood, and "an hour" is a time.</param>
    public Phrase? At(int start, bool isFirst)
    {
        try
        {
            var cursor = new Cursor(line, start);
            var said = RuleReader.Read(ref cursor, isFirst) ?? Duration(ref cursor, start, isFirst) ?? Moment(ref cursor, start, isFirst);
            return said is null || !cursor.IsAtEdge && !cursor.IsAtEnd ? null : new Phrase(said, Problem: null, cursor.At);
        }
        catch (WrongTimeException e)
        {
            return new Phrase(Said: null, e.Message, line.Length);
        }
    }

    /// <summary>A duration, or the day that it makes with a time of day behind it: <c>in 2 weeks at 9:00</c>.</summary>
    private Said? Duration(ref Cursor cursor, int start, bool isFirst)
    {
        cursor = new Cursor(line, start);
        if (MomentReader.IsClock(cursor) || DurationReader.Read(ref cursor, isFirst) is not { } after)
            return null;
        Said? ofDay = after is { IsDays: true, IsSaid: true } ? OnDay(ref cursor, after) : null;
        return ofDay ?? after;
    }

    private static Said.Moment? OnDay(ref Cursor cursor, Said.After days)
    {
        var behind = cursor;
        if (MomentReader.Read(ref behind, MomentReader.DayOf(days), isFirst: false) is not { } moment || moment.Clock is null && moment.Part is null)
            return null;
        cursor = behind;
        return moment with { Note = days.Note };
    }

    private Said.Moment? Moment(ref Cursor cursor, int start, bool isFirst)
    {
        cursor = new Cursor(line, start);
        return MomentReader.Read(ref cursor, day: null, isFirst);
    }
}
