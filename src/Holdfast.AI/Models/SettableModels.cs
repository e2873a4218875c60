using Holdfast.Settings;

namespace Holdfast.AI.Models;

/// <summary>The models that people may choose from, for the agent on models.</summary>
/// <param name="models">The models as the configuration has them.</param>
internal sealed class SettableModels(ConfiguredModels models) : ISettableAgent
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Models { get; } = [.. models.Offered.Select(model => model.Name)];
}
