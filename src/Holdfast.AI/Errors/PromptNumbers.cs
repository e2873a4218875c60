using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.AI.Errors;

/// <summary>What a provider that finds a prompt too long says of it in numbers.</summary>
/// <param name="Limit">The most tokens that the model reads; null when that is not said.</param>
/// <param name="Asked">How many it was asked to read, by its own count; null when that is not said.</param>
internal sealed partial record PromptNumbers(long? Limit, long? Asked)
{
    /// <summary>No model reads fewer: a smaller number is a status, a version or a line.</summary>
    private const long Least = 256;

    private const int MostTimeMs = 1000;

    /// <summary>
    /// Finds them in its words: "maximum context length is 8192 tokens. However, you requested 9000", "9000 tokens > 8192 maximum", "with 32768 maximum
    /// context length", "100 + 30 > 120".
    /// </summary>
    public static PromptNumbers In(string said)
    {
        var limit = LimitIn(said);
        var sum = Sum().Match(said) is { Success: true } added ? NumberOf(added, "a") + NumberOf(added, "b") : null;
        var largest = Any().Matches(said).Select(match => NumberOf(match, "n")).Max();
        var asked = sum ?? largest;
        return limit is not null && asked > limit ? new PromptNumbers(limit, asked) : new PromptNumbers(limit, Asked: null);
    }

    /// <summary>How much of what was sent may stay, so that it is taken for certain: some room is left for what the answer takes.</summary>
    /// <param name="sent">What was sent, by our own count.</param>
    public double Share(long sent) => this switch
    {
        { Limit: { } limit, Asked: { } asked } => 0.9 * limit / asked,
        { Limit: { } limit } when limit < sent => 0.9 * limit / sent,
        _ => 0.6,
    };

    private static long? LimitIn(string said)
    {
        foreach (var match in (Match[])[Above().Match(said), Named().Match(said), NamedBehind().Match(said)])
        {
            if (match.Success && NumberOf(match, "n") is >= Least and var limit)
                return limit;
        }

        return null;
    }

    private static long? NumberOf(Match match, string group) =>
        long.TryParse(match.Groups[group].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@">\s*(?<n>\d[\d,]{2,15}\b)", RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Above();

    [GeneratedRegex(@"\b(maximum|max|limit|allowed|context (length|window|size)|n_ctx)\b[^\d]{0,60}(?<n>\d[\d,]{2,15}\b)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<n>\d[\d,]{2,15})( tokens?)? (maximum|max|limit|context)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex NamedBehind();

    [GeneratedRegex(@"(?<a>\d[\d,]{0,15}) \+ (?<b>\d[\d,]{0,15}) >", RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Sum();

    [GeneratedRegex(@"(?<![\w.-])(?<n>\d[\d,]{2,15})(?![\w-])", RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Any();
}
