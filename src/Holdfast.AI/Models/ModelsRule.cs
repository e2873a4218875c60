using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Configuration;
using Holdfast.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Models;

/// <summary>Finds models that are nowhere, fallbacks that are none, and keys that would go where they do not belong.</summary>
internal sealed class ModelsRule(IOptions<AgentOptions> agent, IOptions<NamedOptions<ModelOptions>> named, ConfiguredModels models, IOptions<SettingsOptions> settings, IConfiguration configuration) : IConfigurationRule
{
    private const string Fallbacks = $"Agent:{nameof(AgentOptions.Fallbacks)}";
    private const string ChannelModels = $"Agent:{nameof(AgentOptions.ChannelModels)}";

    private static readonly SlackIdsAttribute ChannelIds = new("CDG", "channels");

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Sections => ["Agent", "Models", "Settings"];

    /// <inheritdoc/>
    public IEnumerable<ConfigurationProblem> Problems() => [.. ProblemsOfModels(), .. ProblemsOfFallbacks(), .. ProblemsOfChannels(), .. ProblemsOfSettings()];

    private IEnumerable<ConfigurationProblem> ProblemsOfModels()
    {
        // With a key of the provider's it may be a name of theirs.
        if (named.Value.All.Count > 0 && models.Default is { IsNamed: false, Provider: ModelProvider.OpenAI } && string.IsNullOrEmpty(configuration["OpenAI:ApiKey"]))
            yield return Unknown($"Agent:{nameof(AgentOptions.Model)}", agent.Value.Model);
        foreach (var (name, options) in named.Value.All)
        {
            var path = $"Models:{name}";
            if (options.BaseUrl is { } address && address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
                yield return new ConfigurationProblem($"{path}:BaseUrl", $"{path}:BaseUrl must begin with http:// or https://.");
            if (options is { Provider: ModelProvider.Anthropic, Temperature: true })
                yield return new ConfigurationProblem($"{path}:Temperature", $"{path}:Temperature is true, but Anthropic's models are not told a temperature. Leave it out; {path}:Effort says whether it takes an effort.");
            if (options.BaseUrl is not null && string.IsNullOrEmpty(options.ApiKey))
            {
                yield return new ConfigurationProblem(
                    $"{path}:ApiKey", $"{path}:ApiKey is missing: with an address of its own a model needs a key of its own. Endpoints that need none take any text.");
            }
        }
    }

    private IEnumerable<ConfigurationProblem> ProblemsOfFallbacks()
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (number, name) in agent.Value.Fallbacks.Index())
        {
            var path = $"{Fallbacks}:{number}";
            if (name.Equals(agent.Value.Model, StringComparison.OrdinalIgnoreCase))
                yield return new ConfigurationProblem(path, $"{path} is '{name}', which is Agent:Model itself: name another model.");
            else if (models.Find(name) is null)
                yield return Unknown(path, name);
            else if (!seen.Add(name))
                yield return new ConfigurationProblem(path, $"{path} is '{name}', which is there before: name each model once.");
        }
    }

    private IEnumerable<ConfigurationProblem> ProblemsOfChannels()
    {
        foreach (var (channel, name) in agent.Value.ChannelModels)
        {
            var path = $"{ChannelModels}:{channel}";
            if (!ChannelIds.IsValid((string[])[channel]))
                yield return new ConfigurationProblem(path, $"{path}: '{channel}' is no id of a channel, such as C0123ABCD: in Slack, open the channel's details; the id is at the bottom.");
            if (models.Find(name) is null)
                yield return Unknown(path, name);
        }
    }

    private IEnumerable<ConfigurationProblem> ProblemsOfSettings() => settings.Value.Models.Index()
        .Where(offered => models.Find(offered.Item) is null)
        .Select(offered => Unknown($"Settings:{nameof(SettingsOptions.Models)}:{offered.Index}", offered.Item));

    private ConfigurationProblem Unknown(string path, string name)
    {
        var known = named.Value.All.Keys.Order(StringComparer.OrdinalIgnoreCase).ToList();
        var nearest = known.MinBy(candidate => EditDistance.Between(name, candidate));
        return new ConfigurationProblem(path, nearest is null
            ? $"{path} is '{name}', but there are no models under Models: describe it there, as Models:{name}:Model."
            : $"{path} is '{name}', which is no model under Models. Did you mean {nearest}?");
    }
}
