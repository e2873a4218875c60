using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Lanes;

/// <summary>What this folder gives to a host, and to features that work lanes off.</summary>
public static class LanesModule
{
    /// <summary>What all pumps share: the gate of the sign-in to Slack, the shares of people, and who is stopped.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Fairness</c>.</param>
    public static IServiceCollection AddLanes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<FairnessOptions>(configuration, "Fairness");
        services.AddSingleton<WorkGate>();
        services.AddSingleton<WorkStops>();
        return services;
    }

    /// <summary>A pump that works a queue off with a handler, which is registered along.</summary>
    /// <typeparam name="THandler">What is done with an item.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="queue">The queue; each has one pump.</param>
    /// <param name="stage">When it starts.</param>
    /// <param name="options">How it works; the lease is added.</param>
    /// <param name="gates">What it waits for besides the sign-in to Slack.</param>
    /// <param name="waitsForSlack">Whether it waits for that.</param>
    public static IServiceCollection AddPump<THandler>(
        this IServiceCollection services,
        LaneQueue queue,
        StartStage stage,
        Func<IServiceProvider, LanePumpOptions> options,
        Func<IServiceProvider, IReadOnlyList<PumpGate>>? gates = null,
        bool waitsForSlack = true)
        where THandler : class, ILaneHandler
    {
        services.TryAddSingleton<THandler>();
        services.AddSingleton(provider => new LanePump(
            queue,
            provider.GetRequiredService<THandler>(),
            provider.GetRequiredService<IHoldfastStore>(),
            provider.GetRequiredService<WorkerId>(),
            [.. waitsForSlack ? [new PumpGate(provider.GetRequiredService<WorkGate>())] : (PumpGate[])[], .. gates?.Invoke(provider) ?? []],
            provider.GetRequiredService<IDeadLetterPlanner>(),
            options(provider) with { Lease = provider.GetRequiredService<LaneLease>().Length },
            provider.GetRequiredService<HoldfastMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LanePump>>(),
            [.. provider.GetServices<ICommitWatcher>()]));

        // Pumps are told apart by their queue: all are of one type.
        return services.AddStaged(stage, provider => ActivatorUtilities.CreateInstance<PumpLoop>(
            provider, provider.GetServices<LanePump>().Single(pump => pump.Queue == queue)));
    }

    /// <summary>Where work may take long, no user gets all the places.</summary>
    /// <param name="options">How a pump works.</param>
    /// <param name="provider">Knows the shares.</param>
    public static LanePumpOptions SharedFairly(this LanePumpOptions options, IServiceProvider provider)
    {
        var fairness = provider.GetRequiredService<IOptions<FairnessOptions>>().Value;
        return options with { UserShare = fairness.UserShare, TeamShare = fairness.TeamShare };
    }
}
