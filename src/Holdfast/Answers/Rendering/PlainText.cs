using Holdfast.Slack;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>Markdown as plain words, for notifications and screen readers: nothing of it is a mark, and all that Slack would read is escaped.</summary>
internal sealed class PlainText : DocumentWriter
{
    private PlainText(string source)
        : base(source, inner: "  ")
    {
    }

    /// <summary>The words of a text.</summary>
    /// <param name="markdown">Markdown in which nothing is left that is not meant.</param>
    public static string Of(string markdown)
    {
        if (MarkdownReader.Read(markdown) is not { } document)
            return SlackText.Escape(markdown);
        var text = new PlainText(markdown);
        text.Blocks(document);
        return text.ToString().Trim();
    }

    /// <summary>The words of a part of it, escaped.</summary>
    public static string Of(ContainerInline? inline)
    {
        var text = new PlainText("");
        text.Inlines(inline);
        return text.ToString();
    }

    /// <summary>The words of a cell, escaped.</summary>
    public static string Of(TableCell cell) => string.Concat(cell.OfType<LeafBlock>().Select(static leaf => Of(leaf.Inline)));

    /// <inheritdoc/>
    protected override void Table(Table table) => Text.Append(TableText.Plain(table, Of));

    /// <inheritdoc/>
    protected override void Code(string code) => Text.Append(SlackText.Escape(code));
}
