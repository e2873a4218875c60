using Holdfast.Composition;
using Holdfast.Configuration;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Tools;

/// <summary>
/// Finds policies of tools that do not exist: an operator who misspells a tool believes it is off while it is not. And two tools of one name, of which
/// the model could mean either.
/// </summary>
internal sealed class ToolPolicyRule(IConfiguration configuration, IEnumerable<ToolName> tools) : IConfigurationRule
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
            .Where(policy => !known.Contains(policy.Key))
            .OrderBy(policy => policy.Key, StringComparer.Ordinal))
            yield return new ConfigurationProblem(policy.Path, UnknownKey.Describe(policy.Path, known, $"{Policies}:"));
    }
}
