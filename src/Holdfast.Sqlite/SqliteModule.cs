using Holdfast.Composition;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Holdfast.Sqlite;

/// <summary>What this project gives to a host.</summary>
public static class SqliteModule
{
    /// <summary>The embedded store, unless a module before has brought another.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Storage</c>.</param>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<SqliteStoreOptions>(configuration, "Storage");
        if (services.Any(service => service.ServiceType == typeof(IHoldfastStore)))
            return services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IHoldfastStore>(provider => SqliteStore.Open(
            provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(BeforeStart.Do(static provider => provider.GetRequiredService<IHoldfastStore>()));
    }
}
