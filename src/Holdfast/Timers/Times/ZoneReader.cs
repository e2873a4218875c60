namespace Holdfast.Timers.Times;

/// <summary>Reads the time zone behind a time: <c>UTC</c>, <c>Europe/Berlin</c>.</summary>
internal static class ZoneReader
{
    /// <summary>Reads a zone; null when none stands here.</summary>
    public static TimeZoneInfo? Read(ref Cursor cursor)
    {
        if (cursor.Take(Grammar.Utc(), out var utc))
        {
            return utc.Groups["offset"].Success
                ? throw new WrongTimeException("I read no zones such as UTC+2. Try `9:00 Europe/Berlin` or `2027-01-05T14:30+02:00`.")
                : TimeZoneInfo.Utc;
        }

        if (cursor.Take(Grammar.SharedZone(), out var shared))
        {
            throw new WrongTimeException(
                $"{shared.Groups["zone"].Value} is the name of several time zones, or of one for half the year only. Try `9:00 America/New_York`.");
        }

        if (cursor.Take(Grammar.NamedPlace(), out var place))
            throw new WrongTimeException($"I only know time zones by their full names, not \"{WrongTimeException.Quote(place.Value.Trim(' ', ',', '(', ')'))}\". Try `9:00 America/New_York` or `9:00 Europe/Berlin`.");
        if (cursor.Take(Grammar.OtherLanguage(), out var word))
            throw OtherLanguages.NotRead(word.Value.Trim(' ', ','));
        if (cursor.Take(Grammar.OwnTime()) || !cursor.Take(Grammar.Zone(), out var match))
            return null;
        var name = match.Groups["zone"].Value;
        if (TimeZones.TryFind(name, out var zone) || TimeZones.TryFind(Capitals(name), out zone))
            return zone;
        throw new WrongTimeException(TimeZones.AreThere
            ? $"I know no time zone {WrongTimeException.Quote(name)}. Try `9:00 Europe/Berlin`."
            : "This machine knows no time zones: an operator must install the package tzdata. UTC works.");
    }

    /// <summary><c>america/new_york</c> as it is written in the list of zones.</summary>
    private static string Capitals(string name) => string.Create(name.Length, name, static (written, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            written[i] = i == 0 || from[i - 1] is '/' or '_' or '-' ? char.ToUpperInvariant(from[i]) : char.ToLowerInvariant(from[i]);
    });
}
