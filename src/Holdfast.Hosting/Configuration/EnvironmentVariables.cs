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
    /// <exception cref="ConfigurationException">A file that one names cannot be had.</exception>
    public static IReadOnlyList<(string Key, string Value, string Origin)> Read(IDictionary variables)
    {
        var problems = new List<string>();
        var settings = new List<(string Key, string Value, string Origin)>();
        foreach (var (key, name, value, stem) in Set(variables))
        {
            if (stem is null)
            {
                settings.Add((key, value, name));
                continue;
            }

            var (held, problem) = Set(variables).Any(other => other.Name.Equals(stem, StringComparison.OrdinalIgnoreCase))
                ? (null, $"{stem} and {name} are both set: leave one of them out.")
                : VariableFiles.Read(name, value);
            if (held is null)
                problems.Add(problem);
            else
                settings.Add((key, held, name));
        }

        return problems.Count == 0 ? settings : throw new ConfigurationException(problems);
    }

    /// <summary>The variables that name files which everybody on the machine may read, each with its file.</summary>
    /// <param name="variables">The environment.</param>
    public static IEnumerable<(string Name, string Path)> ReadByAll(IDictionary variables) =>
        Set(variables).Where(set => set.Stem is not null && File.Exists(set.Value) && VariableFiles.IsReadByAll(set.Value)).Select(set => (set.Name, set.Value));

    /// <summary>The variables that are settings, and those that name files with settings, which have a stem: the variable that they stand for.</summary>
    private static IEnumerable<(string Key, string Name, string Value, string? Stem)> Set(IDictionary variables)
    {
        foreach (var (variable, key) in WellKnown)
        {
            foreach (var name in (string[])[variable, VariableFiles.NameFor(variable)])
            {
                if (variables[name] is string value && !string.IsNullOrWhiteSpace(value))
                    yield return (key, name, value, name == variable ? null : variable);
            }
        }

        foreach (DictionaryEntry entry in variables)
        {
            if (entry is { Key: string name, Value: string value } && !string.IsNullOrWhiteSpace(value)
                && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !ForeignVariables.Contain(name, value))
            {
                var stem = VariableFiles.Stem(name[Prefix.Length..]);
                yield return ((stem ?? name[Prefix.Length..]).Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), name, value, stem is null ? null : Prefix + stem);
            }
        }
    }

    /// <summary>The key that a variable with single underscores may have meant: <c>HOLDFAST_Agent_Kind</c>.</summary>
    /// <param name="key">It without its prefix.</param>
    /// <param name="sections">The sections there are.</param>
    public static string? Meant(string key, IEnumerable<string> sections) =>
        key.IndexOf('_', StringComparison.Ordinal) is > 0 and var at && sections.Contains(key[..at], StringComparer.OrdinalIgnoreCase) ? $"{key[..at]}:{key[(at + 1)..].Replace('_', ':')}" : null;
}
