using Holdfast.Agents;
using Holdfast.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Models;

/// <summary>The models as the configuration has them, and which of them is for what.</summary>
/// <param name="agent">Which is for what.</param>
/// <param name="named">Those that have names of their own.</param>
/// <param name="configuration">Where the keys are that say whose others are.</param>
public sealed class ConfiguredModels(IOptions<AgentOptions> agent, IOptions<NamedOptions<ModelOptions>> named, IConfiguration configuration)
{
    /// <summary>The one that answers where nothing else is said.</summary>
    public ConfiguredModel Default => Find(agent.Value.Model)!;

    /// <summary>Those that are asked at all, the default one first.</summary>
    public IReadOnlyList<ConfiguredModel> Used =>
        [.. new[] { Default }.Concat(agent.Value.Fallbacks.Concat(agent.Value.ChannelModels.Values).Select(Find).OfType<ConfiguredModel>()).DistinctBy(model => model.Name)];

    /// <summary>Those that may answer in a channel, in the order in which they are asked.</summary>
    /// <param name="channel">The channel's id.</param>
    public IReadOnlyList<ConfiguredModel> For(string channel)
    {
        var first = (agent.Value.ChannelModels.TryGetValue(channel, out var own) ? Find(own) : null) ?? Default;
        return first.IsReplaceable ? [.. new[] { first }.Concat(agent.Value.Fallbacks.Select(Find).OfType<ConfiguredModel>()).DistinctBy(model => model.Name)] : [first];
    }

    /// <summary>One by its name; null when there is none.</summary>
    /// <param name="name">The name, in which upper and lower case are alike.</param>
    public ConfiguredModel? Find(string name)
    {
        var options = agent.Value;

        // As it is written where it is described, however others write it.
        if (named.Value.All.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } own)
            return Of(own, named.Value.All[own]);
        return name == options.Model
            ? new ConfiguredModel(name, SectionUse.ProviderOf(configuration, name), name, options.MaxPromptTokens, new ModelPrices(options.InputPrice, options.OutputPrice))
            : null;
    }

    private ConfiguredModel Of(string name, ModelOptions options) => new(
        name,
        options.Provider,
        options.Model is { Length: > 0 } model ? model : name,
        options.MaxPromptTokens ?? agent.Value.MaxPromptTokens,
        new ModelPrices(options.InputPrice, options.OutputPrice))
    {
        ApiKey = options.ApiKey is { Length: > 0 } key ? key : null,
        BaseUrl = options.BaseUrl,
        IsReplaceable = options.Replaceable,
        IsNamed = true,
    };
}
