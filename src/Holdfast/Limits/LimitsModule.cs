using Holdfast.Admission;
using Holdfast.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Limits;

/// <summary>What this folder gives to a host.</summary>
public static class LimitsModule
{
    /// <summary>How much people may use the agent in a day.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Limits</c>.</param>
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<LimitOptions>(configuration, "Limits");
        services.AddSingleton<AdmittedRuns>();
        return services.AddAdmission<LimitRule>();
    }
}
