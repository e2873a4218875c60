using Holdfast.Diagnostics;
using Holdfast.Jobs.Processes;
using Holdfast.Mcp.Servers;
using Microsoft.Extensions.Logging;

namespace Holdfast.Mcp.Watching;

/// <summary>Keeps all servers running, beside each other and beside the start; and first ends what a server that was killed has left running.</summary>
/// <param name="servers">The servers.</param>
/// <param name="health">Where its state is shown.</param>
/// <param name="metrics">Where its failures are counted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what was left running.</param>
internal sealed partial class McpLoop(McpServers servers, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<McpLoop> logger)
    : SupervisedLoop("mcp servers", health, metrics, time, logger)
{
    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        if (servers.All.Any(server => server.Definition.IsProgram))
        {
            Companion.HideOwnEnvironment();
            if (Companion.EndOrphans() is > 0 and var ended)
                LogOrphans(ended);
        }

        await Task.WhenAll(servers.All.Select(server => server.RunAsync(stopping)));
    }

    [LoggerMessage(4221, LogLevel.Warning, "Killed {Processes} processes of MCP servers that a dead Holdfast had left running")]
    private partial void LogOrphans(int processes);
}
