using Holdfast.Composition;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Workers;

/// <summary>What this folder gives to a host.</summary>
public static class WorkersModule
{
    /// <summary>Who this worker is, for how long it holds what it works on, and on a shared store how it hears of the others.</summary>
    /// <param name="services">Where it is registered; the store before.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Workers</c>.</param>
    public static IServiceCollection AddWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<WorkerOptions>(configuration, "Workers");
        services.AddSingleton<IConfigurationRule, LeaseRule>();
        services.AddSingleton(provider => NewWorker(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LaneLease(provider.GetRequiredService<IOptions<WorkerOptions>>().Value.Lease));
        if (services.Any(service => service.ServiceType == typeof(IWorkerRegistry)))
            services.AddStaged<WorkerLoop>(StartStage.Ground).AddStaged<RecordNewsLoop>(StartStage.Ground);
        return services;
    }

    private static WorkerId NewWorker(TimeProvider time) => new($"{Environment.MachineName}/{Environment.ProcessId}/{time.GetUtcNow().ToUnixTimeMilliseconds()}");
}
