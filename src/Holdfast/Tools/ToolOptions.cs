namespace Holdfast.Tools;

/// <summary>What the agent may do. Section <c>Tools</c>.</summary>
public sealed class ToolOptions
{
    /// <summary>A policy (<c>Auto</c>, <c>Approve</c>, <c>Off</c>) by tool. Default: each tool's own.</summary>
    public IDictionary<string, ToolPolicy> Policies { get; init; } = new Dictionary<string, ToolPolicy>(StringComparer.Ordinal);
}
