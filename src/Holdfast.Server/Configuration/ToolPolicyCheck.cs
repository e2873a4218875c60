using Holdfast.Jobs;
using Holdfast.Tools;

namespace Holdfast.Server.Configuration;

/// <summary>Finds policies of tools that do not exist: whoever misspells a tool believes it is off while it is not.</summary>
internal static class ToolPolicyCheck
{
    /// <summary>Passes when every policy is for a tool that exists.</summary>
    /// <exception cref="ConfigurationException">There are such policies.</exception>
    public static void Run(ToolOptions options, IEnumerable<IAgentTool> tools)
    {
        // A policy for jobs may stand there before, and after, they are enabled.
        var known = tools.Select(tool => tool.Name).Concat([ExecTool.ToolName, CodeTool.ToolName]).ToHashSet(StringComparer.Ordinal);
        var unknown = options.Policies.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new ConfigurationException([.. unknown.Select(name => ConfigurationCheck.Unknown($"Tools:Policies:{name}", known, "Tools:Policies:"))]);
    }
}
