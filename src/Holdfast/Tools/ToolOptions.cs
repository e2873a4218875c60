namespace Holdfast.Tools;

/// <summary>What the agent may do. Section <c>Tools</c>.</summary>
public sealed class ToolOptions
{
    /// <summary>What ends a name that stands for all names which begin so.</summary>
    internal const char AnyEnd = '*';

    /// <summary>
    /// A policy (<c>Auto</c>, <c>Approve</c>, <c>Off</c>) by tool, or by the beginning of names and an asterisk: the tool's own name counts before that, and
    /// a longer beginning before a shorter one. Default: each tool's own.
    /// </summary>
    public IDictionary<string, ToolPolicy> Policies { get; init; } = new Dictionary<string, ToolPolicy>(StringComparer.Ordinal);

    /// <summary>The operator's word about a tool; null where there is none.</summary>
    /// <param name="tool">Its name.</param>
    internal ToolPolicy? PolicyOf(string tool)
    {
        if (Policies.TryGetValue(tool, out var own))
            return own;
        var nearest = Policies.Keys.Where(key => Matches(key, tool)).MaxBy(key => key.Length);
        return nearest is null ? null : Policies[nearest];
    }

    /// <summary>Whether a key that ends with an asterisk is for a tool.</summary>
    internal static bool Matches(string key, string tool) => key.EndsWith(AnyEnd) && tool.StartsWith(key[..^1], StringComparison.Ordinal);
}
