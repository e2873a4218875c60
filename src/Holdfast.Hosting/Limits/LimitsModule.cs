using Holdfast.Composition;

namespace Holdfast.Hosting.Limits;

/// <summary>What this folder gives to the host.</summary>
internal static class LimitsModule
{
    /// <summary>How often a client may ask.</summary>
    public static IServiceCollection AddClientLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<HttpOptions>(configuration, "Http");
        services.AddSingleton<LocalRateWindow>();
        return services.AddSingleton<ClientLimitMetrics>();
    }
}
