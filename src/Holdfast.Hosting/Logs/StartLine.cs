using System.Reflection;
using Holdfast.Agents;
using Holdfast.Connection;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Workspaces;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Logs;

/// <summary>Says what has started: which version, with which store and which model, where its health is, and how Slack reaches it.</summary>
internal sealed partial class StartLine(
    IHostApplicationLifetime lifetime,
    IServer server,
    IConfiguration configuration,
    IAgent agent,
    IOptions<HealthOptions> health,
    IOptions<SlackOptions> slack,
    IOptions<HttpIntakeOptions> requests,
    ILogger<StartLine> logger) : BackgroundService
{
    /// <summary>Once all has started: a port that is chosen freely is known only then.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lifetime.ApplicationStarted.Register(Say);
        return Task.CompletedTask;
    }

    private void Say() => LogStarted(VersionOf(typeof(StartLine).Assembly), Store(), agent.Name, $"{HealthAddress()}/health", Way());

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "of unknown version";

    private string Store()
    {
        var store = new StoreChoice(configuration);
        return store.IsShared ? $"PostgreSQL, schema {store.Shared.Schema}" : $"SQLite in {Path.GetFullPath(store.Embedded.Path)}";
    }

    private string Way() => slack.Value.UsesHttp ? $"by requests to {requests.Value.Path}" : $"over {slack.Value.Connections} sockets";

    private string HealthAddress()
    {
        var (address, port) = (health.Value.Address, health.Value.Port);
        if (port != 0)
            return $"http://{address}:{port}";
        var slackPort = slack.Value.UsesHttp ? $":{requests.Value.Port}" : null;
        return server.Features.Get<IServerAddressesFeature>()?.Addresses
            .FirstOrDefault(at => at.StartsWith("http://", StringComparison.Ordinal) && !at.Contains("unix:", StringComparison.Ordinal) && (slackPort is null || !at.EndsWith(slackPort, StringComparison.Ordinal)))
            ?? $"http://{address}";
    }

    [LoggerMessage(1740, LogLevel.Information, "Holdfast {Version} has started: {Store}; agent {Agent}; health at {Health}; Slack {Way}")]
    private partial void LogStarted(string version, string store, string agent, string health, string way);
}
