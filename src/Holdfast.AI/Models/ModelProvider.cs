namespace Holdfast.AI.Models;

/// <summary>Whose protocol a model is asked by.</summary>
public enum ModelProvider
{
    /// <summary>OpenAI's, as OpenAI itself and most other endpoints speak it.</summary>
    OpenAI = 1,

    /// <summary>Anthropic's Messages.</summary>
    Anthropic = 2,
}
