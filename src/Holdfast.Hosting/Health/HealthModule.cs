using Holdfast.Composition;
using Holdfast.Diagnostics;

namespace Holdfast.Hosting.Health;

/// <summary>What this folder gives to the host.</summary>
internal static class HealthModule
{
    /// <summary>How the server stands.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<HealthOptions>(configuration, "Health");
        services.AddHealthSource<ClockHealth>();
        services.AddSingleton<HealthReporter>();

        // Made at the start rather than at the first question, because it counts the uptime; and once the store is open, since a database brings its own clock.
        return services.AddSingleton(BeforeStart.Do(static provider => provider.GetRequiredService<HealthReporter>()));
    }
}
