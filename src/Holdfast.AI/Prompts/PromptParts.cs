using Microsoft.Extensions.AI;

namespace Holdfast.AI.Prompts;

/// <summary>What is to be put before a model, before it is made to fit.</summary>
/// <param name="Instructions">What the model is told before anything else; never cut.</param>
/// <param name="Tools">The tools that are declared along; null for none.</param>
/// <param name="History">What was said before, oldest first.</param>
/// <param name="Now">The question, and what was done about it in this run; all of it is there, cut if need be.</param>
internal sealed record PromptParts(ChatMessage Instructions, IList<AITool>? Tools, IReadOnlyList<ChatMessage> History, IReadOnlyList<ChatMessage> Now)
{
    /// <summary>What stands for what was said before the history; null for nothing. It is never cut.</summary>
    public string? Summary { get; init; }
}
