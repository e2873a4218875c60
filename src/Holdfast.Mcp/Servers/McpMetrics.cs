using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Mcp.Servers;

/// <summary>What is measured about MCP servers.</summary>
internal sealed class McpMetrics : IDisposable
{
    private const string ServerTag = "server";

    private readonly Meter _meter;
    private readonly Histogram<double> _calls;
    private readonly Counter<long> _came;
    private readonly Counter<long> _lost;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    public McpMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(HoldfastTelemetry.Name);
        _calls = _meter.CreateHistogram<double>("holdfast.mcp.call.duration", "s", "Calls of tools of MCP servers, by server and what came of them.", advice: Durations.Lasting);
        _came = _meter.CreateCounter<long>("holdfast.mcp.servers.started", "{start}", "MCP servers that came, or came back, by server.");
        _lost = _meter.CreateCounter<long>("holdfast.mcp.servers.lost", "{loss}", "MCP servers that were lost or could not be started, by server.");
    }

    /// <summary>A call came to its end.</summary>
    /// <param name="server">The server.</param>
    /// <param name="result"><c>ok</c>, <c>error</c>, <c>refused</c>, <c>timeout</c>, <c>too_large</c>, <c>broken</c>, <c>away</c> or <c>cancelled</c>.</param>
    /// <param name="duration">How long it took.</param>
    public void Called(string server, string result, TimeSpan duration) => _calls.Record(duration.TotalSeconds, new(ServerTag, server), new("result", result));

    /// <summary>A server is there.</summary>
    /// <param name="server">The server.</param>
    public void Came(string server) => _came.Add(1, new KeyValuePair<string, object?>(ServerTag, server));

    /// <summary>A server is gone, or did not come.</summary>
    /// <param name="server">The server.</param>
    public void Lost(string server) => _lost.Add(1, new KeyValuePair<string, object?>(ServerTag, server));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
