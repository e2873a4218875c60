namespace Holdfast.AI.Anthropic;

/// <summary>Whether a model of Anthropic's thinks before it answers, and who decides how long.</summary>
public enum AnthropicThinking
{
    /// <summary>As the model does it when nothing is said.</summary>
    Unset = 1,

    /// <summary>It does not think.</summary>
    Off,

    /// <summary>It decides for itself; not for models before Claude 4.6.</summary>
    Adaptive,

    /// <summary>For at most a number of tokens (<see cref="AnthropicOptions.ThinkingTokens"/>); newer models do not take that.</summary>
    Budget,
}
