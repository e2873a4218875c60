using Holdfast.Composition;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Upkeep;

/// <summary>What this folder gives to a host.</summary>
public static class UpkeepModule
{
    /// <summary>The watch over the store, and the sweep.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddUpkeep(this IServiceCollection services) =>
        services.AddStaged<StoreWatch>(StartStage.Ground).AddStaged<SweepLoop>(StartStage.Ground);
}
