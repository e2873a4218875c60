using Holdfast.Composition;
using Holdfast.Http.Addresses;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Http.Fetching;

/// <summary>What this folder gives to a host.</summary>
public static class FetchingModule
{
    /// <summary>Fetching what people, models and pages have named.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Fetch</c>.</param>
    public static IServiceCollection AddFetching(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<FetchOptions>(configuration, "Fetch");
        services.AddSingleton<AddressRules>();
        return services.AddSingleton<WebFetcher>();
    }
}
