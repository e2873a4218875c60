using Holdfast.Composition;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Scheduling;

/// <summary>What this folder gives to a host.</summary>
public static class SchedulingModule
{
    /// <summary>What is due, and what people decide about it meanwhile.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddScheduling(this IServiceCollection services) => services.AddPump<ScheduledHandler>(StartStage.Work, InteractionsModule.Options);
}
