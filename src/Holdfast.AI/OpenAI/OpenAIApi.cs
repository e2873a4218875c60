namespace Holdfast.AI.OpenAI;

/// <summary>Which of OpenAI's protocols a model is asked by.</summary>
public enum OpenAIApi
{
    /// <summary>The one that most providers speak. What a model thought is lost between its calls, unless the provider hands it out.</summary>
    ChatCompletions = 1,

    /// <summary>OpenAI's newer one, in which what a model thought comes back to it with the results of its tools.</summary>
    Responses,
}
