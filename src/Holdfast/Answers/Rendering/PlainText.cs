using System.Globalization;
using System.Text;
using Holdfast.Slack;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>Markdown as plain words, for notifications and screen readers: nothing of it is a mark, and all that Slack would read is escaped.</summary>
internal sealed class PlainText
{
    private readonly StringBuilder _text = new();
    private readonly string _source;

    private PlainText(string source) => _source = source;

    /// <summary>The words of a text.</summary>
    /// <param name="markdown">Markdown in which nothing is left that is not meant.</param>
    public static string Of(string markdown)
    {
        if (MarkdownReader.Read(markdown) is not { } document)
            return SlackText.Escape(markdown);
        var text = new PlainText(markdown);
        text.Blocks(document, "");
        return text._text.ToString().Trim();
    }

    /// <summary>The words of a part of it, escaped.</summary>
    public static string Of(ContainerInline? inline)
    {
        var text = new PlainText("");
        text.Inlines(inline);
        return text._text.ToString();
    }

    private void Blocks(ContainerBlock container, string indent)
    {
        Block? before = null;
        foreach (var block in container)
        {
            if (block is LinkReferenceDefinitionGroup)
                continue;
            _text.Append(BlockGap.Before(_source, before, block));
            if (before is not null)
                _text.Append(indent);
            Block(block, indent);
            before = block;
        }
    }

    private void Block(Block block, string indent)
    {
        switch (block)
        {
            case ListBlock list:
                List(list, indent);
                break;
            case Table table:
                _text.Append(TableText.Plain(table, static cell => string.Concat(cell.OfType<LeafBlock>().Select(static leaf => Of(leaf.Inline)))));
                break;
            case ContainerBlock container:
                Blocks(container, indent);
                break;
            case CodeBlock code:
                _text.Append(SlackText.Escape(code.Lines.ToString()));
                break;
            case ThematicBreakBlock:
                _text.Append("———");
                break;
            case LeafBlock { Inline: { } inline }:
                Inlines(inline);
                break;
            default:
                break;
        }
    }

    private void List(ListBlock list, string indent)
    {
        Block? before = null;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            if (before is not null)
                _text.Append(BlockGap.Before(_source, before, item)).Append(indent);
            _text.Append(list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{item.Order}{list.OrderedDelimiter} ") : "• ");
            Blocks(item, indent + "  ");
            before = item;
        }
    }

    private void Inlines(ContainerInline? container)
    {
        foreach (var inline in InlineWalk.Of(container))
        {
            _ = inline switch
            {
                LiteralInline literal => _text.Append(SlackText.Escape(literal.Content.ToString())),
                CodeInline code => _text.Append(SlackText.Escape(code.Content)),
                SlackTag tag => _text.Append(tag.Text),
                HtmlEntityInline entity => _text.Append(SlackText.Escape(entity.Transcoded.ToString())),
                AutolinkInline address => _text.Append(SlackText.Escape(address.Url)),
                LineBreakInline => _text.Append('\n'),
                TaskList task => _text.Append(task.Checked ? '☑' : '☐'),
                DelimiterInline delimiter => _text.Append(SlackText.Escape(delimiter.ToLiteral())),
                _ => _text,
            };
            if (inline is ContainerInline inner and not DelimiterInline)
                Inlines(inner);
        }
    }
}
