using System.Globalization;

namespace Holdfast.Slack.Text;

/// <summary>
/// A date that Slack shows each reader in their own zone. What was written for those who see no dates is in nobody knows which zone: the moment
/// itself is told, in UTC.
/// </summary>
internal static class ShownDate
{
    /// <summary>The last second of the year 9999.</summary>
    private const long Last = 253_402_300_799;

    /// <summary>From <c>1392734382^{date} at {time_secs}^https://example.com</c>, the last part being optional.</summary>
    public static string Of(string date, string? fallback)
    {
        var parts = date.Split('^', 3);
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || At(seconds, parts.ElementAtOrDefault(1)) is not { } shown)
            return fallback ?? "";
        return parts.Length == 3 ? Link.Of(parts[2], shown) : shown;
    }

    /// <summary>Null for a moment that no calendar has.</summary>
    public static string? At(long seconds, string? format)
    {
        if (seconds is < 0 or > Last)
            return null;
        var withSeconds = format?.Contains("{time_secs}", StringComparison.Ordinal) == true;
        return DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(withSeconds ? "yyyy-MM-dd HH:mm:ss 'UTC'" : "yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
    }
}
