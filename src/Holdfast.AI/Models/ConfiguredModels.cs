using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Models;

/// <summary>The models as the configuration has them, and which of them is for what.</summary>
/// <param name="agent">Which is for what.</param>
/// <param name="named">Those that have names of their own.</param>
/// <param name="settings">Which may be chosen by people.</param>
/// <param name="configuration">Where the keys are that say whose others are.</param>
public sealed class ConfiguredModels(
    IOptions<AgentOptions> agent, IOptions<NamedOptions<ModelOptions>> named, IOptions<SettingsOptions> settings, IConfiguration configuration)
{
    /// <summary>The one that answers where nothing else is said.</summary>
    public ConfiguredModel Default => Find(agent.Value.Model)!;

    /// <summary>Those that are asked at all, the default one first.</summary>
    public IReadOnlyList<ConfiguredModel> Used =>
        [.. new[] { Default }.Concat(agent.Value.Fallbacks.Concat(agent.Value.ChannelModels.Values).Concat(settings.Value.Models).Select(Find).OfType<ConfiguredModel>()).DistinctBy(model => model.Name)];

    /// <summary>Those that people may choose from.</summary>
    public IReadOnlyList<ConfiguredModel> Offered => settings.Value.Models.Count == 0
        ? Used
        : [.. settings.Value.Models.Select(Find).OfType<ConfiguredModel>().DistinctBy(model => model.Name)];

    /// <summary>
    /// Those that may answer a turn, in the order in which they are asked: the one that the person has chosen, else the one that is chosen for the channel;
    /// then the operator's for the channel, or for all, and those that stand in. Where that one must not be replaced, because what people write must not
    /// go elsewhere, nobody's choice counts.
    /// </summary>
    /// <param name="channel">The channel's id.</param>
    /// <param name="chosen">What people have set.</param>
    public IReadOnlyList<ConfiguredModel> For(string channel, TurnSettings chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        var first = (agent.Value.ChannelModels.TryGetValue(channel, out var own) ? Find(own) : null) ?? Default;
        if (!first.IsReplaceable)
            return [first];
        var wanted = ChosenOf(chosen.Model) ?? ChosenOf(chosen.ChannelModel);
        if (wanted is { IsReplaceable: false })
            return [wanted];
        return [.. new[] { wanted, first }.Concat(agent.Value.Fallbacks.Select(Find)).OfType<ConfiguredModel>().DistinctBy(model => model.Name)];
    }

    private ConfiguredModel? ChosenOf(string name) => name.Length == 0 ? null : Offered.FirstOrDefault(model => model.Name == name);

    /// <summary>One by its name; null when there is none.</summary>
    /// <param name="name">The name, in which upper and lower case are alike.</param>
    public ConfiguredModel? Find(string name)
    {
        var options = agent.Value;

        // As it is written where it is described, however others write it.
        if (named.Value.All.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } own)
            return Of(own, named.Value.All[own]);
        return name == options.Model
            ? Usual(name, SectionUse.ProviderOf(configuration, name), options)
            : null;
    }

    private static ConfiguredModel Usual(string name, ModelProvider provider, AgentOptions options) =>
        new(name, provider, name, options.MaxPromptTokens, new ModelPrices(options.InputPrice, options.OutputPrice))
        {
            TakesEffort = KnownModels.TakesEffort(provider, name),
            TakesTemperature = KnownModels.TakesTemperature(provider, name),
        };

    private ConfiguredModel Of(string name, ModelOptions options)
    {
        var model = options.Model is { Length: > 0 } own ? own : name;
        var prices = new ModelPrices(options.InputPrice, options.OutputPrice);
        return new ConfiguredModel(name, options.Provider, model, options.MaxPromptTokens ?? agent.Value.MaxPromptTokens, prices)
        {
            ApiKey = options.ApiKey is { Length: > 0 } key ? key : null,
            BaseUrl = options.BaseUrl,
            IsReplaceable = options.Replaceable,
            TakesEffort = options.Effort ?? KnownModels.TakesEffort(options.Provider, model),
            TakesTemperature = options.Temperature ?? KnownModels.TakesTemperature(options.Provider, model),
            IsNamed = true,
        };
    }
}
