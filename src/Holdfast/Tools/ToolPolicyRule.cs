using Holdfast.Composition;
using Holdfast.Configuration;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Tools;

/// <summary>
/// Finds policies of tools that do not exist: an operator who misspells a tool believes it is off while it is not. And two tools of one name, of which
/// the model could mean either.
/// </summary>
internal sealed class ToolPolicyRule(IConfiguration configuration, IEnumerable<ToolName> tools, IEnumerable<ToolPrefix> sources) : IConfigurationRule
{
    private const string Policies = "Tools:Policies";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Sections => [];

    /// <inheritdoc/>
    public IEnumerable<ConfigurationProblem> Problems()
    {
        var known = tools.Select(tool => tool.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var twice in tools.CountBy(tool => tool.Value).Where(counted => counted.Value > 1))
            yield return new ConfigurationProblem("Tools", $"There are {twice.Value} tools named '{twice.Key}': rename yours.");
        foreach (var policy in configuration.GetSection(Policies).GetChildren()
            .Where(policy => !known.Contains(policy.Key) && !IsForSome(policy.Key, known))
            .OrderBy(policy => policy.Key, StringComparer.Ordinal))
            yield return new ConfigurationProblem(policy.Path, UnknownKey.Describe(policy.Path, known, $"{Policies}:"));
    }

    /// <summary>Whether it is for tools that are not known yet, or for several.</summary>
    private bool IsForSome(string key, IEnumerable<string> known)
    {
        if (!key.EndsWith(ToolOptions.AnyEnd))
            return sources.Any(source => key.StartsWith(source.Value, StringComparison.Ordinal));
        var beginning = key[..^1];
        return known.Any(tool => ToolOptions.Matches(key, tool))
            || sources.Any(source => source.Value.StartsWith(beginning, StringComparison.Ordinal) || beginning.StartsWith(source.Value, StringComparison.Ordinal));
    }
}
