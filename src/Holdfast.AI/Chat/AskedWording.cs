using Holdfast.AI.Prompts;
using Holdfast.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Chat;

/// <summary>
/// What a model was asked, for whoever looks at the run: what was new to it in words, and of all the rest how much. What is in files, what was said before and what people and
/// operators have told it stays out: others may look than those whose it is, and a step is kept with each call.
/// </summary>
internal static class AskedWording
{
    private const int MostWords = 1_500;
    private const int MostNames = 5;

    /// <summary>What it was asked.</summary>
    /// <param name="parts">What was to be put before it.</param>
    /// <param name="prompt">What was.</param>
    /// <param name="note">What is to be said first; null for nothing.</param>
    public static string Of(PromptParts parts, FittedPrompt prompt, string? note)
    {
        var lines = new List<string>();
        if (note is not null)
            lines.Add(note);

        // Before the question, which stands above the steps as well: a list of them shows no more than the beginning.
        lines.Add($"Given: {string.Join(", ", Rest(parts, prompt))}.");
        lines.Add(parts.Now.Count == 1 ? $"Asked: {QuestionOf(parts.Now[0])}" : ResultsOf(parts.Now));
        return string.Join('\n', lines);
    }

    private static string QuestionOf(ChatMessage question)
    {
        var words = question.Contents.OfType<TextContent>().FirstOrDefault()?.Text ?? "";
        return words.Length > MostWords ? $"{TextCut.Beginning(words, MostWords)} ({Quantities.Count(words.Length, "character")})" : words;
    }

    /// <summary>What came of its latest calls, which are steps of their own.</summary>
    private static string ResultsOf(IReadOnlyList<ChatMessage> now)
    {
        var results = now[^1].Contents.OfType<FunctionResultContent>().ToList();
        var names = now.Last(message => message.Role == ChatRole.Assistant).Contents.OfType<FunctionCallContent>().ToDictionary(call => call.CallId, call => call.Name);
        var called = results.ConvertAll(result => names.GetValueOrDefault(result.CallId, "?"));
        var more = called.Count > MostNames ? $" and {Quantities.Count(called.Count - MostNames)} more" : "";
        return $"{(called.Count == 1 ? "The result" : "The results")} of {string.Join(", ", called.Take(MostNames))}{more} ({Quantities.Count(Length(now[^1]), "character")}), after the question.";
    }

    private static IEnumerable<string> Rest(PromptParts parts, FittedPrompt prompt)
    {
        yield return $"instructions ({Quantities.Count(Length(parts.Instructions), "character")})";
        if (parts.Summary is { } summary)
            yield return $"a summary of what was said first ({Quantities.Count(summary.Length, "character")})";
        var earlier = parts.History.Skip(prompt.LeftOut).ToList();
        if (earlier.Count > 0)
            yield return $"{Quantities.Count(earlier.Count, "earlier message")} ({Quantities.Count(earlier.Sum(Length), "character")})";
        var files = parts.Now[0].Contents.OfType<TextContent>().Skip(1).Sum(part => (long)part.Text.Length);
        if (files > 0)
            yield return $"text of files ({Quantities.Count(files, "character")})";
        var pictures = prompt.Messages.Sum(message => message.Contents.OfType<DataContent>().Count());
        if (pictures > 0)
            yield return Quantities.Count(pictures, "picture");
        yield return parts.Tools is { Count: > 0 } tools ? Quantities.Count(tools.Count, "tool") : "no tools";
    }

    private static long Length(ChatMessage message) => PromptText.Of(message).Sum(text => (long)text.Length);
}
