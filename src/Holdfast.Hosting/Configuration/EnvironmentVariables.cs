using System.Collections;

namespace Holdfast.Hosting.Configuration;

/// <summary>
/// Settings in the environment: by the names people know from Slack's and the models' own tools, and by Holdfast's own. An empty variable
/// counts as none, as templates of compose and Helm leave it.
/// </summary>
internal static class EnvironmentVariables
{
    private const string Prefix = "HOLDFAST_";

    private static readonly (string Variable, string Key)[] WellKnown =
    [
        ("SLACK_BOT_TOKEN", "Slack:BotToken"),
        ("SLACK_APP_TOKEN", "Slack:AppToken"),
        ("SLACK_SIGNING_SECRET", "Slack:SigningSecret"),
        ("SLACK_API_URL", "Slack:ApiUrl"),
        ("OPENAI_API_KEY", "OpenAI:ApiKey"),
        ("OPENAI_BASE_URL", "OpenAI:BaseUrl"),
        ("ANTHROPIC_API_KEY", "Anthropic:ApiKey"),
        ("ANTHROPIC_BASE_URL", "Anthropic:BaseUrl"),
        ("DATABASE_URL", "Database:Url"),
        ("REDIS_URL", "Redis:Url"),
    ];

    /// <summary>The settings, each with its variable; of one that stands there under both names Holdfast's own comes last.</summary>
    /// <param name="variables">The environment.</param>
    public static IEnumerable<(string Key, string Value, string Origin)> Read(IDictionary variables)
    {
        foreach (var (variable, key) in WellKnown)
        {
            if (variables[variable] is string value && !string.IsNullOrWhiteSpace(value))
                yield return (key, value, variable);
        }

        foreach (DictionaryEntry entry in variables)
        {
            if (entry is { Key: string name, Value: string value } && !string.IsNullOrWhiteSpace(value)
                && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !ForeignVariables.Contain(name, value))
                yield return (name[Prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), value, name);
        }
    }

    /// <summary>The key that a variable with single underscores may have meant: <c>HOLDFAST_Agent_Kind</c>.</summary>
    /// <param name="key">It without its prefix.</param>
    /// <param name="sections">The sections there are.</param>
    public static string? Meant(string key, IEnumerable<string> sections) =>
        key.IndexOf('_', StringComparison.Ordinal) is > 0 and var at && sections.Contains(key[..at], StringComparer.OrdinalIgnoreCase) ? $"{key[..at]}:{key[(at + 1)..].Replace('_', ':')}" : null;
}
