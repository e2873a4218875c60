using Holdfast.AI.Anthropic;
using Holdfast.AI.Chat;
using Holdfast.AI.Models;
using Holdfast.AI.OpenAI;
using Holdfast.AI.Providers;
using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.AI;

/// <summary>What this project gives to a host.</summary>
public static class ChatAgentModule
{
    /// <summary>The agent on models, unless a module before has brought another agent.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own sections are <c>OpenAI</c>, <c>Anthropic</c> and <c>Models</c>.</param>
    public static IServiceCollection AddChatAgent(this IServiceCollection services, IConfiguration configuration)
    {
        var isUsed = services.All(service => service.ServiceType != typeof(IAgent));
        services.AddSection<OpenAIOptions>(configuration, "OpenAI", isUsed && SectionUse.IsUsed(configuration, ModelProvider.OpenAI));
        services.AddSection<AnthropicOptions>(configuration, AnthropicOptions.Section, isUsed && SectionUse.IsUsed(configuration, ModelProvider.Anthropic));
        services.AddNamedSections<ModelOptions>(configuration, "Models");
        services.TryAddSingleton<ConfiguredModels>();
        services.AddSingleton<IModelProvider, OpenAIProvider>();
        services.AddSingleton<IModelProvider, AnthropicProvider>();
        services.AddSingleton<ModelConnector>();
        if (!isUsed)
            return services;
        services.AddSingleton<IConfigurationRule, ModelsRule>();
        services.AddSingleton<ISettableAgent, SettableModels>();
        services.AddSingleton(static provider => new ModelCatalogue(
            provider.GetRequiredService<ConfiguredModels>(), provider.GetRequiredService<ModelConnector>().Connect, provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IAgent, ChatAgent>();
    }
}
