using Holdfast.Composition;
using Holdfast.Postgres.Sql;
using Holdfast.Rates;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Postgres;

/// <summary>What this project gives to a host.</summary>
public static class PostgresModule
{
    /// <summary>The store that workers share, where the configuration names a database. Before whatever needs a clock: it brings its own.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Database</c>.</param>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<PostgresStoreOptions>(configuration, "Database");
        if (!IsChosen(configuration))
            return services;
        services.AddSingleton(new DatabaseTime(TimeProvider.System));
        services.AddSingleton<TimeProvider>(static provider => provider.GetRequiredService<DatabaseTime>());
        services.AddSingleton(static provider => new PostgresStore(
            provider.GetRequiredService<IOptions<PostgresStoreOptions>>().Value,
            provider.GetRequiredService<DatabaseTime>(),
            provider.GetRequiredService<ILogger<PostgresStore>>()));
        services.AddSingleton<IHoldfastStore>(static provider => provider.GetRequiredService<PostgresStore>());
        services.AddSingleton<IWorkerRegistry>(static provider => provider.GetRequiredService<PostgresStore>());
        services.AddSingleton<IRecordNews>(static provider => provider.GetRequiredService<PostgresStore>());
        services.AddSingleton<IRateGate>(static provider => provider.GetRequiredService<PostgresStore>().Rates);
        return services.AddSingleton(new BeforeStart(static (provider, cancellationToken) => provider.GetRequiredService<PostgresStore>().OpenAsync(cancellationToken)));
    }

    /// <summary>Whether the configuration names a database, and other workers may be at work on the same store.</summary>
    /// <param name="configuration">The configuration as it was read.</param>
    public static bool IsChosen(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration["Database:Url"] is { Length: > 0 };
    }
}
