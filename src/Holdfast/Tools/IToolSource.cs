using Holdfast.Agents;

namespace Holdfast.Tools;

/// <summary>
/// Where tools come from that come and go: another program's, or those that one conversation has. It is asked at the beginning of each run, which
/// has those tools to its end. Tools that are always there are registered one by one instead (<c>AddTool</c>).
/// </summary>
/// <remarks>
/// A run waits at most 5 s for it; if it throws or takes longer, that is logged and the run has the other tools. A tool of a name that is
/// taken, or that does not begin with the source's prefix, is left out: a policy for the name would hold for something else.
/// </remarks>
public interface IToolSource
{
    /// <summary>What the names of all its tools begin with, such as <c>github_</c>; policies for such names are for them.</summary>
    string Prefix { get; }

    /// <summary>What holds for those of its tools that need the most, when the operator says nothing. Default: <see cref="ToolPolicy.Approve"/>.</summary>
    ToolPolicy DefaultPolicy => ToolPolicy.Approve;

    /// <summary>
    /// The tools that there are at this moment. A run that goes on later finds them again by their names. A source whose tools are the same as before
    /// gives the same list: what is made of it for the model is then made once.
    /// </summary>
    /// <param name="turn">For whom and where.</param>
    /// <param name="cancellationToken">Fires when the run does not wait any longer.</param>
    ValueTask<IReadOnlyList<IAgentTool>> GetToolsAsync(AgentTurn turn, CancellationToken cancellationToken);
}
