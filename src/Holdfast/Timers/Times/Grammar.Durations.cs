using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

internal static partial class Grammar
{
    private const string Unit = "(?<unit>seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|fortnights?|weeks?|w|months?|years?)";
    private const string Count = "(?<count>([0-9]+ (and )?)?[1-3]/[234]|[0-9]+([.,][0-9]+)?[½¼¾]?|[½¼¾]|(?<word>" + NumberWords.Large + "))";
    private const string More = "(?<more> and (a half|half|a quarter|three quarters))?";

    [GeneratedRegex(@"\G[-−] ?[0-9]+([.,][0-9]+)? ?" + Unit + @"(?!\p{L})", Options, Limit)]
    public static partial Regex Negative();

    [GeneratedRegex(@"\G((?<in>in|after|for|within|another)( another| the next)? (" + About + @" ?)?|" + About + " ?)", Options, Limit)]
    public static partial Regex In();

    [GeneratedRegex(@"\G((?<part>half)( an?)?|an? (?<part>half)|(an? )?(?<part>quarter)( of)? an?|(an? )?(?<part>quarter)|(?<part>three)[ -]quarters of an?)[ -]" + Unit + Edge, Options, Limit)]
    public static partial Regex Fraction();

    /// <summary><c>an hour</c>, and <c>hour and a half</c>.</summary>
    [GeneratedRegex(@"\G(,? and |, ?)?(an? " + Unit + More + "|(?<=^|in |every )" + Unit + "(?<more> and (a half|half|a quarter|three quarters)))" + Edge, Options, Limit)]
    public static partial Regex One();

    [GeneratedRegex(@"\G(?<join>,? ?and |, ?| )?" + Count + More + "((?(word)([ -]| more )|([ -]?| more )))" + Unit + More + @"(?!\p{L})", Options, Limit)]
    public static partial Regex Amount();

    [GeneratedRegex(@"\G(,|,? ?and )", Options, Limit)]
    public static partial Regex Joined();

    [GeneratedRegex(@"\G(,? and|,) an? ", Options, Limit)]
    public static partial Regex AndArticle();

    /// <summary>How many that is nobody has said.</summary>
    [GeneratedRegex(@"\G(an? )?((?<couple>couple( of)?)|few|several|dozen|thousand)( more)? " + Unit + Edge, Options, Limit)]
    public static partial Regex Vague();

    /// <summary>The hours of the day that hardly anybody means as a duration, when nothing says that they are one.</summary>
    [GeneratedRegex(@"\G(1[3-9]|2[0-3])h" + Edge, Options, Limit)]
    public static partial Regex HourOfDay();

    /// <summary>Hours and minutes, or minutes and seconds.</summary>
    [GeneratedRegex(@"\G[0-9]{1,3}:[0-9]{2}(:[0-9]{2})?( ?(h|hrs?|hours?|m|min|minutes?))?" + Edge, Options, Limit)]
    public static partial Regex ClockLength();

    [GeneratedRegex(@"\G (from now|from today|later|['’]? ?time)" + Edge + @"|\G['’] time" + Edge, Options, Limit)]
    public static partial Regex FromNow();

    [GeneratedRegex(@"\G ago" + Edge, Options, Limit)]
    public static partial Regex Ago();

    /// <summary>What makes another moment of a duration than one from now.</summary>
    [GeneratedRegex(@"\G,? (?<word>after|before|past|since|from|until|till|prior to|or so|or more|or less|ish|earlier|(early|late)(?=$| (at|on|for|today|tomorrow) ))(?= |$)", Options, Limit)]
    public static partial Regex BesideLength();

    [GeneratedRegex(@"\G (timer|alarm|reminder|countdown)" + Edge, Options, Limit)]
    public static partial Regex TimerWord();

    [GeneratedRegex(@"\G \p{L}", Options, Limit)]
    public static partial Regex WordBehind();

    /// <summary>A word that goes on: <c>10 minute walk</c>.</summary>
    [GeneratedRegex(@"\G (?!(and|or|to|for|in|at|on|by|with|before|after|from|until|till|every|each|please|the|a|an|about|of|call|ask|tell|write|send)(?![\p{L}]))\p{L}", Options, Limit)]
    public static partial Regex NounBehind();
}
