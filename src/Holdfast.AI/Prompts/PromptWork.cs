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

    /// <summary>Makes it.</summary>
    /// <param name="counter">Counts.</param>
    /// <param name="now">The question, and behind it the calls of tools with their results.</param>
    /// <param name="budget">The most tokens.</param>
    public PromptWork(TokenCounter counter, IReadOnlyList<ChatMessage> now, int budget)
    {
        var question = new Costed(now[0], counter);
        var rounds = now.Skip(1).Select(message => new Costed(message, counter)).ToList();
        var left = budget - question.Tokens - NoteCost;
        var dropped = 0;
        while (rounds.Count > 0 && rounds.Sum(round => round.Least) > left && rounds.FindIndex(1, round => round.Message.Role == ChatRole.Assistant) is > 0 and var next)
        {
            dropped += rounds[0].Message.Contents.OfType<FunctionCallContent>().Count();
            rounds.RemoveRange(0, next);
        }

        var cut = Fit(rounds, left);
        var asked = Fit([question], budget - cut.Sum(counter.Count));
        IsCut = dropped > 0 || !cut.SequenceEqual(rounds.Select(round => round.Message)) || asked[0] != question.Message;
        Messages = dropped == 0
            ? [.. asked, .. cut]
            : [.. asked, new ChatMessage(ChatRole.User, $"({Quantities.Count(dropped, "earlier call")} of tools and what came of them are left out here, because there is no room for them.)"), .. cut];
    }

    /// <summary>What is put before the model.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>Whether something is missing in it.</summary>
    public bool IsCut { get; }

    /// <summary>Shortens the longest texts to one length that fits, or to the shortest there is.</summary>
    private static List<ChatMessage> Fit(List<Costed> messages, int budget)
    {
        var texts = messages.SelectMany(message => message.Texts).ToList();
        if (texts.Count == 0 || messages.Sum(message => message.Tokens) <= budget)
            return [.. messages.Select(message => message.Message)];
        var fixedCost = messages.Sum(message => message.Fixed) + NoteCost * texts.Count(text => text.Length > ShortestCut);
        var (shortest, longest) = (ShortestCut, Math.Max(ShortestCut + 1, texts.Max(text => text.Length)));
        while (longest - shortest > 1)
        {
            var middle = shortest + ((longest - shortest) / 2);
            if (fixedCost + texts.Sum(text => text.TokensWithin(middle)) > budget)
                longest = middle;
            else
                shortest = middle;
        }

        return [.. messages.Select(message => PromptText.Cut(message.Message, shortest))];
    }

    /// <summary>A text that can be cut, and what it costs.</summary>
    private sealed record CostedText(int Length, int Tokens)
    {
        /// <summary>About what it costs, cut to a length.</summary>
        public double TokensWithin(int length) => Tokens * Math.Min(1, length / (double)Math.Max(1, Length));
    }

    /// <summary>A message and what it costs: counted once, for a long text that takes a while.</summary>
    private sealed class Costed(ChatMessage message, TokenCounter counter)
    {
        public ChatMessage Message => message;

        /// <summary>What it costs of which nothing can be cut.</summary>
        public int Fixed { get; } = PromptText.FixedOf(message).Sum(counter.Count) + TokenCounter.PicturesOf(message);

        public IReadOnlyList<CostedText> Texts { get; } = [.. PromptText.CuttableOf(message).Select(text => new CostedText(text.Length, counter.Count(text)))];

        public int Tokens => Fixed + Texts.Sum(text => text.Tokens);

        /// <summary>What it costs when all of it that can be cut is.</summary>
        public int Least => Fixed + (int)Texts.Sum(text => text.TokensWithin(ShortestCut));
    }
}
