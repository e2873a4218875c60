using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>
/// The words and numbers with which people say when something is, besides those of which whole times are made. What of them is left in a
/// label shows that a time was meant otherwise than it was read.
/// </summary>
internal static partial class Vocabulary
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const string End = @"(?![\p{L}\p{N}]|['’]\p{L}|-\p{L})";
    private const string Periods = "(days?|weeks?|fortnights?|months?|quarters?|years?|hours?|minutes?|seconds?|weekends?)";
    private const string MonthNames = "(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)";
    private const string Seasons = "(spring|summer|autumn|fall|winter)";
    private const string Holidays =
        "((christmas|xmas|easter|new year['’]?s?)( (eve|day|sunday|monday))?|thanksgiving|halloween|hanukkah|ramadan|eid|diwali|passover|pentecost|whitsun|valentine['’]?s( day)?|good friday|boxing day|labou?r day|memorial day|independence day)";

    /// <summary>Words that say when, in whatever company.</summary>
    [GeneratedRegex(
        @"\G(today|tonight|yesterday|(every|each)(?=[ .,!?)]*$)|every ?day|ev(ry|rey|eyr|er)day|every(hour|week|month|year|morning|evening|night|(mon|tues|wednes|thurs|fri|satur|sun)day)|tomorrows|midnite|wek|weeek|wks?|mths?|yrs?|daily|nightly|weekly|monthly|yearly|annually|hourly|fortnightly|bi-?weekly|bi-?monthly|quarterly"
        + "|overmorrow|(mo|tue?|we|th|fr|sa|su|di|mi|do|so)([-–/+&,] ?(mo|tue?|we|th|fr|sa|su|di|mi|do|so))+|m-f|mwf|tth|mtwtf|someday|weekdays?|workdays?|weekends|mornings|afternoons|evenings|(mon|tues|wednes|thurs|fri|satur|sun)days"
        + "|noon|midday|midnight|noonish|fortnights?|eod|eow|eom|eoy|eob|cob|o['’]? ?clock|ago|ish|[0-9]{1,2}([:.][0-9]{2})?-?ish"
        + @"|[0-9]{1,2}([:.][0-9]{2})? ?[ap](\.?m\.?)?|(?<!\b(the|a|an|our|my|your|new|to|with|ask|tell|call) )p\.?m\.?|a\.m\.?"
        + "|heute|morgen|übermorgen|uebermorgen|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|uhr"
        + "|demain|aujourd['’]hui|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|mañana|manana|hoy|lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado"
        + "|domingo|domani|oggi|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|vandaag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|amanhã|hoje)" + End,
        Options,
        1_000)]
    public static partial Regex Always();

    /// <summary>Several words that say when, or how often.</summary>
    [GeneratedRegex(
        @"\G((once|twice|thrice|([0-9]+|" + NumberWords.Cardinal + "|several|many) ?(times|x)) (an?|per|each|every|daily|weekly|monthly)( " + Periods + ")?"
        + "|(this|same|that) time|(some|any|most|other|another|all) days?|(on|in|by) the [0-9]{1,2}(st|nd|rd|th) (day|week|month|hour)|on day [0-9]+|(in|by|until|during|this|next) q[1-4]"
        + @"|on ([\p{L}'’]+ ){0,2}(birthday|anniversary|payday|pay day|holiday)|(every|each) [\p{L}-]+ (day|night|week|month|year|morning|evening)"
        + "|(in|after|within) ([0-9]+|" + NumberWords.Cardinal + @") (more |full |whole |business |working |school |calendar )?(days?|nights?|weeks?|weekends?|sleeps?|moons?|(mon|tues|wednes|thurs|fri|satur|sun)days?)"
        + "|(every|each) (other|alternate|second|third|fourth|fifth|last|first|next|few|couple|single|half|[0-9]|" + NumberWords.Cardinal + "|" + Periods + "|" + MonthNames + "|" + Seasons + ")"
        + "|(this|next|following|coming|upcoming|the same|per|within the) (hour|minute|second|day|week|fortnight|month|quarter|year|weekend|time|night|" + MonthNames + "|" + Seasons + ")"
        + "|last (week|weekend|month|year|night|quarter|" + MonthNames + "|" + Seasons + ")"
        + "|(at|on|by|before|after|until|till|over|during|since|from|every) (the )?weekend"
        + "|(in|by|before|after|until|till|since|from|of|during|early|mid|late|end of|on) (early |mid |late |the )?(" + MonthNames + "|" + Seasons + ")"
        + "|(on|at|by|before|after|until|till|over|during|since|from|this|next) " + Holidays
        + "|(in|on|by|before|after|until|till|since|from|next|this) (calendar |cal )?(week|kw|cw) ?[0-9]{1,2}"
        + "|(in|by|before|after|until|till|since) (19|20)[0-9]{2}"
        + @"|in (an? |the )?((few|couple of|several) |next )?(bit|while|moment|mo|jiffy|" + Periods + ")"
        + "|half past|(a )?quarter (past|to|after|till)|half an? " + Periods
        + "|(from|between|at) ([0-9]{1,2}([:.][0-9]{2})?|" + NumberWords.Hour + @")( ?[ap]\.?m\.?)? ?(-|–|to|and|till|until) ?([0-9]{1,2}|" + NumberWords.Hour + ")"
        + @"|(at|until|till|from|@) ?[0-9]{1,2}([:.][0-9]{2})?(?! ?(%|°|percent|degrees?|celsius|fahrenheit|km|kph|mph|euros?|dollars?|€|\$|£))|(at|until|till|@) ?[0-9]{3,4}(?! ?(%|°|percent|degrees?|celsius|fahrenheit|km|kph|mph|euros?|dollars?|€|\$|£))"
        + @"|(by|around|about|before|after|past) ([0-9]{1,2}([:.][0-9]{2})?|" + NumberWords.Hour + @")(?=[.,!?)]*( (on|at|in|to|and|or|for|with|the|this|next|every|please)\b|$))"
        + @"|(at|until|till) (" + NumberWords.Hour + ")"
        + @"|on (the )?[0-9]{1,2}[.-][0-9]{1,2}(?![0-9.])"
        + "|on the (" + NumberWords.Ordinal + ")(?=[.,!?)]*$)"
        + ")" + End,
        Options,
        1_000)]
    public static partial Regex Together();

    /// <summary>Names that are a time when they stand directly beside one: <c>call Bob january at 9:00</c>.</summary>
    [GeneratedRegex(@"\G(january|february|september|october|november|december|" + Holidays + "|mon|tues?|wed|thu(rs?)?|fri|sat|sun|weekend|week)" + End, Options, 1_000)]
    public static partial Regex BesideTime();

    /// <summary>How long something takes, unless it is "a day in the park" or "a minute of silence".</summary>
    [GeneratedRegex(@"\Gan? (minute|hour|day|week)(?! (of|in|off|out|with|without|trip|long|care|job|rate|pass|ticket|tour|ahead)\b)" + End, Options, 1_000)]
    public static partial Regex OneUnit();

    /// <summary>What comes again, directly behind a time.</summary>
    [GeneratedRegex(@"^(every|each)" + End, Options, 1_000)]
    public static partial Regex Every();

    /// <summary>Words that say of a day that its hour is not said yet.</summary>
    [GeneratedRegex(@"\G(early|late|later|some ?time|first thing)" + End, Options, 1_000)]
    public static partial Regex Vaguely();

    /// <summary>What is near a time of another kind than a day by the calendar is none.</summary>
    [GeneratedRegex(@"\G(?<part>mornings?|afternoons?|evenings?|nights?)" + End, Options, 1_000)]
    public static partial Regex PartOfDay();

    /// <summary>A weekday or day whose something is meant: <c>monday's report</c>.</summary>
    [GeneratedRegex(@"\G(today|tomorrow|tonight|yesterday|week|month|year|day|morning|(mon|tues|wednes|thurs|fri|satur|sun)day|" + MonthNames + @")(['’]s|s['’])(?=[ .,!?)]|$)", Options, 1_000)]
    public static partial Regex Possessive();

    /// <summary>Words behind which a day is one, and no property of something.</summary>
    [GeneratedRegex(@"(^| )(on|every|each|next|last|this|by|until|till|before|after|from|since|in|at)$", Options, 1_000)]
    public static partial Regex LeadsDay();

    /// <summary>Words that make a property of a duration: <c>the 24 hour hotline</c>.</summary>
    [GeneratedRegex(@"(^| )(the|an?|my|our|your|his|her|their|this|that|each|another)$", Options, 1_000)]
    public static partial Regex Determiner();

    /// <summary>The sun itself.</summary>
    [GeneratedRegex(@"\Gsun (cream|screen|glasses|hat|lotion|block|bath|bed|dress|light|shade|roof|room|deck|tan|set|rise|is|sets|rises|shines)" + End, Options, 1_000)]
    public static partial Regex Sun();

    /// <summary>A number at the edge of a label, where it may be an hour or minutes.</summary>
    [GeneratedRegex(@"^([0-9]{1,2}([-–][0-9]{1,2})?|(?!one)(" + NumberWords.Minute + "|" + NumberWords.Hour + @"))(?![\p{L}\p{N}%°€$£.:/]|,[0-9])", Options, 1_000)]
    public static partial Regex LeadingNumber();

    [GeneratedRegex(@"(?<!(^| )(week|room|chapter|version|part|page|pages|number|no\.?|nr\.?|episode|season|flight|gate|bus|train|line|item|issue|ticket|sprint|floor|step|level|platform|track|table|seat|house|apartment|unit|module|lesson|task|exercise|question|phase|round|group|team|class|grade|day|step|pr|kw|cw|of) )(?<=^| )([0-9]{1,2}([-–][0-9]{1,2})?|(?!one)" + NumberWords.Hour + ")$", Options, 1_000)]
    public static partial Regex TrailingNumber();

    /// <summary>A number of something that is written nearly like a unit of time.</summary>
    [GeneratedRegex(@"\G(in|after|within|every) ([0-9]+|an?|" + NumberWords.Cardinal + @") ?(?<word>\p{L}{3,9})" + End, Options, 1_000)]
    public static partial Regex NumberOfSomething();

    /// <summary>A day and a month: of dates in figures the only ones that cannot well be a version or a price beside a time.</summary>
    [GeneratedRegex(@"\G(?<!(^| )(version|release|v|chapter|section|step|part|no|nr|ubuntu|python|node|java|net) )([0-9]|[12][0-9]|3[01])\.(0[1-9]|1[0-2])(?![\p{L}\p{N}.,:])", Options, 1_000)]
    public static partial Regex DayAndMonth();

    [GeneratedRegex(@"\G(?<!(^| )(version|release|v) )([0-9]|[0-2][0-9]|3[01])\.([1-9]|0[1-9]|1[0-2])\.[0-9]{2}(?![\p{L}\p{N}.,:])", Options, 1_000)]
    public static partial Regex ShortDate();

    /// <summary>What says of a day when, though no clock does.</summary>
    [GeneratedRegex(@"\G((after|before|at|around|over|during|until|till|by) )?(lunch|breakfast|dinner|supper|brunch|tea|bed) ?time" + End + "|(after|before|at|around|over|during|until|till|by) (lunch|breakfast|dinner|supper|brunch|work|school|dawn|dusk|sunrise|sunset|nightfall)" + End, Options, 1_000)]
    public static partial Regex MealTime();

    /// <summary>A word.</summary>
    [GeneratedRegex(@"\G\p{L}+" + End, Options, 1_000)]
    public static partial Regex Word();
}
