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
    /// <param name="parts">What is to be in it.</param>
    /// <param name="budget">The most tokens.</param>
    public FittedPrompt Fit(PromptParts parts, int budget)
    {
        // Nearly always: then nothing is counted at all.
        if (FitsForCertain(parts, budget))
            return new FittedPrompt(Joined(parts, parts.History, parts.Now), LeftOut: 0, IsCut: false);

        var history = parts.History;
        var tokens = Fixed(parts);
        var work = new PromptWork(counter, parts.Now, budget - tokens);
        tokens += work.Messages.Sum(counter.Count);
        var (from, kept) = Newest(history, budget - tokens);
        return new FittedPrompt(Joined(parts, history.Skip(from), work.Messages), from, work.IsCut) { Tokens = tokens + kept };
    }

    /// <summary>
    /// How many of the earlier messages, from the oldest, are too many, so that for a while no others will be: as soon as some do not fit, or
    /// <paramref name="isFull"/>, all but those that take half of the room. Zero while all fit.
    /// </summary>
    public int Surplus(PromptParts parts, int budget, bool isFull)
    {
        if (parts.History.Count == 0 || (!isFull && FitsForCertain(parts, budget)))
            return 0;
        var room = budget - Fixed(parts) - parts.Now.Sum(counter.Count);
        var whole = parts.History.Sum(counter.Count);
        if (!isFull && whole <= room)
            return 0;
        return Newest(parts.History, Math.Min(room, whole) / 2).From;
    }

    /// <summary>What a prompt costs.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tools">The tools that are declared along.</param>
    public long Count(FittedPrompt prompt, IList<AITool>? tools) =>
        prompt.Tokens ?? prompt.Messages.Sum(message => (long)counter.Count(message)) + (tools?.Sum(tool => (long)counter.Count(DeclarationOf(tool))) ?? 0);

    /// <summary>What a prompt cost, by the provider's own count.</summary>
    public void Learn(FittedPrompt prompt, long? tokens)
    {
        if (prompt.Tokens is { } counted && tokens is { } actual)
            counter.Learn(counted, actual);
    }

    private static bool FitsForCertain(PromptParts parts, int budget) =>
        (parts.Tools?.Sum(tool => (long)TokenCounter.Most(DeclarationOf(tool))) ?? 0) + Most(parts.Instructions) + (parts.Summary is { } summary ? TokenCounter.Most(summary) : 0)
        + parts.History.Sum(Most) + parts.Now.Sum(Most) <= budget;

    /// <summary>What costs the same however much is left out.</summary>
    private int Fixed(PromptParts parts) =>
        (parts.Tools?.Sum(tool => counter.Count(DeclarationOf(tool))) ?? 0) + counter.Count(parts.Instructions) + (parts.Summary is { } summary ? counter.Count(summary) : 0);

    /// <summary>Where the newest messages begin that fit, and what they cost.</summary>
    private (int From, int Tokens) Newest(IReadOnlyList<ChatMessage> history, int room)
    {
        var (from, tokens) = (history.Count, 0);
        for (; from > 0 && tokens + counter.Count(history[from - 1]) is var more && more <= room; from--)
            tokens = more;

        // A conversation that begins with an answer is refused by some models, and says little without its question.
        for (; from < history.Count && history[from].Role == ChatRole.Assistant; from++)
            tokens -= counter.Count(history[from]);
        return (from, tokens);
    }

    /// <summary>The summary is a part of the first question: two messages of people in a row, or none before an answer, are refused by some models.</summary>
    private static List<ChatMessage> Joined(PromptParts parts, IEnumerable<ChatMessage> history, IReadOnlyList<ChatMessage> now)
    {
        List<ChatMessage> messages = [parts.Instructions, .. history, .. now];
        if (parts.Summary is not { } summary)
            return messages;
        if (messages[1].Role == ChatRole.User)
            messages[1] = new ChatMessage(ChatRole.User, [new TextContent($"{summary}\n\n"), .. messages[1].Contents]);
        else
            messages.Insert(1, new ChatMessage(ChatRole.User, summary));
        return messages;
    }

    private static string DeclarationOf(AITool tool) =>
        $"{tool.Name} {tool.Description} {(tool as AIFunctionDeclaration)?.JsonSchema.GetRawText()}";

    private static long Most(ChatMessage message) => PromptText.Of(message).Sum(text => (long)TokenCounter.Most(text)) + TokenCounter.PicturesOf(message);
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
    /// <param name="why">Why something is not.</param>
    public string? Note(string why) => (LeftOut, IsCut) switch
    {
        (0, false) => null,
        (0, true) => $"Long texts were cut in their middle, {why}.",
        _ => $"{Quantities.Count(LeftOut, "earlier message")} left out{(IsCut ? ", and long texts cut in their middle" : "")}, {why}.",
    };
}
