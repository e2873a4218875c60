using Holdfast.Composition;
using Holdfast.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Conversations;

/// <summary>What this folder gives to a host.</summary>
public static class ConversationsModule
{
    /// <summary>Conversation memory: in the store, unless a module before has brought another keeper.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Memory</c>.</param>
    public static IServiceCollection AddConversations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<MemoryOptions>(configuration, "Memory");
        services.AddHealthSource<MemoryHealth>();
        services.TryAddSingleton<IMemoryKeeper, StoredMemory>();
        return services;
    }
}
