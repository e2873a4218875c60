using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Storage;

/// <summary>What this folder gives to a host.</summary>
public static class StorageModule
{
    /// <summary>The store by each of the ports of those who only read of it.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddReaders(this IServiceCollection services)
    {
        services.AddSingleton<IConversationReader>(Store);
        services.AddSingleton<IRunReader>(Store);
        services.AddSingleton<IRecordReader>(Store);
        services.AddSingleton<IReceiptReader>(Store);
        return services;
    }

    private static IHoldfastStore Store(IServiceProvider provider) => provider.GetRequiredService<IHoldfastStore>();
}
