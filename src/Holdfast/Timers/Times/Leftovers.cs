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
        $"I read more than one time in that: \"{WrongTimeException.Quote(time)}\" and \"{WrongTimeException.Quote(other)}\". Write one, and put quotes around what it is for: 10s \"tea at 9:00\".");

    public static WrongTimeException NotUnderstood(string rest, string time) => new(
        $"I do not understand \"{WrongTimeException.Quote(rest)}\" beside \"{WrongTimeException.Quote(time)}\". Write the time in one piece, for instance: 2027-01-05 14:30, or put quotes around what it is for: 9:00 \"tea at 5\".");

    private void CheckPhrase(int start)
    {
        if (_parser.At(start, isFirst: false) is not { } phrase)
            return;
        if (phrase.Said is null)
            throw new WrongTimeException(phrase.Problem!);
        if (phrase.Said is Said.After { IsAdjective: true } or Said.Moment { Clock: null, Day: null } || phrase.Said is Said.Moment { Clock: null, Day.IsWeak: true, Day.IsWeekday: true })
            return;
        var end = phrase.End;
        if (phrase.Said is Said.After && Vocabulary.Determiner().IsMatch(label[..Math.Max(0, start - 1)]) && Grammar.NounBehind().IsMatch(label, end))
            return;
        throw TwoTimes(time, WithLead(start, end));
    }

    private void CheckWords(int start)
    {
        if (Vocabulary.Always().Match(label, start) is { Success: true } always)
            throw NotUnderstood(WithLead(start, start + always.Length), time);
        if (Vocabulary.Possessive().Match(label, start) is { Success: true } possessive)
            throw NotUnderstood(possessive.Value, time);
        if (Grammar.OnDayOfThisMonth().Match(label, start) is { Success: true } day)
            throw TwoTimes(time, day.Value);
        if (Vocabulary.Together().Match(label, start) is { Success: true } together)
            throw NotUnderstood(together.Value, time);
        if (Vocabulary.BesideTime().Match(label, start) is { Success: true } name && IsByTheCalendar(said) && IsBesideTime(start, start + name.Length))
            throw NotUnderstood(name.Value, time);
        if (Vocabulary.OneUnit().Match(label, start) is { Success: true } unit)
            throw TwoTimes(time, WithLead(start, start + unit.Length));
        if (start == 0 && before is not null && Vocabulary.Every().IsMatch(label))
            throw NotUnderstood(label, time);
        if (Vocabulary.DayAndMonth().Match(label, start) is { Success: true } date && IsByTheCalendar(said) && IsBesideTime(start, start + date.Length))
            throw NotUnderstood(date.Value, time);
        if (Vocabulary.ShortDate().Match(label, start) is { Success: true } full)
            throw NotUnderstood(full.Value, time);
        if (HasNoClock(said) && Vocabulary.MealTime().Match(label, start) is { Success: true } meal)
            throw NotUnderstood(meal.Value, time);
        if (Vocabulary.Vaguely().Match(label, start) is { Success: true } vague && IsBesideTime(start, start + vague.Length) && HasNoClock(before ?? behind))
            throw NotUnderstood(vague.Value, time);
        if (Vocabulary.NumberOfSomething().Match(label, start) is { Success: true } number && Misspelt.Unit(number.Groups["word"].Value) is { } meantUnit)
            throw IsLike(number.Value, meantUnit);
        if (Vocabulary.Word().Match(label, start) is { Success: true } word && Misspelt.Meant(word.Value) is { } meant)
            throw IsLike(word.Value, meant);
    }

    private void CheckNumbers()
    {
        if (before is not null && GoesOnInNumber(before) && Vocabulary.LeadingNumber().Match(label) is { Success: true } leading)
            throw NotUnderstood(leading.Value, time);
        if ((HasNoClock(behind) || behind is Said.Days) && Vocabulary.TrailingNumber().Match(label) is { Success: true } trailing)
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

    private bool IsBesideTime(int start, int end) => end == label.Length && behind is not null || start == 0 && before is not null;

    private static bool IsByTheCalendar(Said said) => said is not (Said.After or Said.Interval);

    /// <summary>With the word before it that says what is meant by it: <c>for 2 hours</c>, <c>until friday</c>.</summary>
    private string WithLead(int start, int end)
    {
        var lead = start > 1 ? label[(label.LastIndexOf(' ', start - 2) + 1)..(start - 1)] : "";
        return label[(IsLead(lead) ? start - 1 - lead.Length : start)..end];
    }

    private static bool IsLead(string word) => word.ToLowerInvariant() is "for" or "in" or "on" or "at" or "by" or "until" or "till" or "from" or "before" or "after" or "next" or "last" or "every" or "each";

    private WrongTimeException IsLike(string written, string meant) => new(
        $"\"{WrongTimeException.Quote(written)}\" beside \"{WrongTimeException.Quote(time)}\" is written nearly like {meant}. Write it so, or put quotes around what it is for: 9:00 \"tea\".");

    private bool IsWordStart(int at) => at == 0 || label[at - 1] is ' ' or '(' || label[at - 1] is '/' or '-' or '–' or ',' && at > 1 && !char.IsAsciiDigit(label[at - 2]);
}
