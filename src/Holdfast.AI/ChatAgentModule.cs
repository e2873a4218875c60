using Holdfast.AI.Chat;
using Holdfast.AI.OpenAI;
using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Http;
using Holdfast.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.AI;

/// <summary>What this project gives to a host.</summary>
public static class ChatAgentModule
{
    /// <summary>The agent on a model, unless a module before has brought another agent.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>OpenAI</c>.</param>
    public static IServiceCollection AddChatAgent(this IServiceCollection services, IConfiguration configuration)
    {
        var isUsed = services.All(service => service.ServiceType != typeof(IAgent));
        services.AddSection<OpenAIOptions>(configuration, "OpenAI", isUsed);
        if (!isUsed)
            return services;
        services.AddSingleton(static provider => OpenAIClients.CreateChatClient(
            provider.GetRequiredService<IOptions<OpenAIOptions>>().Value,
            provider.GetRequiredService<IOptions<AgentOptions>>().Value.Model,
            provider.GetRequiredService<OutgoingHttp>().CreateClient(provider.GetRequiredService<IOptions<RunOptions>>().Value.AgentCalls()),
            provider.GetRequiredService<ILogger<ChatAgent>>()));
        return services.AddSingleton<IAgent, ChatAgent>();
    }
}
