using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>
/// The pieces of which times are made, each to be found at a given place of a line whose words stand one blank apart: so no piece can
/// look far, and the time it takes to read a line grows with its length alone.
/// </summary>
internal static partial class Grammar
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const RegexOptions AsWritten = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Limit = 1_000;

    /// <summary>What may stand between two pieces of one time.</summary>
    private const string Lead = @"\G([,;] ?| [-–—] | )?";

    /// <summary>What makes no other time of one.</summary>
    private const string About = @"(around|about|approximately|approx\.?|roughly|exactly|precisely|~)";

    /// <summary>Where a word ends: <c>monday's report</c>, <c>10s/20s</c> and <c>at 9-ish</c> are not what they begin with.</summary>
    private const string Edge = @"(?![\p{L}\p{N}_/%°€$£]|['’–-][\p{L}\p{N}]|[.:]\p{N})";

    private const string PlainWeekday = "(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?";
    private const string Weekdays = "(?<weekday>" + PlainWeekday + ")";
    private const string Months =
        "(?<month>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)";

    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] WeekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>1 to 12.</summary>
    public static int Month(string name) => Array.IndexOf(MonthNames, name[..3].ToLowerInvariant()) + 1;

    /// <summary>0 for Sunday, as cron and .NET count.</summary>
    public static int Weekday(string name) => Array.IndexOf(WeekdayNames, name[..3].ToLowerInvariant());

    /// <summary>A number that is small if it is right; 0 for none.</summary>
    public static int Number(string number) => number.Length == 0 ? 0 : NumberWords.Whole(number);

    [GeneratedRegex(@"\G ", Options, Limit)]
    public static partial Regex Blank();

    [GeneratedRegex(@"\G" + Edge, Options, Limit)]
    public static partial Regex AtEdge();

    [GeneratedRegex(@"\G(,? (please|pls|plz|thanks|thank you|thx)){0,2}[ .!?""'”’)\]…]{0,8}$", Options, Limit)]
    public static partial Regex AtEnd();
}
