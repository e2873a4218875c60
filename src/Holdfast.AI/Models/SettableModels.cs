using Holdfast.Settings;

namespace Holdfast.AI.Models;

/// <summary>The models that people may choose from, for the agent on models.</summary>
/// <param name="models">The models as the configuration has them.</param>
internal sealed class SettableModels(ConfiguredModels models) : ISettableAgent
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Models { get; } = [.. models.Offered.Select(model => model.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<string> WithEffort { get; } = [.. Answering(models).Where(model => model.TakesEffort).Select(model => model.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<string> WithTemperature { get; } = [.. Answering(models).Where(model => model.TakesTemperature).Select(model => model.Name)];

    /// <summary>Those that are asked anyway answer also where others are to be chosen from.</summary>
    private static IEnumerable<ConfiguredModel> Answering(ConfiguredModels models) => models.Used.Concat(models.Offered).DistinctBy(model => model.Name);
}
