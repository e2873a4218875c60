using Holdfast.Composition;
using Holdfast.Configuration;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>Finds tools to be allowed for always that do not exist: who misspells one believes that a button is there.</summary>
internal sealed class AlwaysAllowRule(IOptions<ApprovalOptions> options, IEnumerable<ToolName> tools, IEnumerable<ToolPrefix> sources) : IConfigurationRule
{
    private const string Path = $"Approvals:{nameof(ApprovalOptions.AlwaysAllow)}";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Sections => ["Approvals"];

    /// <inheritdoc/>
    public IEnumerable<ConfigurationProblem> Problems()
    {
        var known = tools.Select(tool => tool.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (number, name) in options.Value.AlwaysAllow.Index())
        {
            if (!known.Contains(name) && !sources.Any(source => name.StartsWith(source.Value, StringComparison.Ordinal)))
                yield return new ConfigurationProblem($"{Path}:{number}", $"{Path}:{number} is '{name}', which is no tool: write the whole name of one, such as {known.MinBy(tool => EditDistance.Between(tool, name))}.");
        }
    }
}
