using System.Text.RegularExpressions;
using Holdfast.Hosting.Configuration;

namespace Holdfast.Hosting.Logs;

/// <summary>
/// Takes secrets out of what is about to be written. Nothing should hold any by then: this is the second line, for the day on which somebody else's
/// library quotes a request.
/// </summary>
/// <param name="configuration">Has those that are set.</param>
internal sealed partial class Redaction(IConfiguration configuration)
{
    private const string Hidden = "***";

    /// <summary>What is shorter is no secret, and stands in too many words.</summary>
    private const int Shortest = 8;

    private static readonly string[] Signs = ["xox", "xapp-", "sk-", "earer ", "hooks.slack.com/"];

    private readonly string[] _secrets =
    [
        .. configuration.AsEnumerable().Where(setting => setting.Value is { Length: >= Shortest }).SelectMany(SecretsOf)
            .Where(secret => secret.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length),
    ];

    /// <summary>The same without secrets.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            if (text.Contains(secret, StringComparison.Ordinal))
                text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        }

        return Signs.Any(sign => text.Contains(sign, StringComparison.Ordinal)) ? Shapes().Replace(text, "${kind}" + Hidden) : text;
    }

    private static IEnumerable<string> SecretsOf(KeyValuePair<string, string?> setting)
    {
        var name = setting.Key[(setting.Key.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal) + 1)..];
        var mayBe = ConfigurationCheck.MayBeSecret(name) || name.Contains("password", StringComparison.OrdinalIgnoreCase) || name.Contains("authorization", StringComparison.OrdinalIgnoreCase);
        if (mayBe && !IsHarmless(setting.Value!))
            yield return setting.Value!;
        foreach (var pair in Passwords().Matches(setting.Value!).Select(match => match.Groups["password"].Value))
        {
            yield return pair;
            yield return Uri.UnescapeDataString(pair);
        }
    }

    /// <summary>Numbers, times and switches whose names sound like secrets, as that of a most tokens of a prompt.</summary>
    private static bool IsHarmless(string value) => value.All(static letter => char.IsAsciiDigit(letter) || letter is '.' or ':' or '-');

    [GeneratedRegex(@"(?<kind>xox[a-z]-|xox[a-z]\.xox[a-z]-|xapp-|sk-|[Bb]earer |hooks\.slack\.com/)[A-Za-z0-9_\-./+=~]{6,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shapes();

    [GeneratedRegex(@"(://[^:/@\s]*:(?<password>[^@/\s]+)@)|([Pp]assword\s*=\s*(?<password>[^;\s]+))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Passwords();
}
