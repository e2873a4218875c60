using Holdfast.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Prompts;

/// <summary>
/// A question and what was done about it, within a number of tokens. Results are cut first; where the calls themselves are too many, the oldest go with
/// their results; the question is cut last.
/// </summary>
internal sealed class PromptWork
{
    /// <summary>What is left of a text that must be cut is at least this long.</summary>
    private const int ShortestCut = 400;

    /// <summary>More than it costs to say that something is left out.</summary>
    private const int NoteCost = 60;

    private readonly TokenCounter _counter;

    /// <summary>Makes it.</summary>
    /// <param name="counter">Counts.</param>
    /// <param name="now">The question, and behind it the calls of tools with their results.</param>
    /// <param name="budget">The most tokens.</param>
    public PromptWork(TokenCounter counter, IReadOnlyList<ChatMessage> now, int budget)
    {
        _counter = counter;
        var question = now[0];
        var rounds = now.Skip(1).ToList();
        var left = budget - Count(question) - NoteCost;
        var dropped = 0;
        while (rounds.Count > 0 && rounds.Sum(Least) > left && rounds.FindIndex(1, message => message.Role == ChatRole.Assistant) is > 0 and var next)
        {
            dropped += rounds[0].Contents.OfType<FunctionCallContent>().Count();
            rounds.RemoveRange(0, next);
        }

        var cut = Fit(rounds, left);
        var asked = Fit([question], budget - cut.Sum(Count));
        IsCut = dropped > 0 || !cut.SequenceEqual(rounds) || asked[0] != question;
        Messages = dropped == 0
            ? [.. asked, .. cut]
            : [.. asked, new ChatMessage(ChatRole.User, $"({Quantities.Count(dropped, "earlier call")} of tools and what came of them are left out here, because there is no room for them.)"), .. cut];
    }

    /// <summary>What is put before the model.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>Whether something is missing in it.</summary>
    public bool IsCut { get; }

    /// <summary>Shortens the longest texts to one length that fits, or to the shortest there is.</summary>
    private List<ChatMessage> Fit(List<ChatMessage> messages, int budget)
    {
        var fixedCost = messages.Sum(message => PromptText.Of(message).Sum(_counter.Count) - PromptText.CuttableOf(message).Sum(_counter.Count));
        var texts = messages.SelectMany(PromptText.CuttableOf).Select(text => (text.Length, Tokens: _counter.Count(text))).ToList();
        if (texts.Count == 0 || fixedCost + texts.Sum(text => text.Tokens) <= budget)
            return messages;
        fixedCost += NoteCost * texts.Count(text => text.Length > ShortestCut);
        var (shortest, longest) = (ShortestCut, Math.Max(ShortestCut + 1, texts.Max(text => text.Length)));
        while (longest - shortest > 1)
        {
            var middle = shortest + ((longest - shortest) / 2);
            if (fixedCost + texts.Sum(text => text.Tokens * Math.Min(1, middle / (double)Math.Max(1, text.Length))) > budget)
                longest = middle;
            else
                shortest = middle;
        }

        return [.. messages.Select(message => PromptText.Cut(message, shortest))];
    }

    private int Count(ChatMessage message) => PromptText.Of(message).Sum(_counter.Count);

    /// <summary>What a message costs when all of it that can be cut is.</summary>
    private int Least(ChatMessage message)
    {
        var cuttable = PromptText.CuttableOf(message).Select(text => (text.Length, Tokens: _counter.Count(text))).ToList();
        return Count(message) - cuttable.Sum(text => text.Tokens) + (int)cuttable.Sum(text => text.Tokens * Math.Min(1, ShortestCut / (double)Math.Max(1, text.Length)));
    }
}
