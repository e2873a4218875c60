using System.Text.RegularExpressions;

namespace Holdfast.Mcp.Configuration;

/// <summary>Variables of the environment in values of the configuration: <c>Bearer ${GITHUB_TOKEN}</c>. So a secret need not stand in a file.</summary>
internal static partial class Placeholders
{
    /// <summary>The variables that a text names.</summary>
    public static IEnumerable<string> NamesIn(string text) => Pattern().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);

    /// <summary>The text with the variables' values; those that are not set are left as they stand, which the check of the configuration has named.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">The value of a variable; null when it is not set.</param>
    public static string Fill(string text, Func<string, string?> variable) =>
        Pattern().Replace(text, match => variable(match.Groups["name"].Value) is { Length: > 0 } value ? value : match.Value);

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Pattern();
}
