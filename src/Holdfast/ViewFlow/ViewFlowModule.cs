using Holdfast.Composition;
using Holdfast.Home;
using Holdfast.Interactions;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.ViewFlow;

/// <summary>What this folder gives to a host.</summary>
public static class ViewFlowModule
{
    /// <summary><em>View flow</em>, and how long there is something to view.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddViewFlow(this IServiceCollection services)
    {
        services.AddSingleton<FlowMetrics>();
        services.AddSingleton<FlowKey>();
        services.AddSingleton<FlowReader>();
        services.AddSingleton<FlowOpener>();
        services.AddSingleton<FlowFollower>();
        services.AddStaged(StartStage.Work, static provider => provider.GetRequiredService<FlowFollower>());
        return services.AddHandler<FlowClicks>().AddHomeSection<RunsHomeSection>();
    }
}
