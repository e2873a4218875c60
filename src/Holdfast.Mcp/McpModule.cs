using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Images;
using Holdfast.Mcp.Configuration;
using Holdfast.Mcp.Servers;
using Holdfast.Mcp.Tools;
using Holdfast.Mcp.Transports;
using Holdfast.Mcp.Watching;
using Holdfast.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Mcp;

/// <summary>What this project gives to a host.</summary>
public static class McpModule
{
    /// <summary>The tools of MCP servers that the configuration names; nothing runs where it names none.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Mcp:Servers</c>.</param>
    public static IServiceCollection AddMcp(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddNamedSections<McpServerOptions>(configuration, ServerDefinition.Section);
        services.AddSingleton<IConfigurationRule>(static provider => new McpRule(
            provider.GetRequiredService<IOptions<NamedOptions<McpServerOptions>>>(), provider.GetServices<ToolName>(), Environment.GetEnvironmentVariable));
        var names = configuration.GetSection(ServerDefinition.Section).GetChildren().Select(server => server.Key).ToList();
        if (names.Count == 0)
            return services;
        services.AddSingleton<McpMetrics>();
        services.AddSingleton<Connector>();
        services.AddSingleton<McpServers>();

        // Among the first to start and the last to stop: runs that come to their end use them.
        services.AddStaged<McpLoop>(StartStage.Ground);
        services.AddHealthSource<McpHealth>();
        foreach (var name in names)
            services.AddServer(name, ServerDefinition.PrefixOf(name, configuration[$"{ServerDefinition.Section}:{name}:{nameof(McpServerOptions.Prefix)}"]));
        return services;
    }

    private static void AddServer(this IServiceCollection services, string name, string prefix)
    {
        // Added before the configuration is checked, which says what is wrong with names.
        if (!ServerDefinition.IsName(name) || prefix.Length > 40 || !prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return;
        services.AddSingleton(new PictureMaker(name));
        services.AddToolSource(prefix, provider => new McpToolSource(
            provider.GetRequiredService<McpServers>()[name],
            provider.GetRequiredService<ReturnedPictures>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<McpToolSource>>()));
        services.AddSingleton(provider =>
        {
            var server = provider.GetRequiredService<McpServers>()[name];
            return new HealthFigure(
                $"mcp_{name.Replace('-', '_').ToLowerInvariant()}_tools", _ => ValueTask.FromResult(server.Status is ServerStatus.Up ? server.Listing?.Tools.Count ?? 0 : 0));
        });
        services.AddSingleton<IDoctorCheck>(provider => new McpCheck(
            name, provider.GetRequiredService<McpServers>(), provider.GetRequiredService<Connector>(), provider.GetRequiredService<TimeProvider>()));
    }
}
