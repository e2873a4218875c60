using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

internal static partial class Grammar
{
    private const string Nth = "(?<day>[0-9]{1,2})(st|nd|rd|th)";
    private const string DayNumber = "((?<day>[0-9]{1,2})(st|nd|rd|th)?|(?<day>" + NumberWords.Ordinal + "))";
    private const string Tomorrow = "tomorrow|tom{1,2}or{1,3}o?w|tommorr?ow|tomm?orro|tomm?orrw|tommow|tomrr?ow|tomoro|tmr|tmrr?o?w|tmw|2m(orrow|oro|rw|row)";
    private const string Tonight = "tonight|tonite|2nite|2night|tonigth|tonihgt";

    /// <summary>Without an hour they do not say when.</summary>
    [GeneratedRegex(Lead + @"(early|later|late|some ?time|first thing)(?= (on |in |this )?(" + Tomorrow + "|" + Tonight + "|today|the morning|" + PlainWeekday + ")" + Edge + ")", Options, Limit)]
    public static partial Regex Sometime();

    [GeneratedRegex(
        Lead + "((?<near>today|(the )?day after (?<tomorrow>" + Tomorrow + ")|(?<tomorrow>" + Tomorrow + ")|(?<tonight>" + Tonight + ")|yesterday)|(?<near>this) (?<part>morning|afternoon|evening|night))" + Edge,
        Options,
        Limit)]
    public static partial Regex NearDay();

    [GeneratedRegex(
        Lead + @"(next week,? (?<next>(on )?)|this week,? (?<this>(on )?))?(?<word>on (the )?|(on )?this |(the |this )?(coming |upcoming )|(on )?(?<following>next |(the )?following )|(?<last>last )|the )?" + Weekdays
        + "(?<behind>,? (of )?((?<next>next)|(?<this>this)) week)?" + Edge,
        Options,
        Limit)]
    public static partial Regex OnWeekday();

    /// <summary>Days that are said in a way on which people do not agree.</summary>
    [GeneratedRegex(@"\G (week|after next|after that|in [0-9a-z]+ weeks?)" + Edge, Options, Limit)]
    public static partial Regex FarWeekday();

    [GeneratedRegex(Lead + @"next (week|weekend|month|year)" + Edge, Options, Limit)]
    public static partial Regex NextPeriod();

    [GeneratedRegex(Lead + @"(on )?(?<year>[0-9]{4})(?<mark>[-/])(?<month>[0-9]{1,2})\k<mark>(?<day>[0-9]{1,2})(?<t>T(?=[0-9])|" + Edge + ")", Options, Limit)]
    public static partial Regex IsoDate();

    [GeneratedRegex(Lead + @"(on )?(the )?(?<day>[0-9]{1,2})\. ?(?<month>[0-9]{1,2})\. ?(?<year>[0-9]{4})" + Edge, Options, Limit)]
    public static partial Regex DottedDate();

    [GeneratedRegex(Lead + @"(on )?(the )?(?<date>[0-9]{1,2}\.[0-9]{1,2})\.(?![\p{L}\p{N}])", Options, Limit)]
    public static partial Regex DateWithoutYear();

    /// <summary>Which of the numbers is the month nobody knows.</summary>
    [GeneratedRegex(
        Lead + @"(on )?(?<date>(?<day>[0-9]{1,2})/(?<month>[0-9]{1,2})(/([0-9]{4}|[0-9]{2})|(?! (hours?|minutes?|days?|weeks?|of|cups?|tsp|tbsp|lit(er|re)s?|pints?|pizzas?|pounds?|inch)(?![\p{L}])))|(?<day>[0-9]{1,2})-(?<month>[0-9]{1,2})-[0-9]{4})(?![\p{L}\p{N}/]|[-.,:][\p{N}])",
        Options,
        Limit)]
    public static partial Regex UnclearDate();

    [GeneratedRegex(
        Lead + "(on )?(the )?(" + DayNumber + @"(\.? (of )?|[-.]?)" + Months + @"\.?(?![\p{L}])|" + Months + @"(\.? (the )?|-)" + DayNumber + ")(" + Edge + "|(?=-[0-9]{4}(?![0-9])))(,? ?-?(?<year>[0-9]{4})" + Edge + ")?",
        Options,
        Limit)]
    public static partial Regex MonthDate();

    /// <summary>A year, or a day or hour: nobody can tell.</summary>
    [GeneratedRegex(@"\G,? ['’]?[0-9]{2}(?![\p{L}\p{N}:.%°€$£]|,[0-9]| ?([ap]\.?m|h|o['’]?clock|hours?|minutes?|min|seconds?|s|days?)(?!\p{L}))", Options, Limit)]
    public static partial Regex ShortYear();

    /// <summary>The days behind which nothing stands that makes something else of them: "the 5th floor" is none.</summary>
    private const string DayEnds =
        @"(?=[.!?)]{0,4}$|[,;:]| [-–—] |,? (at|@|by|around|about|in the|morning|afternoon|evening|night|noon|midday|midnight|half past|[0-9]{1,2}[:.][0-9]{2}|[0-9]{1,2} ?([ap]\.?m|h|o['’]?clock)|please)(?![\p{L}]))";

    [GeneratedRegex(
        Lead + "((on )?(the )?" + Nth + "|(on )?(the )(?<day>[0-9]{1,2})(st|nd|rd|th)|on the (?<day>" + NumberWords.Ordinal + "))(?<of> of ((?<next>next)|(?<this>this)) month)?" + Edge + DayEnds,
        Options,
        Limit)]
    public static partial Regex DayOfThisMonth();

    /// <summary>At the beginning of a line a day is said rather than a place, unless the place is named.</summary>
    [GeneratedRegex(
        Lead + @"on (the )?" + Nth + "(?! (floor|anniversary|birthday|attempt|try|page|chapter|street|st|avenue|ave|row|line|edition|round|place|corner|day|week|month|hour|minute|of|and|to))(?= )",
        Options,
        Limit)]
    public static partial Regex OnDayOfThisMonth();

    [GeneratedRegex(
        Lead + @"(on )?(by )?(the )?((?<what>end|beginning|start|middle|first|last) (day )?of (the |this |next )?(day|week|month|quarter|year)|"
        + Nth + " of the month|(" + NumberWords.Ordinal + "|last|" + Nth + ") " + PlainWeekday + " (of|in) the month|eod|eow|eom|eoy|eob|cob)" + Edge,
        Options,
        Limit)]
    public static partial Regex PeriodEnd();
}
