using Holdfast.Composition;
using Holdfast.Lanes;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Notifications.Alerts;

/// <summary>What this folder gives to a host.</summary>
public static class AlertsModule
{
    /// <summary>Alerts to operators when something is wrong.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton<OperatorAlerts>();
        services.AddSingleton<IDeadLetterPlanner, DeadLetterPlanner>();
        return services.AddStaged<BacklogWatch>(StartStage.Watch).AddStaged<LoopWatch>(StartStage.Watch);
    }
}
