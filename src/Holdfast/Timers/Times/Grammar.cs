using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>The pieces of which times are made, each to be found at a given place.</summary>
internal static partial class Grammar
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Limit = 1_000;

    private const string Unit = "(?<unit>seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)";
    private const string Days = "(?<weekday>(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?)";
    private const string Months =
        "(?<month>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)";

    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] WeekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>1 to 12.</summary>
    public static int Month(string name) => Array.IndexOf(MonthNames, name[..3].ToLowerInvariant()) + 1;

    /// <summary>0 for Sunday, as cron and .NET count.</summary>
    public static int Weekday(string name) => Array.IndexOf(WeekdayNames, name[..3].ToLowerInvariant());

    /// <summary>A number that is small if it is right; 0 for none.</summary>
    public static int Number(string digits) =>
        digits.Length == 0 ? 0 : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    /// <summary>A duration; the longest there is for what is longer.</summary>
    public static TimeSpan Span(string count, string unit)
    {
        var seconds = char.ToLowerInvariant(unit[0]) switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 7 * 86_400 };
        var total = double.Parse(count.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * seconds;
        return total < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromMilliseconds(Math.Round(total * 1_000)) : TimeSpan.MaxValue;
    }

    [GeneratedRegex(@"\G(cron\s+(?<fields>\S+(\s+[^\s""]+){4})|(?<fields>[0-9*][0-9*,/-]*\s+[0-9*][0-9*,/-]*(\s+[0-9*][0-9*,/-]*L?|\s+L)\s+[0-9*][0-9*,/-]*\s+[0-9*][0-9*,/-]*))(?=\s|$)", Options, Limit)]
    public static partial Regex Cron();

    [GeneratedRegex(
        @"\G\s*(on\s+)?((every|each)\s+((?<count>[0-9]+([.,][0-9]+)?)\s*" + Unit + @"|(?<unit>hour|minute|second)|(?<rule>day|morning|weekday|workday|weekend|month|year)"
        + "|" + Days + @"(\s*(,|and|&|,\s*and)\s*" + Days + @")*)|(?<rule>daily|weekly|monthly|yearly|weekdays|workdays)|(?<unit>hour)ly|"
        + @"(?<weekday>(mon|tues|wednes|thurs|fri|satur|sun)day)s)(?![\p{L}\p{N}])\s*,?\s*",
        Options,
        Limit)]
    public static partial Regex Every();

    [GeneratedRegex(@"\G(on\s+)?(the\s+)?((?<day>[0-9]{1,2})(st|nd|rd|th)|(?<last>last)\s+day)(\s+of\s+(the|each|every)\s+month)?(?![\p{L}\p{N}])\s*,?\s*", Options, Limit)]
    public static partial Regex DayOfMonth();

    [GeneratedRegex(@"\G(on\s+)?(the\s+)?((?<day>[0-9]{1,2})(st|nd|rd|th)?\.?\s+(of\s+)?" + Months + @"|" + Months + @"\s+(?<day>[0-9]{1,2})(st|nd|rd|th)?)(?![\p{L}\p{N}:])\s*,?\s*", Options, Limit)]
    public static partial Regex DayOfYear();

    [GeneratedRegex(@"\G-\s*[0-9]+([.,][0-9]+)?\s*" + Unit + @"(?!\p{L})", Options, Limit)]
    public static partial Regex Negative();

    [GeneratedRegex(@"\G(in|after|for)\s+(about\s+)?", Options, Limit)]
    public static partial Regex In();

    [GeneratedRegex(@"\Ghalf\s+an?\s+" + Unit + @"(?![\p{L}\p{N}])", Options, Limit)]
    public static partial Regex Half();

    [GeneratedRegex(@"\G(an?|one)\s+" + Unit + @"(?![\p{L}\p{N}])(?<half>\s+and\s+a\s+half)?", Options, Limit)]
    public static partial Regex One();

    [GeneratedRegex(@"\G\s*(,|and)?\s*(?<count>[0-9]+([.,][0-9]+)?)\s*" + Unit + @"(?!\p{L})", Options, Limit)]
    public static partial Regex Amount();

    [GeneratedRegex(@"\G\s*(?<day>today|tonight|tomorrow|yesterday)(?![\p{L}\p{N}])\s*,?\s*", Options, Limit)]
    public static partial Regex NearDay();

    [GeneratedRegex(@"\G\s*((on|this|(?<next>next))\s+)?" + Days + @"(?![\p{L}\p{N}])\s*,?\s*", Options, Limit)]
    public static partial Regex OnWeekday();

    [GeneratedRegex(@"\G\s*(on\s+)?(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?![0-9-])(T(?=[0-9])|\s*,?\s*)", Options, Limit)]
    public static partial Regex IsoDate();

    [GeneratedRegex(@"\G\s*(on\s+)?(?<day>[0-9]{1,2})\.\s?(?<month>[0-9]{1,2})\.\s?(?<year>[0-9]{4})(?![0-9])\s*,?\s*", Options, Limit)]
    public static partial Regex DottedDate();

    [GeneratedRegex(@"\G\s*(on\s+)?[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}(?![0-9])", Options, Limit)]
    public static partial Regex Slashed();

    [GeneratedRegex(
        @"\G\s*(on\s+)?(the\s+)?((?<day>[0-9]{1,2})(st|nd|rd|th)?\.?\s+(of\s+)?" + Months + @"|" + Months + @"\s+(?<day>[0-9]{1,2})(st|nd|rd|th)?(?!:))"
        + @"(?![\p{L}\p{N}])(,?\s+(?<year>[0-9]{4})(?![0-9:]))?\s*,?\s*",
        Options,
        Limit)]
    public static partial Regex MonthDate();

    [GeneratedRegex(@"\G\s*(at\s+)?((?<noon>noon|midday)|midnight)(?![\p{L}\p{N}])\s*", Options, Limit)]
    public static partial Regex NamedClock();

    // A bare number is a time of day only behind "at", before "am" or "o'clock", or with minutes: "9 lives" is none.
    [GeneratedRegex(
        @"\G\s*(at\s+(?<hour>[0-9]{1,2})([:.](?<minute>[0-9]{2}))?(:(?<second>[0-9]{2}))?(\s*(?<half>[ap])\.?m\.?|\s*o'?clock)?"
        + @"|(?<hour>[0-9]{1,2})([:.](?<minute>[0-9]{2}))?(:(?<second>[0-9]{2}))?\s*((?<half>[ap])\.?m\.?|o'?clock)"
        + @"|(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2}))?)(?![\p{N}:]|(?!Z(?![\p{L}\p{N}]))\p{L}|-(?![0-9]{2}:?[0-9]{2}))(\s*,\s*)?",
        Options,
        Limit)]
    public static partial Regex Clock();

    [GeneratedRegex(@"\G\s*([+-][0-9]{2}:?[0-9]{2}|Z)(?![\p{L}\p{N}])", RegexOptions.ExplicitCapture, Limit)]
    public static partial Regex Offset();

    // An area that exists, or a name of that form with nothing behind it: "9:00 TCP/IP lecture" names no zone.
    [GeneratedRegex(
        @"\G\s*\(?(?<zone>UTC|GMT|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US|Canada|Brazil|Chile|Mexico)(/[\w+-]+){1,2}"
        + @"|[A-Z][A-Za-z_]+(/[A-Z][\w+-]+){1,2}(?=\)?[\s.!]*$)"
        + @"|(?<short>EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|MEZ|MESZ|WET|WEST|EET|EEST|BST|IST|JST|KST|MSK|AEST|AEDT|ACST|AWST|NZST|NZDT|HST|AKST|AKDT|SGT|HKT))\)?(?![\p{L}\p{N}/])\s*,?\s*",
        RegexOptions.ExplicitCapture,
        Limit)]
    public static partial Regex Zone();
}
