using Holdfast.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Notifications.Heartbeats;

/// <summary>What this folder gives to a host.</summary>
public static class HeartbeatsModule
{
    /// <summary>The sign of life, where there is a place for it: in Slack, or by a route that goes without it.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration.</param>
    public static IServiceCollection AddHeartbeat(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration["Notifications:HeartbeatChannel"] is { Length: > 0 } || configuration.GetSection("Notifications:HeartbeatRoute").GetChildren().Any()
            ? services.AddStaged<Heartbeat>(StartStage.Watch)
            : services;
    }
}
