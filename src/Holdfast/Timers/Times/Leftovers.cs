using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>
/// Looks in a label for what is left over of a time. Whatever would be read as a time by itself, and whatever else of the vocabulary says
/// when, is refused, unless it surely belongs to the label: <c>monday's report</c>, <c>the 24 hour hotline</c>.
/// </summary>
/// <param name="label">The label, without what stands in quotes.</param>
/// <param name="time">The time beside it, as it was written.</param>
/// <param name="said">The time.</param>
/// <param name="before">What stands before the label of the time; null for nothing.</param>
/// <param name="behind">What stands behind the label of the time; null for nothing.</param>
internal sealed class Leftovers(string label, string time, Said said, Said? before, Said? behind)
{
    private readonly PhraseParser _parser = new(label);

    /// <summary>The part of the day that the label names; null when it names none.</summary>
    /// <exception cref="WrongTimeException">Something is left over.</exception>
    public DayPart? Check()
    {
        CheckNumbers();
        if (OtherLanguages.Find(label) is { } foreign)
            throw OtherLanguages.NotRead(foreign);
        DayPart? part = null;
        for (var start = 0; start < label.Length; start++)
        {
            if (!IsWordStart(start) || IsHarmless(start))
                continue;
            CheckPhrase(start);
            CheckWords(start);
            if (Vocabulary.PartOfDay().Match(label, start) is { Success: true } match && IsByTheCalendar(said))
                part = part is null || part.Name == match.Value ? DayPart.Named(match.Groups["part"].Value) : throw NotUnderstood(match.Value, time);
        }

        return part;
    }

    public static WrongTimeException TwoTimes(string time, string other) => new(
        $"I read more than one time in that: \"{WrongTimeException.Quote(time)}\" and \"{WrongTimeException.Quote(other)}\". Write one, and put the rest in quotes: `10s \"tea at 9:00\"`.");

    public static WrongTimeException NotUnderstood(string rest, string time) => new(
        $"I don't understand \"{WrongTimeException.Quote(rest)}\" beside \"{WrongTimeException.Quote(time)}\". Write the time in one piece, like `2027-01-05 14:30`, or put the rest in quotes: `9:00 \"tea at 5\"`.");

    private void CheckPhrase(int start)
    {
        if (_parser.At(start, isFirst: false) is not { } phrase)
            return;
        if (phrase.Said is null)
            throw new WrongTimeException(phrase.Problem!);
        if (phrase.Said is Said.After { IsAdjective: true } || phrase.Said is Said.Moment { Clock: null, Day: { IsWeak: true, IsWeekday: true } })
            return;
        if (phrase.Said is Said.After && Vocabulary.Determiner().IsMatch(label[..Math.Max(0, start - 1)]) && Grammar.NounBehind().IsMatch(label, phrase.End))
            return;
        throw TwoTimes(time, WithLead(start, phrase.End));
    }

    private void CheckWords(int start)
    {
        CheckEach(Vocabulary.Anywhere, start, isAtEdge: false);
        CheckEach(Vocabulary.AtEdges, start, isAtEdge: true);
        if (IsByTheCalendar(said))
        {
            CheckEach(Vocabulary.AtEdgesOfCalendar, start, isAtEdge: true);
            if (Grammar.NamedPlace().Match(label, start) is { Success: true, Value: var place } && place.EndsWith("time", StringComparison.OrdinalIgnoreCase))
                throw NotUnderstood(place, time);
        }

        if (said is Said.Moment { Day: null })
            CheckEach(Vocabulary.WithoutDayAtEdges, start, isAtEdge: true);
        if (HasNoClock(said))
        {
            CheckEach(Vocabulary.WithoutClock, start, isAtEdge: false);
            CheckEach(Vocabulary.WithoutClockAtEdges, start, isAtEdge: true);
        }

        if (Vocabulary.Possessive().Match(label, start) is { Success: true } possessive)
            throw NotUnderstood(possessive.Value, time);
        if (Grammar.OnDayOfThisMonth().Match(label, start) is { Success: true } day)
            throw TwoTimes(time, day.Value);
        if (start == 0 && before is not null && Vocabulary.Every().IsMatch(label))
            throw NotUnderstood(label, time);
        if (Vocabulary.NumberOfSomething().Match(label, start) is { Success: true } number && Misspelt.Unit(number.Groups["word"].Value) is { } unit)
            throw IsLike(number.Value, unit);
        if (Vocabulary.Word().Match(label, start) is { Success: true } word && Misspelt.Meant(word.Value) is { } meant)
            throw IsLike(word.Value, meant);
    }

    private void CheckEach(IReadOnlyList<Regex> words, int start, bool isAtEdge)
    {
        foreach (var word in words)
        {
            if (word.Match(label, start) is { Success: true, Length: var length } && (!isAtEdge || start == 0 || start + length == label.Length))
                throw NotUnderstood(WithLead(start, start + length), time);
        }
    }

    private void CheckNumbers()
    {
        if (Vocabulary.LeadingNumber().Match(label) is { Success: true } leading
            && (before is not null && GoesOnInNumber(before) || HasNoClock(said) && leading.Groups["verb"].Success))
        {
            throw NotUnderstood(leading.Groups["number"].Value, time);
        }

        if ((HasNoClock(said) || behind is Said.Days) && Vocabulary.TrailingNumber().Match(label) is { Success: true } trailing)
            throw NotUnderstood(trailing.Value, time);
    }

    private static bool HasNoClock(Said? said) => said is Said.Moment { Clock: null } or Said.Days { Clock: null };

    /// <summary>"Tomorrow 5", "at 9 30" and "1 hour 30" may go on; "9:00" and "10s" have come to their end.</summary>
    private static bool GoesOnInNumber(Said said) => said switch
    {
        Said.Moment { Clock: { } clock } => clock.Form == ClockForm.Spoken,
        Said.Days { Clock: { } clock } => clock.Form == ClockForm.Spoken,
        Said.Moment or Said.Days => true,
        Said.After { Length.Seconds: 0 } => true,
        _ => false,
    };

    private bool IsHarmless(int start) =>
        Vocabulary.Sun().IsMatch(label, start)
        || Vocabulary.Possessive().Match(label, start) is { Success: true, Length: var length }
            && start + length < label.Length && label[start + length] == ' '
            && !Vocabulary.LeadsDay().IsMatch(label[..Math.Max(0, start - 1)]);

    private static bool IsByTheCalendar(Said said) => said is not (Said.After or Said.Interval);

    /// <summary>With the word before it that says what is meant by it: <c>for 2 hours</c>, <c>until friday</c>.</summary>
    private string WithLead(int start, int end)
    {
        var lead = start > 1 ? label[(label.LastIndexOf(' ', start - 2) + 1)..(start - 1)] : "";
        return label[(IsLead(lead) ? start - 1 - lead.Length : start)..end];
    }

    private static bool IsLead(string word) => word.ToLowerInvariant() is "for" or "in" or "on" or "at" or "by" or "until" or "till" or "from" or "before" or "after" or "next" or "last" or "every" or "each";

    private WrongTimeException IsLike(string written, string meant) => new(
        $"\"{WrongTimeException.Quote(written)}\" beside \"{WrongTimeException.Quote(time)}\" looks like a misspelt {meant}. Correct it, or put the rest in quotes: `9:00 \"tea\"`.");

    private bool IsWordStart(int at) => at == 0 || label[at - 1] is ' ' or '(' || label[at - 1] is '/' or '-' or '–' or ',' && at > 1 && !char.IsAsciiDigit(label[at - 2]);
}
