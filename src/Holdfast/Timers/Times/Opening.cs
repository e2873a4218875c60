using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>How somebody asks for a timer, which says what a time means that may be meant otherwise.</summary>
internal enum Asking
{
    /// <summary>With the time or the label alone.</summary>
    Plainly,

    /// <summary><c>set a timer for 10 minutes</c>.</summary>
    ForTimer,

    /// <summary><c>remind me</c>: of a moment, not for so long.</summary>
    ToRemind,

    /// <summary><c>wake me at 6</c>, <c>set an alarm</c>: hardly for the afternoon.</summary>
    ToWake,
}

/// <summary>The words that only say that a timer is wanted.</summary>
internal static partial class Opening
{
    /// <summary>How many characters they take at the beginning of a line, and what they ask for.</summary>
    public static (int Length, Asking Asking) Of(string line)
    {
        if (Words().Match(line) is not { Success: true, Length: > 0 } match)
            return (0, Asking.Plainly);
        var asking = match.Groups["wake"].Success ? Asking.ToWake : match.Groups["remind"].Success ? Asking.ToRemind : Asking.ForTimer;
        return (match.Length, asking);
    }

    /// <summary>The line without them, and without the mark of the question in which they stand.</summary>
    public static (string Line, Asking Asking) TakenFrom(string line)
    {
        var (length, asking) = Of(line);
        var rest = line[length..].TrimStart();
        if (asking == Asking.ToWake && BareHour().IsMatch(rest))
            rest = $"at {rest}";
        return (Question().IsMatch(line[..length]) ? rest.TrimEnd('?', ' ') : rest, asking);
    }

    private const string Polite =
        @"((hey|hi|hello|ok|okay),? )?((please|pls|plz|kindly)[ ,]+|(can|could|will|would) (you|u) |i('d| would)? (want|need|like) (you )?(to )?|(i )?need )*";

    private const string Thing = "(timer|reminder|countdown)";

    [GeneratedRegex(
        "^(" + Polite + "((?<remind>remind|ping|notify|alert|nudge) (me|us)( please| pls| plz)?|(?<wake>wake (me|us)( up)?)"
        + "|((set|start|make|create|add|schedule|give me)( up)?( me| us)? )?((an?|my|the|another) )?(new )?(" + Thing + "|(?<wake>alarm)))( for)?(?=[ ,:]|$)[ ,:]*"
        + "|" + Polite + "((set|start|make|create|add|give me)( up)?( me| us)? )?(an? |the )?(?=([0-9½]|" + NumberWords.Cardinal + @"[ -])[\w½.,]*([ -]\w+){0,3} (" + Thing + @"|alarm)(?!\p{L})))+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000)]
    private static partial Regex Words();

    /// <summary>An alarm is set for an hour, and needs no "at".</summary>
    [GeneratedRegex("^([0-9]{1,2}|" + NumberWords.Hour + ")(?=$| (tomorrow|today|tonight|on|every|in the|at night))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex BareHour();

    [GeneratedRegex(@"(^| )(can|could|will|would) (you|u) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Question();
}
