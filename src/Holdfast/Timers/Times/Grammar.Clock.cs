using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

internal static partial class Grammar
{
    private const string At = @"((at |@ ?|by )(" + About + @" ?)?|" + About + @" ?)";
    private const string Half = @"(?<half>[ap])\.?m\.?";
    private const string OClock = @"o['’]? ?clock";

    /// <summary>Where a time of day ends, and no range, larger number or word goes on.</summary>
    private const string ClockEdge =
        @"(?![\p{N}_/%°€$£]|[:.,]\p{N}|(?!Z(?![\p{L}\p{N}]))\p{L}|['’]\p{L}|[-–](?![0-9]{2}(:?[0-9]{2})?(?![0-9]))[\p{L}\p{N}])";

    /// <summary>What shows that a number behind "around" or "by" is a time: "around 20 people" is none.</summary>
    private const string Ends = @"(?=(,? (please|thanks))?[ .!?)]{0,8}$|,|( in the| at night| tonight| tomorrow| today| on | every | this | next ))";

    [GeneratedRegex(Lead + "(" + At + @" ?)?(12(:00)? ?)?((?<noon>noon|midday)|midnight)" + Edge, Options, Limit)]
    public static partial Regex NamedClock();

    /// <summary><c>half past nine</c>, <c>quarter to five</c>, <c>10 past 9</c>.</summary>
    [GeneratedRegex(
        Lead + "(" + At + " ?)?((an? )?(?<fraction>half|quarter) (?<side>past|to|after|till|til)"
        + "|(?<minutes>[0-9]{1,2}|" + NumberWords.Cardinal + ")(?<unit> minutes?| mins?)? (?<side>past|to)) (?<hour>[0-9]{1,2}|" + NumberWords.Hour + ")( ?" + Half + "| ?" + OClock + ")?" + ClockEdge,
        Options,
        Limit)]
    public static partial Regex MinutesBesideHour();

    /// <summary>9:30 to some people, 8:30 to others.</summary>
    [GeneratedRegex(Lead + "(" + At + " ?)?half (?<hour>1[0-2]|[1-9]|" + NumberWords.Hour + ")(?! (of|an?|hours?|minutes?|days?|weeks?) )" + ClockEdge, Options, Limit)]
    public static partial Regex HalfHour();

    [GeneratedRegex(Lead + @"((?<at>at )(?<hour>[0-9]{1,2}) ?h(?<minute>[0-9]{2})?|(?<hour>[0-9]{1,2})h(?<minute>[0-9]{2})|(?<hour>1[3-9]|2[0-3])h)" + Edge, Options, Limit)]
    public static partial Regex HourClock();

    /// <summary><c>at 1430</c>, <c>0900 hrs</c>, <c>930am</c>.</summary>
    [GeneratedRegex(
        Lead + "(" + At + " ?(?<hour>[01][0-9]|2[0-3])(?<minute>[0-5][0-9])( ?(h|hrs?|hours?))?|(?<hour>[01][0-9]|2[0-3])(?<minute>[0-5][0-9]) ?(h|hrs?|hours)"
        + "|(" + At + " ?)?(?<hour>1[0-2]|0?[1-9])(?<minute>[0-5][0-9]) ?" + Half + ")" + ClockEdge,
        Options,
        Limit)]
    public static partial Regex FourDigits();

    /// <summary><c>at nine</c>, <c>at five thirty</c>, <c>seven pm</c>, <c>nine o'clock</c>.</summary>
    [GeneratedRegex(
        Lead + "((at |@ ?)(" + About + " ?)?(?<hour>" + NumberWords.Hour + ")( (?<minute>" + NumberWords.Minute + "))?( ?" + Half + "| ?" + OClock + ")?"
        + "|(" + At + " ?)?(?<hour>" + NumberWords.Hour + ")( (?<minute>" + NumberWords.Minute + "))? ?(" + Half + "|" + OClock + ")"
        + "|" + At + " ?(?<hour>" + NumberWords.Hour + ")( (?<minute>" + NumberWords.Minute + "))?" + Ends + ")" + ClockEdge,
        Options,
        Limit)]
    public static partial Regex WordClock();

    // A bare number is a time of day only behind "at", before "am" or "o'clock", or with minutes: "9 lives" is none.
    [GeneratedRegex(
        Lead + @"((at |@ ?)(" + About + @" ?)?(?<hour>[0-9]{1,2})([:.](?<minute>[0-9]{2}))?(:(?<second>[0-9]{2})([.,][0-9]{1,9})?)?( ?" + Half + "| ?" + OClock + ")?"
        + "|(" + At + @" ?)?(?<hour>[0-9]{1,2})([:.](?<minute>[0-9]{2}))?(:(?<second>[0-9]{2}))? ?(" + Half + "|" + OClock + ")"
        + "|(" + At + @" ?)?(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,][0-9]{1,9})?)?( ?" + Half + ")?"
        + "|" + At + " ?(?<hour>[0-9]{1,2})" + Ends + ")" + ClockEdge,
        Options,
        Limit)]
    public static partial Regex Clock();

    /// <summary><c>9 in the evening</c>, <c>5 this afternoon</c>, <c>9 tonight</c>: what follows makes a time of the number.</summary>
    [GeneratedRegex(
        Lead + "(?<hour>1[0-2]|[1-9]|" + NumberWords.Hour + ")(?= (in the (morning|afternoon|evening)|at night|tonight|(this|tomorrow) (morning|afternoon|evening|night))" + Edge + ")",
        Options,
        Limit)]
    public static partial Regex BareHour();

    [GeneratedRegex(@"\G,? (sharp|on the dot|exactly|precisely)" + Edge, Options, Limit)]
    public static partial Regex Sharp();

    [GeneratedRegex(@"\G ?(h|hrs?|hours?|min|minutes?)" + Edge, Options, Limit)]
    public static partial Regex LengthBehindClock();

    [GeneratedRegex(Lead + @"(early |late )?((in the )(early |late )?(?<part>morning|afternoon|evening)|at (?<part>night))" + Edge, Options, Limit)]
    public static partial Regex PartOfDay();

    [GeneratedRegex(@"\G (early |late )?(?<part>morning|afternoon|evening|night)" + Edge, Options, Limit)]
    public static partial Regex PartBehindDay();

    [GeneratedRegex(@"\G (?<part>mornings?|afternoons?|evenings?|nights?)" + Edge, Options, Limit)]
    public static partial Regex PartBehindRule();
}
