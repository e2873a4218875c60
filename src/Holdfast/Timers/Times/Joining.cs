using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>The words between a label and its time: those that join them and belong to neither, and those that make another time of it.</summary>
internal static partial class Joining
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Limit = 1_000;

    /// <summary>How many characters at the beginning of what stands behind a time only join it.</summary>
    public static int LengthBehind(string rest) => Leading().Match(rest).Length;

    /// <summary>How many characters at the end of what stands before a time only join it. A time with a preposition needs none: people <c>stand by at 17:00</c>.</summary>
    public static int LengthBefore(string rest, string time) => Preposition().IsMatch(time) ? 0 : Trailing().Match(rest).Length;

    /// <summary>Whether a time was to follow at the end of the line.</summary>
    public static bool IsOpen(string rest) => Open().IsMatch(rest);

    /// <summary>Whether the last words before a time make another one of it, or a part of the label.</summary>
    public static bool MakesAnotherTime(string rest, string time, Said said) =>
        Contrary().IsMatch(rest)
        || !Preposition().IsMatch(time) && Directed().IsMatch(rest)
        || NameOrNumber().IsMatch(time) && Determiner().IsMatch(rest)
        || Weekday().IsMatch(time) && Holy().IsMatch(rest)
        || said is Said.After { IsSaid: false } && InBefore().IsMatch(rest)
        || Frequency().IsMatch(time) && Once().IsMatch(rest)
        || Number().IsMatch(time) && BeforeNumber().IsMatch(rest);

    [GeneratedRegex("^((to|that|about|called|named|for|of) )?", Options, Limit)]
    private static partial Regex Leading();

    [GeneratedRegex("((^| )(by|until|till|at|on|for|@))?$", Options, Limit)]
    private static partial Regex Trailing();

    [GeneratedRegex("(^| )(at|until|till|every|each|from|um|and|or|starting)$", Options, Limit)]
    private static partial Regex Open();

    [GeneratedRegex(@"^((at|on|by|in|every|each)(?!\p{L})|@)", Options, Limit)]
    private static partial Regex Preposition();

    [GeneratedRegex(
        "(^| )(every|each|than|not|never|at least|at most|up to|except|between|and|or|&|since|before|after|from|past|twice|thrice|[0-9]+ ?(x|times)|starting|alternate|alternating|nxt|nex|netx)$",
        Options,
        Limit)]
    private static partial Regex Contrary();

    [GeneratedRegex("(^| )(to|with|into|of)$", Options, Limit)]
    private static partial Regex Directed();

    /// <summary>A weekday, a month or a number: what people put into the sun, and what belongs to somebody.</summary>
    [GeneratedRegex("^([0-9]|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", Options, Limit)]
    private static partial Regex NameOrNumber();

    [GeneratedRegex("^(monday|tuesday|wednesday|thursday|friday|saturday|sunday)", Options, Limit)]
    private static partial Regex Weekday();

    /// <summary>Good Friday is not the next one.</summary>
    [GeneratedRegex("(^| )(good|black|holy|easter|ash|palm|whit|shrove|maundy|cyber|super|bank holiday)$", Options, Limit)]
    private static partial Regex Holy();

    [GeneratedRegex("(^| )(the|an?|my|our|your|their|his|some|other|last)$", Options, Limit)]
    private static partial Regex Determiner();

    /// <summary>"In under 10 minutes", "in at least an hour": what is said of a duration.</summary>
    [GeneratedRegex(@"(^| )(in|after|within)( \p{L}+){1,2}$", Options, Limit)]
    private static partial Regex InBefore();

    [GeneratedRegex(@"^(an?|every|each|per|daily|weekly|monthly|yearly)(?!\p{L})", Options, Limit)]
    private static partial Regex Frequency();

    [GeneratedRegex("(^| )(once|half|quarter)$", Options, Limit)]
    private static partial Regex Once();

    [GeneratedRegex("^(the )?[0-9]", Options, Limit)]
    private static partial Regex Number();

    [GeneratedRegex("(^| )(in|around|about)$", Options, Limit)]
    private static partial Regex BeforeNumber();
}
