using Holdfast.Http;

namespace Holdfast.Runs;

/// <summary>How agents call what they ask.</summary>
public static class AgentCallsOfRuns
{
    /// <summary>A model, or somebody's own agent, may think for as long as its run may take.</summary>
    /// <param name="runs">How long that is.</param>
    public static HttpPurpose AgentCalls(this RunOptions runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs.Timeout > HttpPurpose.Model.Limit ? HttpPurpose.Model with { Limit = runs.Timeout } : HttpPurpose.Model;
    }
}
