using Holdfast.AI.Anthropic;
using Holdfast.AI.Chat;
using Holdfast.AI.OpenAI;
using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Http;
using Holdfast.Runs;
using Microsoft.Extensions.AI;
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
    /// <param name="configuration">The whole configuration; its own sections are <c>OpenAI</c> and <c>Anthropic</c>.</param>
    public static IServiceCollection AddChatAgent(this IServiceCollection services, IConfiguration configuration)
    {
        var isUsed = services.All(service => service.ServiceType != typeof(IAgent));
        var isAnthropic = new AnthropicOptions { ApiKey = configuration["Anthropic:ApiKey"] ?? "" }.Serves(configuration["Agent:Model"] ?? "");
        services.AddSection<OpenAIOptions>(configuration, "OpenAI", isUsed && !isAnthropic);
        services.AddSection<AnthropicOptions>(configuration, AnthropicOptions.Section, isUsed && isAnthropic);
        if (!isUsed)
            return services;
        services.AddSingleton(CreateClient);
        return services.AddSingleton<IAgent, ChatAgent>();
    }

    /// <summary>Models of Anthropic's are asked by its own client; all others by the one that speaks OpenAI's protocols.</summary>
    private static IChatClient CreateClient(IServiceProvider services)
    {
        var http = services.GetRequiredService<OutgoingHttp>().CreateClient(services.GetRequiredService<IOptions<RunOptions>>().Value.AgentCalls());
        var model = services.GetRequiredService<IOptions<AgentOptions>>().Value.Model;
        if (services.GetRequiredService<IOptions<AnthropicOptions>>().Value is var anthropic && anthropic.Serves(model))
            return AnthropicClients.CreateChatClient(anthropic, model, http);
        return OpenAIClients.CreateChatClient(
            services.GetRequiredService<IOptions<OpenAIOptions>>().Value, model, http, services.GetRequiredService<ILogger<ChatAgent>>());
    }
}
