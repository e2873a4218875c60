using System.Text;
using Holdfast.Answers;
using Holdfast.Answers.Cutting;
using Holdfast.Answers.Mentions;
using Holdfast.Items;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>An answer that is too long for messages: its beginning, and a file with the whole.</summary>
internal static class LongAnswer
{
    /// <summary>What people read before they open the file.</summary>
    private const int Beginning = 3_000;

    private const string Note = "_(This is only the beginning: the whole answer is in the file below.)_";

    /// <summary>The message with its beginning.</summary>
    public static AnswerMessage BeginningOf(string text, MentionScope mentions)
    {
        var beginning = MarkdownCutter.Cut(text[..TextCut.End(text, Beginning * 2)], Beginning).First().Text;
        return AnswerText.Of($"{beginning}\n\n{Note}", mentions)[0];
    }

    /// <summary>The files with the whole: one, unless that is more than a file can hold.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="message">The message with its beginning, after which they are named: no other file has its id.</param>
    public static IEnumerable<(string Name, string Title, byte[] Content)> Files(string text, ItemId message)
    {
        var parts = Parts(text);
        for (var i = 0; i < parts.Count; i++)
        {
            yield return parts.Count == 1
                ? ($"answer-{message}.md", "The whole answer", parts[i])
                : ($"answer-{message}-{i + 1}.md", $"The whole answer, part {i + 1} of {parts.Count}", parts[i]);
        }
    }

    private static List<byte[]> Parts(string text)
    {
        // No character takes more than three bytes for each of its UTF-16 units.
        const int Most = FileComposer.MaxBytes / 3;
        var parts = new List<byte[]>();
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.Length * 3L <= FileComposer.MaxBytes || Encoding.UTF8.GetByteCount(rest) <= FileComposer.MaxBytes
                ? rest.Length
                : TextCut.End(rest, Most);
            var part = new byte[Encoding.UTF8.GetByteCount(rest[..end])];
            Encoding.UTF8.GetBytes(rest[..end], part);
            parts.Add(part);
            rest = rest[end..];
        }

        return parts;
    }
}
