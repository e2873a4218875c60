using Holdfast.Composition;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Mcp.Configuration;

/// <summary>Finds variables that are not set, names that no tool can have, and servers whose tools could not be told apart.</summary>
/// <param name="servers">The servers.</param>
/// <param name="tools">The tools that are always there.</param>
/// <param name="variable">A variable of the environment; null when it is not set.</param>
internal sealed class McpRule(IOptions<NamedOptions<McpServerOptions>> servers, IEnumerable<ToolName> tools, Func<string, string?> variable) : IConfigurationRule
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Sections => [ServerDefinition.Section];

    /// <inheritdoc/>
    public IEnumerable<ConfigurationProblem> Problems() => servers.Value.All.SelectMany(server => ProblemsOf(server.Key, server.Value)).Concat(ProblemsBetween());

    private IEnumerable<ConfigurationProblem> ProblemsOf(string name, McpServerOptions options)
    {
        var setting = ServerDefinition.SettingOf(name);
        if (!ServerDefinition.IsName(name))
            yield return new ConfigurationProblem(setting, $"{setting}: a server's name is 1 to 32 letters, digits, _ and -.");
        foreach (var (part, values) in new[] { (nameof(options.Environment), options.Environment), (nameof(options.Headers), options.Headers) })
        {
            foreach (var (key, value) in values)
            {
                var path = $"{setting}:{part}:{key}";
                foreach (var missing in Placeholders.NamesIn(value).Where(named => string.IsNullOrEmpty(variable(named))))
                    yield return new ConfigurationProblem(path, $"{path} needs the environment variable {missing}, which is not set.");
            }
        }

        foreach (var (key, value) in options.Headers)
        {
            var path = $"{setting}:{nameof(options.Headers)}:{key}";
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_'))
                yield return new ConfigurationProblem(path, $"{path}: a header's name is letters, digits and -.");
            if (Placeholders.Fill(value, variable).Any(c => c is < ' ' or > '~'))
                yield return new ConfigurationProblem(path, $"{path} contains a line break or another character that no header has: copy it again.");
        }

        var prefix = ServerDefinition.PrefixOf(name, options.Prefix);
        if (tools.FirstOrDefault(tool => tool.Value.StartsWith(prefix, StringComparison.Ordinal)) is { } taken)
            yield return new ConfigurationProblem($"{setting}:Prefix", $"{setting}:Prefix is '{prefix}', and so begins the tool {taken.Value}: policies for the one would hold for the other. Set another prefix.");
    }

    private IEnumerable<ConfigurationProblem> ProblemsBetween()
    {
        var all = servers.Value.All.Select(server => (server.Key, Prefix: ServerDefinition.PrefixOf(server.Key, server.Value.Prefix))).OrderBy(server => server.Prefix.Length).ToList();
        for (var later = 1; later < all.Count; later++)
        {
            var (name, prefix) = all[later];
            if (all.Take(later).FirstOrDefault(server => prefix.StartsWith(server.Prefix, StringComparison.Ordinal)) is { Prefix: { } other } earlier)
            {
                var setting = ServerDefinition.SettingOf(name);
                yield return new ConfigurationProblem(
                    $"{setting}:Prefix", $"{setting}:Prefix is '{prefix}', which begins as that of {earlier.Key} ('{other}'): their tools could not be told apart. Set another prefix.");
            }
        }
    }
}
