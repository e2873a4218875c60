using Holdfast.Answers.Lines;
using Holdfast.Answers.Mentions;

namespace Holdfast.Answers.Safety;

/// <summary>
/// A model's Markdown as it may stand in Slack. Slack reads its own tags within Markdown (<c>&lt;!channel&gt;</c>, <c>&lt;@U1&gt;</c>,
/// <c>&lt;address|label&gt;</c>), so every opening bracket is written as an entity but for those that are meant.
/// </summary>
internal static class SafeMarkdown
{
    /// <summary>The same text, in which nobody is called who may not be, and no link says that it leads elsewhere than it does.</summary>
    /// <param name="markdown">Markdown whose lines end with line feeds.</param>
    /// <param name="mentions">Who may be mentioned.</param>
    public static string Of(string markdown, MentionScope mentions)
    {
        var safe = new SafeInlines(mentions, markdown.Length);
        Fence? fence = null;
        var paragraph = 0;
        for (var start = 0; start < markdown.Length;)
        {
            var feed = markdown.IndexOf('\n', start);
            var end = feed < 0 ? markdown.Length : feed + 1;
            var line = markdown.AsSpan(start, (feed < 0 ? end : feed) - start);
            fence = fence?.IsLeftBy(line) == true ? null : fence;
            var isCode = fence is not null;
            var opened = isCode ? null : Fence.OpenedBy(line);
            if (isCode || opened is not null || line.IsWhiteSpace())
            {
                // A link may go over lines, but not over the end of a paragraph.
                safe.Text(markdown.AsSpan(paragraph, start - paragraph));
                safe.Code(markdown.AsSpan(start, end - start));
                paragraph = end;
                fence = isCode && fence!.IsClosedBy(line) ? null : fence ?? opened;
            }

            start = end;
        }

        safe.Text(markdown.AsSpan(paragraph));
        return safe.ToString();
    }
}
