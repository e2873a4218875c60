using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

internal static partial class Grammar
{
    private const string Unit = "(?<unit>seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|months?|years?)";
    private const string Count =
        "(?<count>[0-9]+([.,][0-9]+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty-five|forty|fifty|sixty|ninety)";

    private static readonly Dictionary<string, string> CountWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5", ["six"] = "6", ["seven"] = "7", ["eight"] = "8", ["nine"] = "9",
        ["ten"] = "10", ["eleven"] = "11", ["twelve"] = "12", ["fifteen"] = "15", ["twenty"] = "20", ["thirty"] = "30", ["forty"] = "40",
        ["forty-five"] = "45", ["fifty"] = "50", ["sixty"] = "60", ["ninety"] = "90",
    };

    /// <summary>A number in digits.</summary>
    public static string Digits(string count) => CountWords.TryGetValue(count, out var digits) ? digits : count;

    [GeneratedRegex(@"\G[-−] ?[0-9]+([.,][0-9]+)? ?" + Unit + @"(?!\p{L})", Options, Limit)]
    public static partial Regex Negative();

    [GeneratedRegex(@"\G(in|after|for|within) ((about|around|approximately|exactly) )?", Options, Limit)]
    public static partial Regex In();

    [GeneratedRegex(@"\G((?<part>half)( an?)?|(an? )?(?<part>quarter)( of)? an?|(?<part>three)[ -]quarters of an?) " + Unit + Edge, Options, Limit)]
    public static partial Regex Fraction();

    [GeneratedRegex(@"\G(an?|one) " + Unit + @"(?<half> and a half)?" + Edge, Options, Limit)]
    public static partial Regex One();

    [GeneratedRegex(@"\G(,? ?and |, ?| )?" + Count + @"(?<half> and a half)? ?" + Unit + @"(?<half> and a half)?(?!\p{L})", Options, Limit)]
    public static partial Regex Amount();

    /// <summary>The hours of the day that hardly anybody means as a duration, when nothing says that they are one.</summary>
    [GeneratedRegex(@"\G(1[3-9]|2[0-3])h" + Edge, Options, Limit)]
    public static partial Regex HourOfDay();

    [GeneratedRegex(@"\G (from now|later)" + Edge, Options, Limit)]
    public static partial Regex FromNow();

    [GeneratedRegex(@"\G ago" + Edge, Options, Limit)]
    public static partial Regex Ago();
}
