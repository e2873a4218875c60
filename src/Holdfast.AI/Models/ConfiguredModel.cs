using Holdfast.Agents;

namespace Holdfast.AI.Models;

/// <summary>A model as the configuration has it.</summary>
/// <param name="Name">What it is called there, in steps and in alerts.</param>
/// <param name="Provider">Whose protocol it is asked by.</param>
/// <param name="Model">Its name in the provider's words.</param>
/// <param name="MaxPromptTokens">The most tokens of a prompt.</param>
/// <param name="Prices">What it costs.</param>
public sealed record ConfiguredModel(string Name, ModelProvider Provider, string Model, int MaxPromptTokens, ModelPrices Prices)
{
    /// <summary>Its own key; null for that of the provider's section.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Its own endpoint; null for that of the provider's section.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Whether another model may answer when it cannot.</summary>
    public bool IsReplaceable { get; init; } = true;

    /// <summary>Whether it can be told how much to think.</summary>
    public bool TakesEffort { get; init; }

    /// <summary>Whether it can be told how freely to write.</summary>
    public bool TakesTemperature { get; init; }

    /// <summary>Whether it has a part of the section <c>Models</c>.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Where its most tokens are set.</summary>
    public string LimitSetting => IsNamed ? $"Models:{Name}:{nameof(ModelOptions.MaxPromptTokens)}" : $"Agent:{nameof(AgentOptions.MaxPromptTokens)}";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
