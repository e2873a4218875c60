namespace Holdfast.Agents;

/// <summary>
/// How people write dates and times. A few ways are enough to be understood everywhere, and the server runs where no languages are installed: so they stand here, and are not
/// asked of the system. The names are kept with settings: never rename one.
/// </summary>
public static class DateStyles
{
    private const string DotsTo24 = "dmy.24";
    private const string DayTo24 = "dmy/24";
    private const string DayTo12 = "dmy/12";
    private const string MonthTo12 = "mdy/12";
    private const string YearTo24 = "ymd-24";

    /// <summary>Each with the same moment, half past six in the evening of 31 December.</summary>
    private static readonly (string Style, string Example)[] Table =
    [
        (DotsTo24, "31.12.2026, 18:30"),
        (DayTo24, "31/12/2026, 18:30"),
        (DayTo12, "31/12/2026, 6:30 pm"),
        (MonthTo12, "12/31/2026, 6:30 PM"),
        (YearTo24, "2026-12-31, 18:30"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table.Select(line => line.Style)];

    /// <summary>Half past six in the evening of 31 December 2026.</summary>
    /// <param name="style">In which way.</param>
    public static string Example(string style) => Table.First(line => line.Style == style).Example;

    /// <summary>The way of a language and country, as Slack tells them of a person (<c>en-US</c>); empty where none is known.</summary>
    /// <param name="locale">The locale.</param>
    public static string OfLocale(string? locale) => locale switch
    {
        null => "",
        "en-US" => MonthTo12,
        "en-AU" or "en-NZ" or "en-IN" => DayTo12,
        "en-CA" or "fr-CA" => YearTo24,
        _ => locale.Split('-')[0] switch
        {
            "de" or "ru" or "pl" or "cs" or "tr" or "fi" or "nb" or "da" or "uk" => DotsTo24,
            "en" or "fr" or "es" or "it" or "pt" or "nl" => DayTo24,
            "ja" or "zh" or "ko" or "sv" or "hu" => YearTo24,
            _ => "",
        },
    };
}
