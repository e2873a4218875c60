using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

internal static partial class Grammar
{
    [GeneratedRegex(@"\G ?(?<sign>[+-])(?<hours>[0-9]{2}):?(?<minutes>[0-9]{2})?(?![\p{L}\p{N}:])", AsWritten, Limit)]
    public static partial Regex Offset();

    [GeneratedRegex(@"\G ?Z(?![\p{L}\p{N}])", Options, Limit)]
    public static partial Regex Zulu();

    [GeneratedRegex(Lead + @"\(?(?<zone>UTC|GMT)((?<offset> ?[+-] ?[0-9])|\)?" + Edge + ")", Options, Limit)]
    public static partial Regex Utc();

    // An area that exists, or a name of that form with nothing behind it: "9:00 TCP/IP lecture" names no zone.
    [GeneratedRegex(
        Lead + @"[(\[]?(?<zone>(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US|Canada|Brazil|Chile|Mexico)(/[\w+-]+){1,2}"
        + @"|[a-z_]+(/[a-z_+-]+){1,2}(?=\)?[ .!]{0,8}$))[)\]]?(?![\p{L}\p{N}/])",
        Options,
        Limit)]
    public static partial Regex Zone();

    /// <summary>
    /// Names that several zones share, or that hold for half a year. Those that are words as well are meant in capitals, or with nothing
    /// behind.
    /// </summary>
    [GeneratedRegex(
        Lead + @"\(?(?<zone>(?i:EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|MEZ|MESZ|EEST|BST|JST|KST|AEST|AEDT|ACST|AWST|NZST|NZDT|AKST|AKDT)"
        + @"|WET|WEST|EET|IST|MSK|HST|SGT|HKT|ET|CT|MT|PT"
        + @"|((?i:ET|PT)|MET|EAT|ART|BRT)(?=\)?[ .!]{0,8}$))\)?(?![\p{L}\p{N}/])",
        AsWritten,
        Limit)]
    public static partial Regex SharedZone();

    /// <summary>A clock of somewhere, named as people name it.</summary>
    [GeneratedRegex(
        Lead + @"\(?(?<zone>(in )?(eastern|pacific)( (standard|daylight))?( time)?|(central|mountain|atlantic)(( (standard|daylight))? time|(?=\)?[ .!]{0,8}$))"
        + @"|(in )?(?<place>berlin|london|paris|madrid|rome|vienna|zurich|amsterdam|brussels|dublin|lisbon|stockholm|oslo|copenhagen|helsinki|warsaw|prague|athens|kyiv"
        + @"|istanbul|moscow|dubai|mumbai|delhi|kolkata|bangalore|singapore|hong kong|tokyo|seoul|beijing|shanghai|sydney|melbourne|auckland|new york|nyc?|chicago"
        + @"|denver|los angeles|la|san francisco|sf|seattle|boston|toronto|vancouver|sao paulo|uk|us|eu|indian?|german|french|european|british|american|japanese"
        + @"|(indian|central european|greenwich|japan) (mean|standard|summer)) time|(your|our|their|his|her|server) time)\)?" + Edge,
        Options,
        Limit)]
    public static partial Regex NamedPlace();

    [GeneratedRegex(Lead + @"\(?(my|local) time\)?" + Edge, Options, Limit)]
    public static partial Regex OwnTime();

    [GeneratedRegex(Lead + "(uhr|heures?|horas?)" + Edge, Options, Limit)]
    public static partial Regex OtherLanguage();
}
