namespace Holdfast.AI.Chat;

/// <summary>What Holdfast adds to an answer.</summary>
internal static class AnswerWording
{
    private const string Fence = "```";

    /// <summary>An answer that reached the limit of its length: said to people, and remembered, so that nobody takes half for the whole.</summary>
    public static string Cut(string text)
    {
        if (text.Length == 0)
            return "_(The AI model reached the limit of its length before it had written an answer. Please ask for less at once.)_";
        var isInCode = (text.Split(Fence).Length - 1) % 2 == 1;
        return $"{text}{(isInCode ? $"\n{Fence}" : "")}\n\n_(The answer is cut off here: it reached the limit of its length.)_";
    }
}
