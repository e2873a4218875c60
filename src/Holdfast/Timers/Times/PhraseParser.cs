namespace Holdfast.Timers.Times;

/// <summary>Finds a time that begins at a given place of a line: something that repeats, a duration, or a moment of the calendar.</summary>
internal sealed class PhraseParser(string line)
{
    /// <summary>The time that begins here; null when none does.</summary>
    public Phrase? At(int start)
    {
        var cursor = new Cursor(line, start);
        try
        {
            var said = RuleReader.Read(ref cursor, isFirst: start == 0);
            if (said is null)
            {
                cursor = new Cursor(line, start);
                said = DurationReader.Read(ref cursor, isAlone: start == 0);
            }

            if (said is null)
            {
                cursor = new Cursor(line, start);
                said = Moment(ref cursor);
            }

            return said is null || !cursor.IsAtEdge && !cursor.IsAtEnd ? null : new Phrase(said, Problem: null, cursor.At);
        }
        catch (WrongTimeException e)
        {
            return new Phrase(Said: null, e.Message, line.Length);
        }
    }

    private static Said.Moment? Moment(ref Cursor cursor)
    {
        DayName? day = null;
        Clock? clock = null;
        for (var part = 0; part < 2; part++)
        {
            day ??= DayReader.Read(ref cursor);
            clock ??= Clock.Read(ref cursor);
        }

        if (day is null && clock is null)
            return null;
        var offset = clock is null ? null : Offset(ref cursor, day);
        return new Said.Moment(day, clock, ZoneReader.Read(ref cursor)) { Offset = offset };
    }

    private static TimeSpan? Offset(ref Cursor cursor, DayName? day)
    {
        if (cursor.Take(Grammar.Zulu()))
            return TimeSpan.Zero;
        if (!cursor.Take(Grammar.Offset(), out var match))
            return null;
        var (hours, minutes) = (Grammar.Number(match.Groups["hours"].Value), Grammar.Number(match.Groups["minutes"].Value));
        var isBehind = match.Groups["sign"].Value == "-";

        // 9:00-10:00 is a stretch of time rather than a place in the Pacific.
        if (day is not { IsDate: true } || isBehind && !day.IsStamp)
            throw new WrongTimeException("An offset from UTC goes with a date and a time. Write for instance: 2027-01-05T14:30-05:00.");
        if (hours > 14 || minutes > 59 || hours == 14 && minutes > 0)
            throw new WrongTimeException("There is no such offset from UTC. Write for instance: 2027-01-05T14:30+01:00.");
        var offset = new TimeSpan(hours, minutes, 0);
        return isBehind ? -offset : offset;
    }
}
