using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

internal static partial class Grammar
{
    private const string CronNumbers = @"[0-9*][0-9*,/-]*";

    [GeneratedRegex(@"\Gcron:? (?=[0-9*@?])(?<fields>[^ ]+( [^ ""]+){0,5})", Options, Limit)]
    public static partial Regex Cron();

    // Without the word, five fields are a rule only with a star among them: "1 2 3 4 5" is counting.
    [GeneratedRegex(
        @"\G(?=[^*?]{0,60}[*?])(?<fields>" + CronNumbers + " " + CronNumbers + @" [0-9*?L][0-9*?LW,/-]* [0-9*?a-z][0-9*?a-z,/-]* [0-9*?a-z][0-9*?a-z#,/-]*)(?<sixth> [0-9*?][0-9*?,/-]*(?= |$))?(?= |$)",
        Options,
        Limit)]
    public static partial Regex BareCron();

    [GeneratedRegex(Lead + "(on )?(every|each) ", Options, Limit)]
    public static partial Regex Every();

    [GeneratedRegex(@"\G(other|((second|third|fourth)|[0-9]{1,2}(nd|rd|th)) (day|night|morning|evening|weekday|week|month|year|" + Weekdays + "))" + Edge, Options, Limit)]
    public static partial Regex Other();

    [GeneratedRegex(@"\G(?<unit>hour|minute|second)" + Edge, Options, Limit)]
    public static partial Regex BareUnit();

    [GeneratedRegex(@"\G(?<days>day|night|morning|noon|midday|afternoon|evening|weekday|workday|weekend|week|month|year)" + Edge, Options, Limit)]
    public static partial Regex DayWord();

    [GeneratedRegex(Lead + "(?<days>daily|weekly|monthly|yearly|annually|(on )?weekdays|(on )?workdays|(on )?weekends|hourly)" + Edge, Options, Limit)]
    public static partial Regex Adverb();

    [GeneratedRegex(@"\G( on| ?,)? ?" + Weekdays + @"s?(( ?[-–] ?| to | through | thru )(?<to>(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?)s?|((,| and| &|, and) " + Weekdays + "s?){1,6})?" + Edge, Options, Limit)]
    public static partial Regex WeekdayList();

    [GeneratedRegex(Lead + "(on )?(?=(mon|tues|wednes|thurs|fri|satur|sun)days" + Edge + ")", Options, Limit)]
    public static partial Regex Plural();

    [GeneratedRegex(
        Lead + @"(on )?(the )?((?<day>[0-9]{1,2})(st|nd|rd|th)((,| and|, and) (the )?(?<day>[0-9]{1,2})(st|nd|rd|th)){0,10}|(?<last>last)( day)?)( of (the|each|every) month)?" + Edge,
        Options,
        Limit)]
    public static partial Regex DayOfMonth();

    [GeneratedRegex(Lead + @"(on )?(the )?((?<day>[0-9]{1,2})(st|nd|rd|th)|(?<last>last) day) of (each|every) month" + Edge, Options, Limit)]
    public static partial Regex DayOfEveryMonth();

    [GeneratedRegex(Lead + "(on )?(the )?(" + DayNumber + @"\.? (of )?" + Months + "|" + Months + " (the )?" + DayNumber + ")" + Edge, Options, Limit)]
    public static partial Regex DayOfYear();
}
