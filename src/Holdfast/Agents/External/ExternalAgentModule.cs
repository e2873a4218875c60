using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Http;
using Holdfast.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Agents.External;

/// <summary>What this folder gives to a host.</summary>
public static class ExternalAgentModule
{
    /// <summary>The agent that the operator runs elsewhere, where the configuration names it and no module before has brought another one.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>ExternalAgent</c>.</param>
    public static IServiceCollection AddExternalAgent(this IServiceCollection services, IConfiguration configuration)
    {
        var isUsed = AgentsModule.IsNamed(configuration, AgentKind.External) && services.All(service => service.ServiceType != typeof(IAgent));
        services.AddSection<ExternalAgentOptions>(configuration, "ExternalAgent", isUsed);
        if (!isUsed)
            return services;
        services.AddDoctorCheck<ExternalAgentCheck>();
        return services.AddSingleton<IAgent>(static provider => new ExternalAgent(
            provider.GetRequiredService<OutgoingHttp>().CreateClient(provider.GetRequiredService<IOptions<RunOptions>>().Value.AgentCalls()),
            provider.GetRequiredService<IOptions<ExternalAgentOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
