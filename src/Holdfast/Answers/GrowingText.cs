using Holdfast.Answers.Lines;
using Holdfast.Answers.Mentions;
using Holdfast.Answers.Safety;
using Holdfast.Text;

namespace Holdfast.Answers;

/// <summary>An answer of which only a beginning is there: what of it can be shown already.</summary>
internal static class GrowingText
{
    /// <summary>What opens something and is not closed for so long opens nothing.</summary>
    private const int LongestOpen = 300;

    /// <summary>
    /// A beginning that stays as it is, whatever follows, made for Slack as the whole will be; empty while there is none.
    /// </summary>
    /// <param name="text">What there is.</param>
    /// <param name="mentions">Who may be mentioned.</param>
    public static string Beginning(string text, MentionScope mentions)
    {
        // What no message has room for is not looked at: an answer is looked at many times while it comes.
        var clean = CleanText.Of(text[..TextCut.End(text, AnswerText.MaxLength)]).TrimStart();
        var stable = clean.AsSpan(0, StableEnd(clean)).TrimEnd();
        return stable.IsEmpty ? "" : SafeMarkdown.Of(stable.ToString(), mentions);
    }

    /// <summary>Where a word ends, outside of everything that may still become something else: a link, code, a name behind an @.</summary>
    private static int StableEnd(string text)
    {
        var lineStart = text.LastIndexOf('\n') + 1;
        var (isCode, paragraph) = Before(text, lineStart);
        var line = text.AsSpan(lineStart);

        // A line of code, and one that may open a fence, or be the row of a table, is shown when it is whole.
        if (isCode || line.TrimStart() is ['`', ..] or ['~', ..] or ['|', ..])
            return lineStart;
        var end = lineStart + line.LastIndexOfAny(' ', '\t') + 1;
        var open = OpenAt(text.AsSpan(paragraph, Math.Max(0, end - paragraph)));
        return open < 0 ? end : Math.Min(end, paragraph + open);
    }

    /// <summary>Whether the last line stands in a block of code, and where its paragraph begins.</summary>
    private static (bool IsCode, int Paragraph) Before(string text, int end)
    {
        Fence? fence = null;
        var paragraph = 0;
        for (var start = 0; start < end;)
        {
            var next = text.IndexOf('\n', start) + 1;
            var line = text.AsSpan(start, next - 1 - start);
            var wasCode = fence is not null;
            fence = fence is null ? Fence.OpenedBy(line) : fence.IsLeftBy(line) || fence.IsClosedBy(line) ? null : fence;
            if (wasCode || fence is not null || line.IsWhiteSpace())
                paragraph = next;
            start = next;
        }

        return (fence is not null, paragraph);
    }

    /// <summary>Where something begins that is not closed; -1 for nowhere.</summary>
    private static int OpenAt(ReadOnlySpan<char> text)
    {
        var open = -1;
        char? closing = null;
        for (var at = 0; at < text.Length; at++)
        {
            if (open >= 0 && at - open > LongestOpen)
            {
                at = open;
                (open, closing) = (-1, null);
                continue;
            }

            if (closing is { } closed)
            {
                if (text[at] == closed)
                {
                    // The label of a link is followed by its address.
                    closing = closed == ']' && at + 1 < text.Length && text[at + 1] == '(' ? ')' : null;
                    open = closing is null ? -1 : open;
                }
            }
            else if (text[at] is '[' or '<' or '`' or '@')
            {
                open = at;
                closing = text[at] switch { '[' => ']', '<' => '>', '@' => ' ', _ => '`' };
            }
        }

        return open >= 0 && text.Length - open <= LongestOpen ? open : -1;
    }
}
