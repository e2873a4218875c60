using Holdfast.Agents;
using Holdfast.Settings;
using Microsoft.Extensions.Configuration;

namespace Holdfast.AI.Models;

/// <summary>Whether a provider's section of the configuration is needed; tolerant, because modules are added before it is checked.</summary>
internal static class SectionUse
{
    /// <summary>Whether a model that is asked takes its key from there.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="provider">Whose section it is.</param>
    public static bool IsUsed(IConfiguration configuration, ModelProvider provider)
    {
        var agent = configuration.GetSection("Agent");
        var names = agent.GetSection(nameof(AgentOptions.Fallbacks)).GetChildren()
            .Concat(agent.GetSection(nameof(AgentOptions.ChannelModels)).GetChildren())
            .Concat(configuration.GetSection($"Settings:{nameof(SettingsOptions.Models)}").GetChildren())
            .Select(child => child.Value)
            .Prepend(agent[nameof(AgentOptions.Model)] ?? new AgentOptions().Model);
        return names.OfType<string>().Any(name => TakesKey(configuration, name, provider));
    }

    /// <summary>Whose a model is that stands under no name of its own: Anthropic's by its name, where there is a key for it.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="model">The model, in the provider's words.</param>
    public static ModelProvider ProviderOf(IConfiguration configuration, string model) =>
        model.StartsWith("claude", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(configuration["Anthropic:ApiKey"]) ? ModelProvider.Anthropic : ModelProvider.OpenAI;

    private static bool TakesKey(IConfiguration configuration, string name, ModelProvider provider)
    {
        var model = configuration.GetSection($"Models:{name}");
        if (!model.Exists())
            return ProviderOf(configuration, name) == provider;
        return string.IsNullOrEmpty(model[nameof(ModelOptions.ApiKey)])
            && (Enum.TryParse<ModelProvider>(model[nameof(ModelOptions.Provider)], ignoreCase: true, out var own) ? own : ModelProvider.OpenAI) == provider;
    }
}
