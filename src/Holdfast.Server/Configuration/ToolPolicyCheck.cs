using Holdfast.Jobs;
using Holdfast.Timers;
using Holdfast.Tools;
using Holdfast.Tools.BuiltIn;

namespace Holdfast.Server.Configuration;

/// <summary>Finds policies of tools that do not exist: whoever misspells a tool believes it is off while it is not.</summary>
internal static class ToolPolicyCheck
{
    /// <summary>The tools that come with Holdfast; a test holds them together with those that are registered.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
        [CurrentTimeTool.ToolName, SetTimerTool.ToolName, ListTimersTool.ToolName, CancelTimerTool.ToolName];

    /// <summary>Passes when every policy is for a tool that exists.</summary>
    /// <exception cref="ConfigurationException">There are such policies.</exception>
    public static void Run(ToolOptions options, IEnumerable<IAgentTool> tools)
    {
        var problems = Problems(options.Policies.Keys, tools.Select(tool => tool.Name));
        if (problems.Count > 0)
            throw new ConfigurationException(problems);
    }

    /// <summary>What is wrong with policies; empty when nothing is.</summary>
    /// <param name="policies">The tools that have one.</param>
    /// <param name="tools">The tools that exist.</param>
    public static IReadOnlyList<string> Problems(IEnumerable<string> policies, IEnumerable<string> tools)
    {
        // A policy for jobs may stand there before, and after, they are enabled.
        var known = tools.Concat([ExecTool.ToolName, CodeTool.ToolName]).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. policies.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)
                .Select(name => ConfigurationCheck.Unknown($"Tools:Policies:{name}", known, "Tools:Policies:")),
        ];
    }
}
