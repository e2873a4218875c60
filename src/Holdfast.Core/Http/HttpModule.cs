using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Http;

/// <summary>What this folder gives to a host.</summary>
public static class HttpModule
{
    /// <summary>The one way to make HTTP calls. Metrics must be there (<c>AddMetrics</c>), and logging.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddOutgoingHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<HttpMetrics>();
        services.AddSingleton<OutgoingHttp>();
        return services;
    }
}
