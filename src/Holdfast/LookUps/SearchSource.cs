using Holdfast.Agents;
using Holdfast.Inbound;
using Holdfast.Storage;
using Holdfast.Tools;

namespace Holdfast.LookUps;

/// <summary>The search of the workspace, for runs whose message brought Slack's leave for it: no other could use it.</summary>
/// <param name="tool">The search.</param>
/// <param name="records">Where it is kept what a message brought.</param>
internal sealed class SearchSource(SearchMessagesTool tool, IRecordReader records) : IToolSource
{
    private readonly IReadOnlyList<IAgentTool> _search = [tool];

    /// <inheritdoc/>
    public string Prefix => SearchMessagesTool.ToolName;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => tool.DefaultPolicy;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IAgentTool>> GetToolsAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return await SearchTokens.FindAsync(records, turn.Run, cancellationToken) is null ? [] : _search;
    }
}
