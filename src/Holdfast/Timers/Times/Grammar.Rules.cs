using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

internal static partial class Grammar
{
    private const string CronNumbers = @"[0-9*][0-9*,/-]*";
    private const string NthWeekday = "(?<nth>first|1st|second|2nd|third|3rd|fourth|4th|last)";

    [GeneratedRegex(@"\Gcron:? (?=[0-9*@?])(?<fields>[^ ]+( [^ ""]+){0,5})", Options, Limit)]
    public static partial Regex Cron();

    // Without the word, five fields are a rule only with a star among them: "1 2 3 4 5" is counting.
    [GeneratedRegex(
        @"\G(?=[^*?]{0,60}[*?])(?<fields>" + CronNumbers + " " + CronNumbers + @" [0-9*?L][0-9*?LW,/-]* [0-9*?a-z][0-9*?a-z,/-]* [0-9*?a-z][0-9*?a-z#,/-]*)(?<sixth> [0-9*?][0-9*?,/-]*(?= |$))?(?= |$)",
        Options,
        Limit)]
    public static partial Regex BareCron();

    [GeneratedRegex(Lead + "(on )?(every ?(?=day" + Edge + ")|every |each )", Options, Limit)]
    public static partial Regex Every();

    [GeneratedRegex(@"\G((?<word>other|alternate|(second|third|fourth|fifth)|[0-9]{1,2}(nd|rd|th)) (day|night|morning|evening|weekday|week|weekend|month|year|hour|minute|" + Weekdays + ")|other" + Edge + ")" + Edge, Options, Limit)]
    public static partial Regex Other();

    /// <summary><c>every first monday</c>, <c>the last friday of every month</c>.</summary>
    [GeneratedRegex(
        Lead + "(on )?(the )?(?<every>(every|each) )?" + NthWeekday + " " + Weekdays + "(?<month> (of|in) ((?<each>(the )?(each|every))|the|a) month)?" + Edge,
        Options,
        Limit)]
    public static partial Regex WeekdayOfMonth();

    [GeneratedRegex(@"\G(?<unit>hour|minute|second)" + Edge, Options, Limit)]
    public static partial Regex BareUnit();

    [GeneratedRegex(@"\G(?<days>day|night|morning|noon|midday|midnight|afternoon|evening|weekday|workday|weekend|week|month|year)" + Edge, Options, Limit)]
    public static partial Regex DayWord();

    [GeneratedRegex(Lead + "(?<days>daily|nightly|weekly|monthly|yearly|annually|(on )?(all )?weekdays|(on )?(all )?workdays|(on )?(all )?weekends|hourly)" + Edge, Options, Limit)]
    public static partial Regex Adverb();

    /// <summary><c>weekday mornings</c>, <c>monday mornings</c>, <c>mornings</c>.</summary>
    [GeneratedRegex(Lead + "(on )?((?<days>weekday|workday|weekend)(?= (mornings|afternoons|evenings|nights)" + Edge + ")|(?=" + PlainWeekday + " (mornings|afternoons|evenings|nights)" + Edge + "))", Options, Limit)]
    public static partial Regex BeforeParts();

    [GeneratedRegex(
        @"\G( on| ?,)? ?" + Weekdays + @"s?(( ?[-–] ?| to | through | thru | till | until )(?<to>" + PlainWeekday + @")s?|((,| and| &|, and| or|/) ?" + Weekdays + "s?){1,6})?" + Edge,
        Options,
        Limit)]
    public static partial Regex WeekdayList();

    /// <summary><c>mon-fri</c>, <c>monday to friday</c>: nobody says so of one week.</summary>
    [GeneratedRegex(Lead + "(on |from )?(?=" + PlainWeekday + "( ?[-–] ?| to | through | thru )" + PlainWeekday + Edge + ")", Options, Limit)]
    public static partial Regex WeekdayRange();

    [GeneratedRegex(Lead + "(on )?(all )?(?=(mon|tues|wednes|thurs|fri|satur|sun)days" + Edge + ")", Options, Limit)]
    public static partial Regex Plural();

    [GeneratedRegex(
        Lead + @"(on )?(the )?((" + Nth + "|(?<day>" + NumberWords.Ordinal + "))((,| and|, and) (the )?(" + Nth + "|(?<day>" + NumberWords.Ordinal + ")(?! " + PlainWeekday + "))){0,10}(?! " + PlainWeekday
        + Edge + ")|(?<last>last)( day)?(?! " + PlainWeekday + Edge + "))( of (the|each|every) month)?" + Edge,
        Options,
        Limit)]
    public static partial Regex DayOfMonth();

    [GeneratedRegex(Lead + @"(on )?(the )?(" + Nth + "|(?<day>" + NumberWords.Ordinal + ")|(?<last>last) day) of (each|every) month" + Edge, Options, Limit)]
    public static partial Regex DayOfEveryMonth();

    [GeneratedRegex(Lead + "(on )?(the )?(" + DayNumber + @"\.? (of )?" + Months + "|" + Months + " (the )?" + DayNumber + ")" + Edge, Options, Limit)]
    public static partial Regex DayOfYear();
}
