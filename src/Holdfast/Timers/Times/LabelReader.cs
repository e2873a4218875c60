using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>
/// Reads what a timer is for: what a line says besides the time. Nothing of a time may be left in it, outside quotes: "every day at 9 and
/// 17" is not a timer for "and 17".
/// </summary>
/// <param name="line">The line as it was typed.</param>
/// <param name="masked">The same without what stands in quotes.</param>
/// <param name="parser">Reads times of it.</param>
internal sealed partial class LabelReader(string line, string masked, PhraseParser parser)
{
    /// <summary>What stands between a label and its time.</summary>
    private static readonly char[] Joints = [' ', ',', ';', ':', '.', '-', '–', '—', '|', '>', '→', '='];

    /// <summary>What stands between two places of the line, of which at least one is the edge of a time; and the part of the day that it names.</summary>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end.</param>
    /// <param name="said">The time.</param>
    /// <param name="before">What stands before it of the time; null for nothing.</param>
    /// <param name="behind">What stands behind it of the time; null for nothing.</param>
    /// <exception cref="WrongTimeException">It is a part of the time, or too long.</exception>
    public (string Label, DayPart? Part) Read(int from, int to, Said said, Said? before, Said? behind)
    {
        var time = $"{masked[..from].Trim(Joints)} {masked[to..].Trim(Joints)}".Trim();
        (from, to) = Within(from, to);
        if (TypedLine.Unquoted(line[from..to]) is var inner && inner.Length < to - from)
            return (Checked(inner), null);
        if (before is not null)
            CheckBehindTime(from, to, said, time);
        if (behind is null && Joining.IsOpen(masked[from..to]))
            throw Leftovers.NotUnderstood($"{LastWords().Match(masked[from..to]).Value} …", time);
        if (behind is not null)
            to = BeforeTime(from, to, said, time);
        if (before is not null && masked.AsSpan(from, to - from).StartsWith("for ", StringComparison.OrdinalIgnoreCase) && parser.At(from, isFirst: false) is { Said: Said.After, End: var end })
            throw Leftovers.TwoTimes(time, masked[from..Math.Min(end, to)]);
        from += Joining.LengthBehind(masked[from..to]);
        if (before is not null && Opening.Of(masked[from..to]) is { Asking: Asking.ToRemind or Asking.ToWake, Length: var length })
            from += length + Joining.LengthBehind(masked[(from + length)..to]);
        var label = masked[from..to];
        if (label.All(c => c != TypedLine.Quoted && (char.IsPunctuation(c) || c == ' ')))
            return ("", null);
        var shown = Checked(TypedLine.Unquoted(line[from..to]));
        var part = new Leftovers(label, time, said, before, behind).Check();
        if (Numbers().IsMatch(label))
            throw Leftovers.NotUnderstood(label, time);
        return (shown, part);
    }

    private (int From, int To) Within(int from, int to)
    {
        while (from < to && (Joints.Contains(masked[from]) || from > 0 && masked[from] is ')' or ']'))
            from++;
        while (to > from && (Joints.Contains(masked[to - 1]) || masked[to - 1] is '(' or '[') && !EndsInDate().IsMatch(masked[from..to]))
            to--;
        return (from, to);
    }

    private void CheckBehindTime(int from, int to, Said said, string time)
    {
        var rest = masked[from..to];
        if (said is Said.After && Unknown().IsMatch(rest))
            throw new WrongTimeException("I only know times of the clock and the calendar. Try `in 10 minutes` or `tomorrow 9:00`.");
        if (said is (Said.Interval or Said.Days or Said.Cron) && Limits().IsMatch(rest) || said is Said.Interval && Places().IsMatch(rest))
            throw new WrongTimeException($"I read no hours, ends and exceptions in what repeats, such as \"{WrongTimeException.Quote(rest)}\". Try `every 2 hours` or `cron 0 9-17 * * 1-5`.");
        if (GoesOn().Match(rest) is not { Success: true } more)
            return;
        var isTime = said is not Said.After && (more.Groups["number"].Success || parser.At(from + more.Length, isFirst: false) is not null);
        if (isTime)
            throw Leftovers.TwoTimes(time, rest);
        if (more.Groups["and"].Success)
            throw Leftovers.NotUnderstood($"{more.Value.Trim()} …", time);
    }

    /// <summary>Where the label ends that stands before the time.</summary>
    private int BeforeTime(int from, int to, Said said, string time)
    {
        var (rest, behind) = (masked[from..to], masked[to..].TrimStart());
        return Joining.MakesAnotherTime(rest, behind, said)
            ? throw Leftovers.NotUnderstood($"{LastWords().Match(rest).Value} …", time)
            : Within(from, to - Joining.LengthBefore(rest, behind)).To;
    }

    private static string Checked(string label) => label.Length <= TimeReader.MaxLabel
        ? label
        : throw new WrongTimeException($"That text has {label.Length} characters, and a timer takes at most {TimeReader.MaxLabel}. Please shorten it.");

    [GeneratedRegex(@"^(after|before|past|since|until|till) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"^(from|between|starting|beginning|until|till|except|unless|during|but not|not on|for the next) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Limits();

    [GeneratedRegex(@"^(at|on) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Places();

    [GeneratedRegex(@"([^ ]{1,20} )?[^ ]*$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LastWords();

    [GeneratedRegex(@"^((?<and>and|or|&)|to|through|thru|until|till) (?<number>[0-9]{1,2}(?![\p{L}\p{N}]))?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex GoesOn();

    /// <summary>Its last point belongs to it.</summary>
    [GeneratedRegex(@"(^| )[0-9]{1,2}\.[0-9]{1,2}\.$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex EndsInDate();

    [GeneratedRegex(@"^[0-9][0-9 .,:/-]*$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Numbers();
}
