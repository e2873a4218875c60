using Holdfast.Composition;
using Holdfast.Conversations;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Memory;
using Holdfast.Redis.Rates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Redis;

/// <summary>What this project gives to a host.</summary>
public static class RedisModule
{
    /// <summary>Conversation memory in Redis, where the configuration names one. Never in one place when it was to be in the other.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Redis</c>.</param>
    public static IServiceCollection AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<RedisOptions>(configuration, "Redis");
        if (configuration["Redis:Url"] is not { Length: > 0 })
            return services;
        services.AddSingleton<RedisMetrics>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisRateWindow>();
        services.TryAddSingleton<RedisMemory>();
        services.TryAddSingleton<IMemoryKeeper>(static provider => provider.GetRequiredService<RedisMemory>());
        services.AddSingleton<IPersonalMemory, PersonalRedisMemory>();
        services.AddStaged<RedisWatch>(StartStage.Ground);
        return services.AddSingleton(new BeforeStart(static (provider, cancellationToken) => provider.GetRequiredService<RedisConnection>().OpenAsync(cancellationToken)));
    }
}
