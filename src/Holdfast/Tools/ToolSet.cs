using System.Text.Json;
using Holdfast.Text;

namespace Holdfast.Tools;

/// <summary>The tools that a run has, under the operator's policy.</summary>
public sealed class ToolSet
{
    /// <summary>What is not shown in full is not approved: longer calls are refused.</summary>
    public const int MaxShown = 12_000;

    private readonly Dictionary<string, (IAgentTool Tool, ToolPolicy Policy)> _tools = new(StringComparer.Ordinal);

    internal ToolSet(IEnumerable<IAgentTool> tools, ToolOptions options)
    {
        foreach (var tool in tools)
            _tools.Add(tool.Name, (tool, options.PolicyOf(tool.Name) ?? tool.DefaultPolicy));
    }

    /// <summary>The tools that the model is told of.</summary>
    public IEnumerable<IAgentTool> Offered => _tools.Values.Where(entry => entry.Policy != ToolPolicy.Off).Select(entry => entry.Tool);

    /// <summary>The names of the tools that need somebody's approval.</summary>
    public IEnumerable<string> Asked => _tools.Values.Where(entry => entry.Policy == ToolPolicy.Approve).Select(entry => entry.Tool.Name);

    /// <summary>The tool of that name that may be used; null when there is none.</summary>
    /// <param name="name">The name, as the model wrote it.</param>
    public IAgentTool? Find(string name) => _tools.TryGetValue(name, out var entry) && entry.Policy != ToolPolicy.Off ? entry.Tool : null;

    /// <summary>What a call comes to, under the policy: the tool's own review with the operator's word applied to it.</summary>
    /// <param name="name">The tool's name, as the model wrote it.</param>
    /// <param name="arguments">The arguments, as the model wrote them.</param>
    /// <returns><see cref="ToolReview.Accepted.IsAllowListed"/> tells whether to go ahead without asking.</returns>
    public ToolReview Review(string name, JsonElement arguments)
    {
        if (Find(name) is not { } tool)
            return new ToolReview.Refused("There is no such tool.");
        if (arguments.ValueKind != JsonValueKind.Object)
            return new ToolReview.Refused("The arguments must be a JSON object.");
        var review = tool.Review(arguments);
        if (review is not ToolReview.Accepted accepted)
            return review;
        if (accepted.IsAllowListed || _tools[name].Policy == ToolPolicy.Auto)
            return accepted with { IsAllowListed = true };
        var length = VisibleText.Of(accepted.Shown).Length;
        return length > MaxShown
            ? new ToolReview.Refused($"This needs a person's approval, and with {length} characters it is too long to be shown to one (at most {MaxShown}).")
            : accepted;
    }

    /// <summary>Whether a name is taken, also by a tool that is off.</summary>
    internal bool Has(string name) => _tools.ContainsKey(name);
}
