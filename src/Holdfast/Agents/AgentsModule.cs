using Holdfast.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Agents;

/// <summary>What this folder gives to a host.</summary>
public static class AgentsModule
{
    /// <summary>The agent that the configuration names, unless there is one already. The one on a model comes from another module.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Agent</c>.</param>
    public static IServiceCollection AddAgents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<AgentOptions>(configuration, "Agent");
        if (IsNamed(configuration, AgentKind.Echo))
            services.TryAddSingleton<IAgent, EchoAgent>();
        return services;
    }

    /// <summary>An agent of one's own, which answers instead of the one that the configuration names.</summary>
    /// <typeparam name="TAgent">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddAgent<TAgent>(this IServiceCollection services)
        where TAgent : class, IAgent => services.AddSingleton<IAgent, TAgent>();

    /// <summary>Whether the configuration names an agent; tolerant, because modules are added before it is checked.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="agent">The agent.</param>
    public static bool IsNamed(IConfiguration configuration, AgentKind agent)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Enum.TryParse<AgentKind>(configuration["Agent:Kind"], ignoreCase: true, out var kind) && kind == agent;
    }
}
