using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

internal static partial class Grammar
{
    private const string DayNumber = "(?<day>[0-9]{1,2})(st|nd|rd|th)?";
    private const string Part = "((in the )?(?<part>morning|afternoon|evening|night)|at (?<part>night))";

    [GeneratedRegex(Lead + @"((?<near>today|tonight|tomorrow|yesterday|(the )?day after tomorrow)( " + Part + ")?|(?<near>this) " + Part + ")" + Edge, Options, Limit)]
    public static partial Regex NearDay();

    [GeneratedRegex(Lead + @"(?<word>on |this |coming |(?<next>next )|(?<last>last ))?" + Weekdays + "( " + Part + ")?" + Edge, Options, Limit)]
    public static partial Regex OnWeekday();

    [GeneratedRegex(Lead + @"next (week|month|year)" + Edge, Options, Limit)]
    public static partial Regex NextPeriod();

    [GeneratedRegex(Lead + @"(on )?(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?<t>T(?=[0-9])|" + Edge + ")", Options, Limit)]
    public static partial Regex IsoDate();

    [GeneratedRegex(Lead + @"(on )?(?<day>[0-9]{1,2})\. ?(?<month>[0-9]{1,2})\. ?(?<year>[0-9]{4})" + Edge, Options, Limit)]
    public static partial Regex DottedDate();

    [GeneratedRegex(Lead + @"(on )?[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}(?![0-9/])", Options, Limit)]
    public static partial Regex SlashedDate();

    [GeneratedRegex(
        Lead + "(on )?(the )?(" + DayNumber + @"\.? (of )?" + Months + @"\.?|" + Months + @"\.? (the )?" + DayNumber + ")" + Edge + "(,? (?<year>[0-9]{4})" + Edge + ")?",
        Options,
        Limit)]
    public static partial Regex MonthDate();

    [GeneratedRegex(Lead + @"((at|@) ?)?((?<noon>noon|midday)|midnight)" + Edge, Options, Limit)]
    public static partial Regex NamedClock();

    [GeneratedRegex(Lead + @"((?<at>at )(?<hour>[0-9]{1,2}) ?h(?<minute>[0-9]{2})?|(?<hour>[0-9]{1,2})h(?<minute>[0-9]{2})|(?<hour>1[3-9]|2[0-3])h)" + Edge, Options, Limit)]
    public static partial Regex HourClock();

    // A bare number is a time of day only behind "at", before "am" or "o'clock", or with minutes: "9 lives" is none.
    [GeneratedRegex(
        Lead + @"((at |@ ?)(?<hour>[0-9]{1,2})([:.](?<minute>[0-9]{2}))?(:(?<second>[0-9]{2})([.,][0-9]{1,9})?)?( ?(?<half>[ap])\.?m\.?| ?o['’]?clock)?"
        + @"|(?<hour>[0-9]{1,2})([:.](?<minute>[0-9]{2}))?(:(?<second>[0-9]{2}))? ?((?<half>[ap])\.?m\.?|o['’]?clock)"
        + @"|(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,][0-9]{1,9})?)?)"
        + @"( (?<part>in the (morning|afternoon|evening)|at night))?"
        + @"(?![\p{N}:_/%°€$£]|\.\p{N}|(?!Z(?![\p{L}\p{N}]))\p{L}|['’]\p{L}|[-–](?![0-9]{2}(:?[0-9]{2})?(?![0-9]))[\p{L}\p{N}])",
        Options,
        Limit)]
    public static partial Regex Clock();

    [GeneratedRegex(@"\G ?(?<sign>[+-])(?<hours>[0-9]{2}):?(?<minutes>[0-9]{2})?(?![\p{L}\p{N}:])", AsWritten, Limit)]
    public static partial Regex Offset();

    [GeneratedRegex(@"\G ?Z(?![\p{L}\p{N}])", Options, Limit)]
    public static partial Regex Zulu();

    [GeneratedRegex(Lead + @"\(?(?<zone>UTC|GMT)((?<offset> ?[+-] ?[0-9])|\)?" + Edge + ")", Options, Limit)]
    public static partial Regex Utc();

    // An area that exists, or a name of that form with nothing behind it: "9:00 TCP/IP lecture" names no zone.
    [GeneratedRegex(
        Lead + @"\(?(?<zone>(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US|Canada|Brazil|Chile|Mexico)(/[\w+-]+){1,2}"
        + @"|[a-z_]+(/[a-z_+-]+){1,2}(?=\)?[ .!]{0,8}$))\)?(?![\p{L}\p{N}/])",
        Options,
        Limit)]
    public static partial Regex Zone();

    /// <summary>Names that several zones share, or that hold for half a year: in capitals anywhere, in small letters and where they are words as well with nothing behind.</summary>
    [GeneratedRegex(
        Lead + @"\(?(?<zone>EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|MEZ|MESZ|WET|WEST|EET|EEST|BST|IST|JST|KST|MSK|AEST|AEDT|ACST|AWST|NZST|NZDT|HST|AKST|AKDT|SGT|HKT"
        + @"|((?i:EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|BST)|MET|ET|CT|MT|PT|EAT|ART|BRT)(?=\)?[ .!]{0,8}$))\)?(?![\p{L}\p{N}/])",
        AsWritten,
        Limit)]
    public static partial Regex SharedZone();
}
