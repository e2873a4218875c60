using Holdfast.Diagnostics;
using Holdfast.Mcp.Servers;

namespace Holdfast.Mcp.Watching;

/// <summary>Says which servers are not there.</summary>
/// <param name="servers">The servers.</param>
internal sealed class McpHealth(McpServers servers) : IHealthSource
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> GetProblemsAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>(
    [
        .. servers.All.Where(server => server.Status is ServerStatus.Down).Select(server =>
        {
            var down = (ServerStatus.Down)server.Status;
            return $"the MCP server '{server.Definition.Name}' is not there since {down.Since:u}: it {down.Problem}. It is started again and again; `holdfast doctor` says what to do";
        }),
    ]);
}
