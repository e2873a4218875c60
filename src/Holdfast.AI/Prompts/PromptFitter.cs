using Holdfast.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Prompts;

/// <summary>
/// Makes a prompt that a model can take: the newest of what was said before that fits, and when even what must be there is too long, that cut in its
/// middle. What is left out is said, to the model and to whoever looks at the run.
/// </summary>
/// <param name="counter">Counts.</param>
internal sealed class PromptFitter(TokenCounter counter)
{
    /// <summary>The prompt.</summary>
    /// <param name="instructions">What the model is told before anything else; never cut.</param>
    /// <param name="tools">The tools that are declared along; null for none.</param>
    /// <param name="history">What was said before, oldest first.</param>
    /// <param name="now">The question, and what was done about it in this run; all of it is there, cut if need be.</param>
    /// <param name="budget">The most tokens.</param>
    public FittedPrompt Fit(
        ChatMessage instructions, IList<AITool>? tools, IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> now, int budget)
    {
        // Nearly always: then nothing is counted at all.
        var declared = tools?.Select(DeclarationOf).ToList() ?? [];
        if (declared.Sum(tool => (long)TokenCounter.Most(tool)) + Most(instructions) + history.Sum(Most) + now.Sum(Most) <= budget)
            return new FittedPrompt([instructions, .. history, .. now], LeftOut: 0, IsCut: false);

        var tokens = declared.Sum(counter.Count) + counter.Count(instructions);
        var work = new PromptWork(counter, now, budget - tokens);
        tokens += work.Messages.Sum(counter.Count);
        var from = history.Count;
        for (; from > 0 && tokens + counter.Count(history[from - 1]) is var more && more <= budget; from--)
            tokens = more;

        // A conversation that begins with an answer is refused by some models, and says little without its question.
        for (; from < history.Count && history[from].Role == ChatRole.Assistant; from++)
            tokens -= counter.Count(history[from]);
        return new FittedPrompt([instructions, .. history.Skip(from), .. work.Messages], from, work.IsCut) { Tokens = tokens };
    }

    /// <summary>What a prompt cost, by the provider's own count.</summary>
    public void Learn(FittedPrompt prompt, long? tokens)
    {
        if (prompt.Tokens is { } counted && tokens is { } actual)
            counter.Learn(counted, actual);
    }

    private static string DeclarationOf(AITool tool) =>
        $"{tool.Name} {tool.Description} {(tool as AIFunctionDeclaration)?.JsonSchema.GetRawText()}";

    private static long Most(ChatMessage message) => PromptText.Of(message).Sum(text => (long)TokenCounter.Most(text));
}

/// <summary>A prompt that fits.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="LeftOut">How many earlier messages are not in it.</param>
/// <param name="IsCut">Whether something in it was cut.</param>
internal sealed record FittedPrompt(IReadOnlyList<ChatMessage> Messages, int LeftOut, bool IsCut)
{
    /// <summary>What it was counted to cost; null where nothing had to be counted.</summary>
    public int? Tokens { get; init; }

    /// <summary>What whoever looks at the run is told; null when everything is in it.</summary>
    public string? Note => (LeftOut, IsCut) switch
    {
        (0, false) => null,
        (0, true) => "Long texts were cut in their middle, to fit into the prompt (Agent:MaxPromptTokens).",
        _ => $"{Quantities.Count(LeftOut, "earlier message")} left out{(IsCut ? ", and long texts cut in their middle" : "")}, to fit into the prompt (Agent:MaxPromptTokens).",
    };
}
