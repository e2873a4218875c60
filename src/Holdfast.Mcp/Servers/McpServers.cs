using Holdfast.Composition;
using Holdfast.Mcp.Configuration;
using Holdfast.Mcp.Transports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Mcp.Servers;

/// <summary>All servers of the configuration.</summary>
internal sealed class McpServers
{
    private readonly Dictionary<string, McpServer> _servers;

    /// <summary>Makes them, and starts none.</summary>
    /// <param name="options">What the configuration says of each.</param>
    /// <param name="connector">Makes the way to them.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For their coming and going.</param>
    public McpServers(IOptions<NamedOptions<McpServerOptions>> options, Connector connector, McpMetrics metrics, TimeProvider time, ILogger<McpServer> logger) =>
        _servers = options.Value.All.ToDictionary(
            server => server.Key,
            server => new McpServer(new ServerDefinition(server.Key, server.Value, Environment.GetEnvironmentVariable), connector, metrics, time, logger),
            StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<McpServer> All => _servers.Values;

    /// <summary>One by its name.</summary>
    public McpServer this[string name] => _servers[name];
}
