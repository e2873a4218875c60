using System.Globalization;

namespace Holdfast.Text;

/// <summary>
/// Moments in mrkdwn, shown in each reader's own time zone. https://docs.slack.dev/messaging/formatting-message-text#date-formatting
/// </summary>
public static class SlackDate
{
    /// <summary>Day and time, for instance <c>today at 14:03:22</c>.</summary>
    /// <param name="moment">The moment.</param>
    public static string Full(DateTimeOffset moment) => Format(moment, "{date_short_pretty} at {time_secs}");

    /// <summary>Day and time to the minute, with <c>on</c> before a day that has no name of its own.</summary>
    /// <param name="moment">The moment.</param>
    public static string Relative(DateTimeOffset moment) => Format(moment, "{date_short_pretty} at {time}");

    private static string Format(DateTimeOffset moment, string tokens) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<!date^{moment.ToUnixTimeSeconds()}^{tokens}|{moment.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC>");
}
