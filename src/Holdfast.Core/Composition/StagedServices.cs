using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Composition;

/// <summary>
/// Background services in an order that does not depend on which module is registered first. Within a stage they start as they were registered.
/// </summary>
public static class StagedServices
{
    /// <summary>Adds a background service.</summary>
    /// <typeparam name="TService">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="stage">When it starts.</param>
    public static IServiceCollection AddStaged<TService>(this IServiceCollection services, StartStage stage)
        where TService : class, IHostedService =>
        services.AddStaged(stage, static provider => ActivatorUtilities.CreateInstance<TService>(provider));

    /// <summary>Adds a background service.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="stage">When it starts.</param>
    /// <param name="create">Makes it.</param>
    public static IServiceCollection AddStaged(this IServiceCollection services, StartStage stage, Func<IServiceProvider, IHostedService> create) =>
        services.AddSingleton(new Staged(stage, create));

    /// <summary>Hands all of them to the host, by their stages. Called once, after the last module.</summary>
    /// <param name="services">Where they are registered.</param>
    public static IServiceCollection StartByStages(this IServiceCollection services)
    {
        var all = services.InstancesOf<Staged>().ToList();
        for (var stage = StartStage.Ground; stage <= StartStage.Watch; stage++)
        {
            foreach (var staged in all)
            {
                if (staged.Stage == stage)
                    services.AddSingleton(staged.Create);
            }
        }

        return services;
    }

    private sealed record Staged(StartStage Stage, Func<IServiceProvider, IHostedService> Create);
}
