using Holdfast.Admission;
using Holdfast.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Access;

/// <summary>What this folder gives to a host.</summary>
public static class AccessModule
{
    /// <summary>Who may use the agent.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Access</c>.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<AccessOptions>(configuration, "Access");
        services.AddSingleton<AccessMetrics>();
        services.AddSingleton<Membership>();
        return services.AddAdmission<AccessRule>();
    }
}
