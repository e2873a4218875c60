using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>
/// The words and numbers with which people say when something is, besides those of which whole times are made. What of them is left in a
/// label shows that a time was meant otherwise than it was read. Each is looked for at the beginnings of words.
/// </summary>
internal static partial class Vocabulary
{
    /// <summary>What people are reminded to do. A number before it is no number of something.</summary>
    public const string Verbs =
        "(call|ask|tell|send|write|buy|check|meet|go|do|pay|get|take|leave|pick|feed|stretch|drink|eat|remind|email|text|ring|start|stop|turn|book|order|review|prepare|plan|clean|water|walk"
        + "|run|read|watch|visit|see|bring|make|finish|submit|join|cancel|update|deploy)";

    private const RegexOptions Options = RegexOptions.IgnoreCase | AsWritten;
    private const RegexOptions AsWritten = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Limit = 1_000;

    /// <summary>Where a word ends.</summary>
    private const string End = @"(?![\p{L}\p{N}]|['’]\p{L}|-\p{L})";

    /// <summary>Where no word goes on that it belongs to: "weekend plans" are made at any time.</summary>
    private const string IsAlone = "(?=[ .,;:!?)]*$| " + Verbs + End + ")";

    /// <summary>What is said of a number that is no hour.</summary>
    private const string Measure = @"(?! ?(%|°|percent|degrees?|celsius|fahrenheit|km|kph|mph|euros?|dollars?|€|\$|£))";

    private const string Periods = "(days?|weeks?|fortnights?|months?|quarters?|years?|hours?|minutes?|seconds?|weekends?)";
    private const string FullWeekday = "(mon|tues|wednes|thurs|fri|satur|sun)day";
    private const string MonthNames = "(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)";
    private const string Seasons = "(spring|summer|autumn|fall|winter)";
    private const string Holidays =
        "((christmas|xmas|easter|new year['’]?s?)( (eve|day|sunday|monday))?|thanksgiving|halloween|hanukkah|ramadan|eid|diwali|passover|pentecost|whitsun|valentine['’]?s( day)?"
        + "|good friday|boxing day|labou?r day|memorial day|independence day)";

    /// <summary>What says when wherever it stands.</summary>
    public static IReadOnlyList<Regex> Anywhere { get; } = [Days(), Often(), Periodically(), Hours(), Stretches(), Dates(), Places(), Zones(), OneUnit()];

    /// <summary>What says when at the beginning or the end of a label.</summary>
    public static IReadOnlyList<Regex> AtEdges { get; } = [Months(), DayNumber()];

    /// <summary>The same beside a time by the calendar, which beside a duration is something else.</summary>
    public static IReadOnlyList<Regex> AtEdgesOfCalendar { get; } = [Names(), DayAndMonth(), TwoNumbers()];

    /// <summary>What says on which day, at the beginning or the end of a label beside a time of day alone.</summary>
    public static IReadOnlyList<Regex> WithoutDayAtEdges { get; } = [Numbered()];

    /// <summary>What says at what time of a day for which none is said.</summary>
    public static IReadOnlyList<Regex> WithoutClock { get; } = [Meals()];

    /// <summary>The same at the beginning or the end of a label.</summary>
    public static IReadOnlyList<Regex> WithoutClockAtEdges { get; } = [Vaguely(), HourAndMinute()];

    [GeneratedRegex(
        @"\G(today|tonight|yesterday|tomorrows|overmorrow|some ?day|week ?days?|workdays?|weekends|mornings|afternoons|evenings|" + FullWeekday + "s|mon|tues?|thu(rs?)?|fri"
        + "|(mo|tue?|we|th|fr|sa|su|di|mi|do|so)([-–/+&,] ?(mo|tue?|we|th|fr|sa|su|di|mi|do|so))+|m-f|mwf|tth|mtwtf|(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)? [0-9]{1,2}(?![0-9%:.])"
        + "|(some|any|most|other|another|all) days?|(this|same|that) time|from now|wek|weeek|wks?|mths?|yrs?)" + End,
        Options,
        Limit)]
    private static partial Regex Days();

    [GeneratedRegex(
        @"\G(every ?day|ev(ry|rey|eyr|er)day|every(hour|week|month|year|morning|evening|night|" + FullWeekday + ")|daily|nightly|weekly|monthly|yearly|annually|hourly|fortnightly|bi-?weekly|bi-?monthly|quarterly"
        + "|(once|twice|thrice|([0-9]+|" + NumberWords.Cardinal + "|several|many) ?(times|x)) (an?|per|each|every|daily|weekly|monthly)( " + Periods + ")?"
        + "|(every|each)(?=[ .,!?)]*$)|(every|each) (other|alternate|second|third|fourth|fifth|last|first|next|few|couple|single|half|[0-9]+|" + NumberWords.Cardinal + "|" + Periods + "|" + MonthNames + "|" + Seasons + ")"
        + @"|(every|each) [\p{L}-]+ (day|night|week|month|year|morning|evening))" + End,
        Options,
        Limit)]
    private static partial Regex Often();

    /// <summary>A week, a month, a season, with the word that makes a time of it.</summary>
    [GeneratedRegex(
        @"\G((this|next|following|coming|upcoming|the same|per|within the) (hour|minute|second|day|week|fortnight|month|quarter|year|weekend|time|night|" + MonthNames + "|" + Seasons + ")"
        + "|last (week|weekend|month|year|night|quarter|" + MonthNames + "|" + Seasons + ")|fortnights?|eod|eow|eom|eoy|eob|cob"
        + "|(at|on|by|before|after|until|till|over|during|since|from|every) (the )?weekend"
        + "|(in|by|before|after|until|till|since|from|of|during|early|mid|late|end of|on) (early |mid |late |the )?(" + MonthNames + "|" + Seasons + ")"
        + "|(on|at|by|before|after|until|till|over|during|since|from|this|next) " + Holidays
        + "|(in|on|by|before|after|until|till|since|from|next|this) (calendar |cal )?(week|kw|cw) ?[0-9]{1,2}|(in|by|until|during|this|next) q[1-4]"
        + "|(in|by|before|after|until|till|since) (19|20)[0-9]{2}|(on|in|by) the [0-9]{1,2}(st|nd|rd|th) (day|week|month|hour)|on day [0-9]+"
        + "|the (day|week|weekend|month|year) after( next)?"
        + @"|on ([\p{L}'’]+ ){0,2}(birthday|anniversary|payday|pay day|holiday)|(on|at|by|until|till|before|after) ([\p{L}'’]+ ){1,2}(day|eve)(?=[.,!?)]*$))" + End,
        Options,
        Limit)]
    private static partial Regex Periodically();

    [GeneratedRegex(
        @"\G(noon|midday|midnight|midnite|noonish|o['’]? ?clock|ish|[0-9]{1,2}([:.][0-9]{2})?-?ish|[0-9]{1,2}([:.][0-9]{2})? ?[ap](\.?m\.?)?|[0-9]{1,2}[:.][0-9]{2} ?h(rs?|ours?)?"
        + @"|(?<!\b(the|a|an|our|my|your|new|to|with|ask|tell|call) )p\.?m\.?|a\.m\.?|half past|(a )?quarter (past|to|after|till)"
        + @"|(at|until|till|from|@) ?[0-9]{1,2}([:.][0-9]{2})?" + Measure + @"|(at|until|till|@) ?[0-9]{3,4}" + Measure
        + "|(by|around|about|before|after|past) ([0-9]{1,2}([:.][0-9]{2})?|" + NumberWords.Hour + @")(?=[.,!?)]*( (on|at|in|to|and|or|for|with|the|this|next|every|please|" + Verbs + @")\b|$))"
        + "|(at|until|till) " + NumberWords.Hour + ")" + End,
        Options,
        Limit)]
    private static partial Regex Hours();

    /// <summary>How long, how far from now, from when to when.</summary>
    [GeneratedRegex(
        @"\G((in|after|within) ([0-9]+|" + NumberWords.Cardinal + ") (more |full |whole |business |working |school |calendar )?(days?|nights?|weeks?|weekends?|sleeps?|moons?|" + FullWeekday + "s?)"
        + "|in (an? |the )?((few|couple of|several) |next )?(bit|while|moment|mo|jiffy|" + Periods + ")|half an? " + Periods + @"|and a half|ago|[0-9]{1,3}['’′](?=[ .,!?)]|$)"
        + "|(from|between|at) ([0-9]{1,2}([:.][0-9]{2})?|" + NumberWords.Hour + @")( ?[ap]\.?m\.?)? ?(-|–|to|and|till|until) ?([0-9]{1,2}|" + NumberWords.Hour + ")"
        + @"|[0-9]{1,2}(:[0-9]{2})? ?[-–] ?[0-9]{1,2}(:[0-9]{2})? ?[ap]\.?m\.?|[0-9]{1,2}:[0-9]{2} ?[-–] ?[0-9]{1,2}(:[0-9]{2})?)" + End,
        Options,
        Limit)]
    private static partial Regex Stretches();

    [GeneratedRegex(
        @"\G(20[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])|[0-9]{2,5}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])(?![0-9-])"
        + @"|([0-2]?[0-9]|3[01])[ -](0?[1-9]|1[0-2])[ -](19|20)[0-9]{2}|[0-9]{1,2}" + MonthNames + "([0-9]{2}){0,2}"
        + @"|on (the )?[0-9]{1,2}[.-][0-9]{1,2}(?![0-9.])|on the " + NumberWords.Ordinal + @"(?=[.,!?)]*$)"
        + @"|(?<!(^| )(version|release|v) )([0-9]|[0-2][0-9]|3[01])\.([1-9]|0[1-9]|1[0-2])\.[0-9]{2}(?![\p{L}\p{N}.,:]))" + End,
        Options,
        Limit)]
    private static partial Regex Dates();

    [GeneratedRegex(
        @"\G((eastern|pacific|central|mountain|atlantic)( (standard|daylight))? time|[+-][0-9]{2}:[0-9]{2}|(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[\w+-]+)" + End,
        Options,
        Limit)]
    private static partial Regex Places();

    [GeneratedRegex(@"\G(UTC|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|MEZ|MESZ|EEST|BST|IST|JST|KST|AEST|AEDT|ACST|AWST|NZST|NZDT|AKST|AKDT|MSK|SGT|HKT|PKT|PHT|WIB|SAST|BRT)" + End, AsWritten, Limit)]
    private static partial Regex Zones();

    /// <summary>How long something takes, unless it is "a day in the park" or "a minute of silence".</summary>
    [GeneratedRegex(@"\Gan? (minute|hour|day|week)(?! (of|in|off|out|with|without|trip|long|care|job|rate|pass|ticket|tour|ahead)\b)" + End, Options, Limit)]
    private static partial Regex OneUnit();

    /// <summary>Months that are no names of people.</summary>
    [GeneratedRegex(@"\G(" + MonthNames + " 20[0-9]{2}|january|february|september|october|november|december|feb|jul|aug|sept?|oct|nov|dec)" + IsAlone, Options, Limit)]
    private static partial Regex Months();

    /// <summary>Weeks, quarters and years, which beside a day that is named belong to the label: <c>report for week 12 tomorrow</c>.</summary>
    [GeneratedRegex(@"\G(((calendar |cal )?(week|wk)|kw|cw|w) ?[0-9]{1,2}|q[1-4]( ?20[0-9]{2})?|20[2-9][0-9])" + End, Options, Limit)]
    private static partial Regex Numbered();

    /// <summary>Holidays, zones, and days that are words.</summary>
    [GeneratedRegex(@"\G(" + Holidays + "|wed|sat|(?<!(^| )(the|in|of|no) )sun|weekend|week|ET|PT|eastern|pacific)" + IsAlone, Options, Limit)]
    private static partial Regex Names();

    /// <summary>A day and a month, which may as well be a version or a price where one is named.</summary>
    [GeneratedRegex(
        @"\G(?<!(^| )(version|release|update|upgrade|v|build|chapter|section|step|part|no|nr|ubuntu|python|node|java|net|ios|android|pay) )([0-9]|[12][0-9]|3[01])\.(0?[1-9]|1[0-2])(?![\p{L}\p{N}.,:])",
        Options,
        Limit)]
    private static partial Regex DayAndMonth();

    [GeneratedRegex(@"\G((on (the )?|the )[0-9]{1,2}|(the )?[0-9]{1,2}(st|nd|rd|th)(?= " + Verbs + "))" + End, Options, Limit)]
    private static partial Regex DayNumber();

    /// <summary>Two numbers that may be a day and a month, or two hours.</summary>
    [GeneratedRegex(
        @"\G(?<!(^| )(weeks?|rooms?|chapters?|versions?|parts?|pages?|numbers?|episodes?|items?|issues?|tickets?|steps?|levels?|lines?|days?|tables?|seats?) )([12]?[0-9]|3[01])[-–]([12]?[0-9]|3[01])(?![\p{L}\p{N}.,:-])",
        Options,
        Limit)]
    private static partial Regex TwoNumbers();

    [GeneratedRegex(
        @"\G(((after|before|at|around|over|during|until|till|by) )?(lunch|breakfast|dinner|supper|brunch|tea|bed) ?time|(after|before|at|around|over|during|until|till|by) (lunch|breakfast|dinner|supper|brunch|work|school|dawn|dusk|sunrise|sunset|nightfall))" + End,
        Options,
        Limit)]
    private static partial Regex Meals();

    /// <summary>Words that say of a day that its hour is not said yet.</summary>
    [GeneratedRegex(@"\G(early|late|later|soon|some ?time|first thing)" + End, Options, Limit)]
    private static partial Regex Vaguely();

    [GeneratedRegex(@"\G([01][0-9]|2[0-3])[0-5][0-9]" + End, Options, Limit)]
    private static partial Regex HourAndMinute();

    /// <summary>A part of the day.</summary>
    [GeneratedRegex(@"\G(?<part>mornings?|afternoons?|evenings?|nights?)" + End, Options, Limit)]
    public static partial Regex PartOfDay();

    /// <summary>A day whose something is meant: <c>monday's report</c>.</summary>
    [GeneratedRegex(@"\G(today|tomorrow|tonight|yesterday|week|month|year|day|morning|" + FullWeekday + "|" + MonthNames + @")(['’]s|s['’])(?=[ .,!?)]|$)", Options, Limit)]
    public static partial Regex Possessive();

    /// <summary>Words behind which a day is one, and no property of something.</summary>
    [GeneratedRegex("(^| )(on|every|each|next|last|this|by|until|till|before|after|from|since|in|at)$", Options, Limit)]
    public static partial Regex LeadsDay();

    /// <summary>Words that make a property of a duration: <c>the 24 hour hotline</c>.</summary>
    [GeneratedRegex("(^| )(the|an?|my|our|your|his|her|their|this|that|each|another)$", Options, Limit)]
    public static partial Regex Determiner();

    /// <summary>What comes again, directly behind a time.</summary>
    [GeneratedRegex("^(every|each)" + End, Options, Limit)]
    public static partial Regex Every();

    /// <summary>The sun itself.</summary>
    [GeneratedRegex(@"\Gsun (cream|screen|glasses|hat|lotion|block|bath|bed|dress|light|shade|roof|room|deck|tan|set|rise|is|sets|rises|shines)" + End, Options, Limit)]
    public static partial Regex Sun();

    /// <summary>A number at the beginning of a label, which may be an hour or minutes.</summary>
    [GeneratedRegex(
        "^(?<number>[0-9]{1,2}([-–][0-9]{1,2}|[.,][0-9]{2})?|(?!one)(" + NumberWords.Minute + "|" + NumberWords.Hour + @"))(?<verb> " + Verbs + @"(?!\p{L}))?(?![\p{L}\p{N}%°€$£.:/]|,[0-9])",
        Options,
        Limit)]
    public static partial Regex LeadingNumber();

    /// <summary>A number at the end of a label, unless it is the number of something.</summary>
    [GeneratedRegex(
        @"(?<!(^| )(week|room|chapter|version|release|v|part|page|pages|number|no\.?|nr\.?|episode|season|flight|gate|bus|train|line|item|issue|ticket|sprint|floor|step|level|platform|track|table|seat|house|apartment"
        + "|unit|module|lesson|task|exercise|question|phase|round|group|team|class|grade|day|pr|kw|cw|of) )(?<=^| )([0-9]{1,2}([-–][0-9]{1,2}|[.,][0-9]{2})?|(?!one)" + NumberWords.Hour + "( " + NumberWords.Minute + ")?)$",
        Options,
        Limit)]
    public static partial Regex TrailingNumber();

    /// <summary>A number of something that is written nearly like a unit of time.</summary>
    [GeneratedRegex(@"\G(in|after|within|every) ([0-9]+|an?|" + NumberWords.Cardinal + @") ?(?<word>\p{L}{3,9})" + End, Options, Limit)]
    public static partial Regex NumberOfSomething();

    /// <summary>A word.</summary>
    [GeneratedRegex(@"\G\p{L}+" + End, Options, Limit)]
    public static partial Regex Word();
}
