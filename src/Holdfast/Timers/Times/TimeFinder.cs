using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>Finds the one time in a line: at its beginning, at its end, or the day at one and the time of day at the other.</summary>
internal sealed partial class TimeFinder
{
    private readonly string _line;
    private readonly PhraseParser _parser;
    private readonly LabelReader _labels;

    public TimeFinder(string line)
    {
        (_line, _parser) = (line, new PhraseParser(line));
        _labels = new LabelReader(line, _parser);
    }

    /// <summary>The time and what it is for; null when there is none.</summary>
    /// <exception cref="WrongTimeException">There is one that cannot be.</exception>
    public (Said Said, string Label)? Find()
    {
        if (_parser.At(0) is not { } first)
            return AtEnd(weakDay: null);
        if (first.Said is not { } said)
            throw new WrongTimeException(first.Problem!);
        var isAll = Grammar.AtEnd().IsMatch(_line, first.End);
        if (said is Said.Moment { Day.IsWeak: true, Clock: null } && !isAll)
            return AtEnd(_line[..first.End]);
        if (!isAll && Completed(said, first.End) is { } completed)
            return completed;
        return (said, isAll ? "" : _labels.Read(first.End, _line.Length, said));
    }

    /// <summary>The time at the end.</summary>
    /// <param name="weakDay">What stands at the beginning and may be a day.</param>
    private (Said Said, string Label)? AtEnd(string? weakDay)
    {
        string? problem = null;
        var isInside = false;
        foreach (var start in WordStarts(1))
        {
            if (_parser.At(start) is not { } last)
                continue;
            if (last.Said is not { } said)
            {
                problem ??= last.Problem;
                continue;
            }

            if (!Grammar.AtEnd().IsMatch(_line, last.End))
            {
                isInside |= said is Said.After or Said.Moment { Clock: not null };
                continue;
            }

            if (said is Said.Moment { Day.IsWeak: true, Clock: null })
                continue;
            return weakDay is not null && said is Said.Moment { Day: null }
                ? throw new WrongTimeException($"\"{WrongTimeException.Quote(weakDay)}\" may be a day or something else. Write day and time together, for instance: sunday 9:00 tea.")
                : (said, _labels.Read(0, start, said));
        }

        return (problem, isInside) switch
        {
            (not null, _) => throw new WrongTimeException(problem),
            (_, true) => throw new WrongTimeException("The time must stand at the beginning or at the end. Write for instance: in 10 minutes call Bob, or: call Bob tomorrow at 9:00."),
            _ => null,
        };
    }

    /// <summary>"Every friday beer at 17:00" and "18:00 call Bob tomorrow": the rest of a time that began at the beginning.</summary>
    private (Said Said, string Label)? Completed(Said begun, int end)
    {
        if (begun is not (Said.Moment { Offset: null, Zone: null } or Said.Days { Zone: null }))
            return null;
        foreach (var start in WordStarts(end + 1))
        {
            if (_parser.At(start) is not { Said: { } said, End: var last } || !Grammar.AtEnd().IsMatch(_line, last))
                continue;
            if (Together(begun, said) is not { } whole)
                return null;
            return BelongsToLabel().IsMatch(_line[end..start]) || _line[end..start].All(c => !char.IsLetterOrDigit(c))
                ? null
                : (whole, _labels.Read(end, start, whole));
        }

        return null;
    }

    private static Said? Together(Said one, Said other) => (one, other) switch
    {
        (Said.Moment { Clock: null } day, Said.Moment { Day: null, Offset: null } time) => day with { Clock = time.Clock, Zone = time.Zone },
        (Said.Moment { Day: null } time, Said.Moment { Clock: null, Day.IsWeak: false } day) => day with { Clock = time.Clock },
        (Said.Days { Clock: null } days, Said.Moment { Day: null, Offset: null, Clock.Time.Second: 0 } time) => days with { Clock = time.Clock, Zone = time.Zone },
        (Said.Moment { Day: null, Clock: { Time.Second: 0 } clock }, Said.Days { Clock: null } days) => days with { Clock = clock },
        _ => null,
    };

    private IEnumerable<int> WordStarts(int from)
    {
        for (var i = Math.Max(from, 1); i < _line.Length; i++)
        {
            if (_line[i - 1] == ' ')
                yield return i;
        }
    }

    /// <summary>"Tomorrow slides for friday" is about Friday's slides.</summary>
    [GeneratedRegex(@"(^| )(for|by|about|of|from|to|until|till|since|before|after|than|the|every|each|last|and|or|not|between)[ ]*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex BelongsToLabel();
}
