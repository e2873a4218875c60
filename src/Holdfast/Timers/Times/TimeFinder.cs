using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>Finds the one time in a line: at its beginning, at its end, or the day at one and the time of day at the other.</summary>
internal sealed partial class TimeFinder
{
    private readonly string _line;
    private readonly Asking _asking;
    private readonly PhraseParser _parser;
    private readonly LabelReader _labels;

    /// <summary>A finder in one line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="asking">How it was asked for.</param>
    public TimeFinder(string line, Asking asking)
    {
        (_line, _asking) = (TypedLine.Masked(line), asking);
        _parser = new PhraseParser(_line);
        _labels = new LabelReader(line, _line, _parser);
    }

    /// <summary>The time and what it is for; null when there is none.</summary>
    /// <exception cref="WrongTimeException">There is one that cannot be.</exception>
    public Found? Find()
    {
        var begin = _line.AsSpan().IndexOfAnyExcept('(', '[', ' ') is > 0 and var bracket ? bracket : 0;
        if (_parser.At(begin, isFirst: true) is not { } first)
            return Contrary().Match(_line) is { Success: true, Length: var length } contrary && _parser.At(length, isFirst: false) is { Said: not null }
                ? throw Leftovers.NotUnderstood(contrary.Value.Trim(), _line[length..])
                : AtEnd(weakDay: null);
        if (first.Said is not { } said)
            throw new WrongTimeException(first.Problem!);
        var isAll = Grammar.AtEnd().IsMatch(_line, first.End);
        if (said is Said.Moment { Day.IsWeak: true, Clock: null } && !isAll)
            return AtEnd(_line[..first.End]);
        if (said is Said.After { IsAdjective: true } && !isAll && AtEnd(weakDay: null, isNeeded: false) is { } other)
            return other;
        if (!isAll && Completed(said, first.End) is { } completed)
            return completed;
        return isAll ? new Found(Checked(said, isAlone: true)) : Labelled(said, first.End, _line.Length);
    }

    /// <summary>The time at the end.</summary>
    /// <param name="weakDay">What stands at the beginning and may be a day.</param>
    /// <param name="isNeeded">Whether there is no other time.</param>
    private Found? AtEnd(string? weakDay, bool isNeeded = true)
    {
        var isInside = false;
        foreach (var start in WordStarts(1))
        {
            if (_parser.At(start, isFirst: false) is not { } last)
                continue;
            var said = last.Said ?? throw new WrongTimeException(last.Problem!);
            if (!Grammar.AtEnd().IsMatch(_line, last.End))
            {
                isInside |= said is not Said.Moment { Day.IsWeak: true, Clock: null };
                continue;
            }

            if (said is Said.Moment { Day.IsWeak: true, Clock: null })
                continue;
            return weakDay is not null && said is Said.Moment { Day: null }
                ? throw new WrongTimeException($"\"{WrongTimeException.Quote(weakDay)}\" may be a day or something else. Write day and time together: `sunday 9:00 tea`.")
                : Labelled(said, 0, start);
        }

        return isInside && isNeeded
            ? throw new WrongTimeException("The time must stand at the beginning or at the end. Try `in 10 minutes call Bob` or `call Bob tomorrow at 9:00`.")
            : null;
    }

    /// <summary>"Every friday beer at 17:00" and "18:00 call Bob tomorrow": the rest of a time that began at the beginning.</summary>
    private Found? Completed(Said begun, int end)
    {
        foreach (var start in WordStarts(end + 1))
        {
            if (_parser.At(start, isFirst: false) is not var (said, problem, last))
                continue;
            if (said is null)
                throw new WrongTimeException(problem!);
            if (!Grammar.AtEnd().IsMatch(_line, last))
                continue;
            if (Together(begun, said) is not { } whole)
                return null;
            return BelongsToLabel().IsMatch(_line[end..start]) || _line[end..start].All(c => !char.IsLetterOrDigit(c) && c != TypedLine.Quoted)
                ? null
                : Labelled(whole, end, start, begun, said);
        }

        return null;
    }

    private static Said? Together(Said one, Said other) => (one, other) switch
    {
        (Said.Moment { Offset: not null } or Said.Moment { Zone: not null } or Said.Days { Zone: not null }, _) => null,
        (Said.Moment { Day: { } named, Clock: null } day, Said.Moment { Day: null, Offset: null } time) when day.Part is null || time.Part is null =>
            day with { Day = named with { IsWeak = false }, Clock = time.Clock, Zone = time.Zone, Part = day.Part ?? time.Part, Note = time.Note },
        (Said.Moment { Day: null, Part: null, Clock: not null } time, Said.Moment { Day: null, Clock: null, Part: { } part }) => time with { Part = part },
        (Said.Days { Part: null } days, Said.Moment { Day: null, Clock: null, Part: { } part }) => days with { Part = part },
        (Said.Moment { Day: null } time, Said.Moment { Clock: null, Day.IsWeak: false } day) when day.Part is null || time.Part is null =>
            day with { Clock = time.Clock, Part = day.Part ?? time.Part },
        (Said.After { IsDays: true, IsSaid: true } days, Said.Moment { Day: null, Clock: not null, Offset: null } time) => time with { Day = MomentReader.DayOf(days), Note = days.Note },
        (Said.Moment { Day: null, Clock: not null } time, Said.After { IsDays: true, IsSaid: true } days) => time with { Day = MomentReader.DayOf(days), Note = days.Note },
        (Said.Days { Clock: null } days, Said.Moment { Day: null, Offset: null, Clock.Time.Second: 0 } time) when days.Part is null || time.Part is null =>
            days with { Clock = time.Clock, Zone = time.Zone, Part = days.Part ?? time.Part },
        (Said.Moment { Day: null, Clock: { Time.Second: 0 } clock } time, Said.Days { Clock: null } days) when days.Part is null || time.Part is null =>
            days with { Clock = clock, Part = days.Part ?? time.Part },
        _ => null,
    };

    /// <summary>The time with its label between these places.</summary>
    private Found Labelled(Said said, int from, int to) => Labelled(said, from, to, from > 0 ? said : null, to < _line.Length ? said : null);

    private Found Labelled(Said said, int from, int to, Said? before, Said? behind)
    {
        var checkedTime = Checked(said, isAlone: from > 0);
        var (label, part) = _labels.Read(from, to, said, before, behind);
        return new Found(checkedTime) { Label = label, Beside = part };
    }

    /// <summary>What the way of asking says about the time.</summary>
    private Said Checked(Said said, bool isAlone)
    {
        if (_asking == Asking.ToWake && said is Said.Moment { Part: null, Clock: { Form: ClockForm.Spoken } clock } && clock.Taken != clock.Time)
            throw clock.MayBeEither("wake me at {0}");
        if (isAlone || said is not Said.After { IsFor: true } after || _asking == Asking.ForTimer)
            return said;
        return _asking == Asking.Plainly
            ? after with { Note = $"I read \"for …\" as: in {Durations.Say(after.Length)}." }
            : throw new WrongTimeException("\"For\" says how long, not when. Try `in 2 hours` or `tomorrow 9:00`.");
    }

    private IEnumerable<int> WordStarts(int from)
    {
        for (var i = Math.Max(from, 1); i < _line.Length; i++)
        {
            if (_line[i - 1] is ' ' or '(' or '[' && _line[i] != ' ')
                yield return i;
        }
    }

    [GeneratedRegex(@"^(before|after|since|until|till|from|between|past) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Contrary();

    /// <summary>"Tomorrow slides for friday" is about Friday's slides.</summary>
    [GeneratedRegex(@"(^| )(for|by|about|of|from|to|until|till|since|before|after|than|the|every|each|last|and|or|not|between)[ ]*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex BelongsToLabel();
}

/// <summary>A time that was found in a line.</summary>
/// <param name="Said">The time.</param>
internal sealed record Found(Said Said)
{
    /// <summary>What it is for.</summary>
    public string Label { get; init; } = "";

    /// <summary>The part of the day that the label names.</summary>
    public DayPart? Beside { get; init; }
}
