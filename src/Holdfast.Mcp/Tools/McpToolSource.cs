using Holdfast.Agents;
using Holdfast.Images;
using Holdfast.Mcp.Protocol;
using Holdfast.Mcp.Servers;
using Holdfast.Tools;
using Microsoft.Extensions.Logging;

namespace Holdfast.Mcp.Tools;

/// <summary>The tools of one server, as they are known at the moment: a run waits for no server, but for one that is just being started.</summary>
/// <param name="server">The server.</param>
/// <param name="pictures">What becomes of pictures that they return.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For names that are taken.</param>
internal sealed partial class McpToolSource(McpServer server, ReturnedPictures pictures, TimeProvider time, ILogger<McpToolSource> logger) : IToolSource
{
    /// <summary>A source that takes all of its time is left out of the run.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1);

    /// <summary>How long after its start a server is waited for that has not told its tools: runs begin at once after a restart, and need them.</summary>
    private static readonly TimeSpan StartPatience = ToolBox.Patience - Reserve;

    private readonly long _began = time.GetTimestamp();

    /// <summary>What was made of which list.</summary>
    private volatile Made _made = new(ToolListing.Empty, []);

    /// <inheritdoc/>
    public string Prefix => server.Definition.Prefix;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IAgentTool>> GetToolsAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (server.Listing is null && PatienceFor(turn) - time.GetElapsedTime(_began) is var left && left > TimeSpan.Zero)
            await WaitAsync(left, cancellationToken);
        var tools = Current();
        if (server.Listing is not null)
            return tools;
        var approved = turn.Approvals
            .Where(approval => approval is { Status: ApprovalStatus.Approved, UsedAt: null } && approval.Tool.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(approval => approval.Tool)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return approved.Count == 0 ? tools : [.. approved.Select(name => new AwaitedTool(server, name, Find, time))];
    }

    /// <summary>
    /// A run that has wanted its tools before, which stands in what the model has answered, waits longer: a call that a restart interrupted was refused as
    /// unknown on a machine so busy that the server took longer to start.
    /// </summary>
    private TimeSpan PatienceFor(AgentTurn turn) =>
        turn.FinishedSteps.Any(step => step.Resume?.Contains(Prefix, StringComparison.Ordinal) == true) ? ToolBox.PatienceToGoOn - Reserve : StartPatience;

    private async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await server.Tried.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IAgentTool? Find(string name) => Current().FirstOrDefault(tool => tool.Name == name);

    /// <summary>The same list for as long as the server has the same tools.</summary>
    private IReadOnlyList<IAgentTool> Current()
    {
        var listing = server.Listing ?? ToolListing.Empty;
        var made = _made;
        if (ReferenceEquals(made.Of, listing))
            return made.Tools;
        var tools = new Dictionary<string, IAgentTool>(StringComparer.Ordinal);
        foreach (var tool in listing.Tools.Select(described => new McpTool(server, described, pictures)))
        {
            if (!tools.TryAdd(tool.Name, tool))
                LogTaken(server.Definition.Name, tool.Name);
        }

        made = new Made(listing, [.. tools.Values]);
        _made = made;
        return made.Tools;
    }

    [LoggerMessage(4220, LogLevel.Warning, "Two tools of MCP server {Server} come to the name {Tool}: the second is left out")]
    private partial void LogTaken(string server, string tool);

    private sealed record Made(ToolListing Of, IReadOnlyList<IAgentTool> Tools);
}
