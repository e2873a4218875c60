using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.AI.Errors;

/// <summary>How long a provider asks to wait, in the ways in which that is said.</summary>
internal static partial class RetryWaits
{
    /// <summary>A longer one makes no sense for a person who waits.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>What the headers of an answer say; null when they say nothing of use.</summary>
    /// <param name="header">The value of a header; null when it is not there.</param>
    public static TimeSpan? OfHeaders(Func<string, string?> header)
    {
        if (header("retry-after-ms") is { } exact && Of(exact, "ms") is { } milliseconds)
            return milliseconds;
        if (header("retry-after") is not { } after)
            return null;
        return MomentOf(after) is { } then && header("date") is { } date && MomentOf(date) is { } now ? Sensible(then - now) : OfHeader(after);
    }

    /// <summary>The value of <c>retry-after</c> in seconds; null when it is none of use.</summary>
    public static TimeSpan? OfHeader(string value) => Of(value, "s");

    /// <summary>What the words say, such as "Please try again in 1m20.5s"; null when they say nothing.</summary>
    public static TimeSpan? OfWords(string text)
    {
        if (Announcement().Match(text) is not { Success: true } found)
            return null;
        var sum = TimeSpan.Zero;
        for (var i = 0; i < found.Groups["n"].Captures.Count; i++)
        {
            if (Of(found.Groups["n"].Captures[i].Value, found.Groups["u"].Captures[i].Value) is not { } part)
                return null;
            sum += part;
        }

        return Sensible(sum);
    }

    private static TimeSpan? Of(string number, string unit)
    {
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value))
            return null;
        var one = unit.ToLowerInvariant() switch
        {
            "ms" or "millisecond" or "milliseconds" => TimeSpan.FromMilliseconds(1),
            ['s', ..] => TimeSpan.FromSeconds(1),
            ['m', ..] => TimeSpan.FromMinutes(1),
            _ => TimeSpan.FromHours(1),
        };
        return value * one.TotalSeconds <= Longest.TotalSeconds ? one * value : null;
    }

    private static DateTimeOffset? MomentOf(string value) =>
        DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static TimeSpan? Sensible(TimeSpan wait) => wait >= TimeSpan.Zero && wait <= Longest ? wait : null;

    [GeneratedRegex(
        @"\b(?:again|retry|retrying|retryDelay|wait|resets?|available)\b[^.\d]{0,40}?(?:(?<n>\d{1,9}(?:\.\d{1,12})?)\s*(?<u>milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)(?![A-Za-z])(?:\s|,|and)*)+",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Announcement();
}
