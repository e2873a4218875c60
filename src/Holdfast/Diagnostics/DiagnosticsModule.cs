using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Diagnostics;

/// <summary>What this folder gives to a host.</summary>
public static class DiagnosticsModule
{
    /// <summary>Metrics, the health of loops, and the reason for a stop. Metrics of .NET must be there (<c>AddMetrics</c>).</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddDiagnostics(this IServiceCollection services)
    {
        services.AddSingleton<HoldfastMetrics>();
        services.AddSingleton<LoopHealth>();
        services.AddSingleton<StopReason>();
        return services;
    }
}
