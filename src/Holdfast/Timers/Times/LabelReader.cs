using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>
/// Reads what a timer is for: what a line says besides the time. A rest that shows that the time was meant otherwise is refused:
/// "every day at 9 and 17" is not a timer for "and 17".
/// </summary>
internal sealed partial class LabelReader(string line, PhraseParser parser)
{
    /// <summary>What stands between two places of the line, of which at least one is the edge of a time.</summary>
    /// <exception cref="WrongTimeException">It is a part of the time, or too long.</exception>
    public string Read(int from, int to, Said said)
    {
        while (from < to && IsJoint(line[from]))
            from++;
        while (to > from && IsJoint(line[to - 1]))
            to--;
        var rest = line[from..to];
        var inner = TypedLine.Unquoted(rest);
        if (inner.Length < rest.Length)
            return Checked(inner);
        if (from > 0)
            CheckBehindTime(from, to, rest, said);
        if (to < line.Length)
            rest = BeforeTime(rest);
        rest = Leading().Replace(rest, "", 1);
        if (Numbers().IsMatch(rest))
            throw SlashedDay().IsMatch(rest) ? DayReader.Slashes() : NotUnderstood(rest);
        return rest.All(c => char.IsPunctuation(c) || c == ' ') ? "" : Checked(TypedLine.Unquoted(rest));
    }

    private void CheckBehindTime(int from, int to, string rest, Said said)
    {
        if (said is Said.After && Unknown().IsMatch(rest))
            throw new WrongTimeException("I know only times of the clock and the calendar. Write for instance: in 10 minutes, or: tomorrow 9:00.");
        if (said is (Said.Interval or Said.Days or Said.Cron) && Limits().IsMatch(rest) || said is Said.Interval && Places().IsMatch(rest))
            throw new WrongTimeException("I read no hours, ends and exceptions of what repeats. Write for instance: every 2 hours, or: cron 0 9-17 * * 1-5.");
        var lead = Leading().Match(rest) is { Success: true } leading ? leading.Length : 0;
        var whole = parser.At(from + lead);
        if (whole is { Said: not null, End: var end } && line.AsSpan(end, Math.Max(0, to - end)).IndexOfAnyExcept(" .!?") < 0)
            throw TwoTimes();
        if (parser.At(from) is { Said: Said.Days or Said.Interval or Said.Cron })
            throw TwoTimes();
        if (said is not Said.After && GoesOn().Match(rest) is { Success: true } more && (more.Groups["number"].Success || parser.At(from + more.Length) is not null))
            throw TwoTimes();
    }

    private static string BeforeTime(string rest)
    {
        if (Contrary().Match(rest) is { Success: true } contrary)
            throw NotUnderstood($"{contrary.Groups["word"].Value} …");
        return Trailing().Replace(rest, "", 1);
    }

    private static string Checked(string label) => label.Length <= TimeReader.MaxLabel
        ? label
        : throw new WrongTimeException($"What it is for is {label.Length} characters long, and I keep at most {TimeReader.MaxLabel}. Please say it shorter.");

    private static bool IsJoint(char c) => c is ' ' or ',' or ';' or ':' or '.' or '-' or '–' or '—';

    private static WrongTimeException TwoTimes() => new("I read more than one time in that. Write one, and put quotes around what it is for: 10s \"tea at 9:00\".");

    private static WrongTimeException NotUnderstood(string rest) => new(
        $"I do not understand \"{WrongTimeException.Quote(rest)}\" beside that time. Write for instance: 2027-01-05 14:30, or put quotes around what it is for.");

    [GeneratedRegex(@"^(after|before|past|since|until|till) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"^(from|between|starting|until|till|except|unless|during) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Limits();

    [GeneratedRegex(@"^(at|on) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Places();

    /// <summary>What joins a label to its time is not a part of it.</summary>
    [GeneratedRegex(@"^(to|that|about|called|named|for|of) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Leading();

    [GeneratedRegex(@"(^| )(by|until|till|at|on|in|for|@|starting)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Trailing();

    /// <summary>Words that make the time behind them another one.</summary>
    [GeneratedRegex(@"(^| )(?<word>every|each|last|past|to|from|after|before|since|than|not|except|between|and|or|&)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Contrary();

    [GeneratedRegex(@"^(and|or|to|through|thru|until|till|&) (?<number>[0-9]{1,2}(?![\p{L}\p{N}]))?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex GoesOn();

    [GeneratedRegex(@"^[0-9][0-9 .,:/-]*$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^[0-9]{1,2}/[0-9]{1,2}$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SlashedDay();
}
