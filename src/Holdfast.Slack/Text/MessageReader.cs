using System.Text.Json;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Text;

/// <summary>
/// Reads a message: what was typed, what stands in its blocks only, and what was forwarded with it or attached to it. One reader for whatever
/// way a message comes by; it never throws, and what it makes is bounded.
/// </summary>
public static class MessageReader
{
    /// <summary>A longer text is not looked for everywhere in another, nor in a longer one: that could be made to take very long.</summary>
    private const int MaxLookedFor = 500;
    private const int MaxLookedThrough = 50_000;

    /// <summary>A shorter one is found by chance.</summary>
    private const int MinLookedFor = 4;

    /// <summary>Reads one.</summary>
    /// <param name="text">Its text in mrkdwn.</param>
    /// <param name="blocks">Its blocks, as they came.</param>
    /// <param name="attachments">Its attachments, as they came; files are none of them.</param>
    /// <param name="me">The user whose mentions are left out; null for nobody.</param>
    public static Words Read(string? text, JsonElement? blocks, JsonElement? attachments, UserId? me = null)
    {
        var words = new WordsBuilder(me);
        ReadTyped(text, blocks, words, depth: 0);
        if (attachments is { } attached)
            AttachmentReader.Read(attached, words);
        return words.Build().Trimmed();
    }

    /// <summary>
    /// What was typed. Slack makes a text of the blocks that people type in, and apps write one for those who see no blocks: nothing is said twice.
    /// </summary>
    internal static void ReadTyped(string? text, JsonElement? blocks, WordsBuilder words, int depth)
    {
        var typed = words.Inner();
        Markup.Read(text, typed);
        if (blocks is not { ValueKind: JsonValueKind.Array } shape)
        {
            words.Append(typed);
            return;
        }

        var shown = words.Inner();
        BlockReader.Read(shape, shown, depth);
        var (said, seen) = (Letters(typed), Letters(shown));
        if (Holds(said, seen))
        {
            words.Append(typed);
        }
        else if (Holds(seen, said))
        {
            words.Append(shown);
        }
        else
        {
            words.Append(typed);
            if (shape.Items().All(block => block.Text("type") == "rich_text"))
                return;
            words.StartLine();
            words.Append(shown);
        }
    }

    private static bool Holds(string whole, string part) => part.Length is >= MinLookedFor and <= MaxLookedFor && whole.Length <= MaxLookedThrough
        ? whole.Contains(part, StringComparison.Ordinal)
        : whole.StartsWith(part, StringComparison.Ordinal) || whole.EndsWith(part, StringComparison.Ordinal);

    /// <summary>The same words are set in other ways in the one than in the other.</summary>
    private static string Letters(WordsBuilder words) => string.Concat(words.Build().Text.Where(char.IsLetterOrDigit));
}
