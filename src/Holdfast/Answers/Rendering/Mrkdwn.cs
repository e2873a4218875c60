using System.Globalization;
using System.Text;
using Holdfast.Slack;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>
/// Markdown in Slack's older marks, for workspaces that know no Markdown: headings are bold lines, tables code in columns.
/// https://docs.slack.dev/messaging/formatting-message-text
/// </summary>
internal sealed class Mrkdwn
{
    /// <summary>Slack reads a mark at the edge of a word only; this makes one.</summary>
    private const char Edge = '\u200B';

    private const string Fence = "```";
    private readonly StringBuilder _text = new();
    private readonly string _source;
    private int _afterMark = -1;

    private Mrkdwn(string source) => _source = source;

    /// <summary>The text in mrkdwn.</summary>
    /// <param name="markdown">Markdown in which nothing is left that is not meant.</param>
    public static string Of(string markdown)
    {
        if (MarkdownReader.Read(markdown) is not { } document)
            return SlackText.Escape(markdown);
        var text = new Mrkdwn(markdown);
        text.Blocks(document, "");
        return text._text.ToString().Trim();
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
            case QuoteBlock quote:
                Quote(quote);
                break;
            case Table table:
                Code(TableText.Aligned(table, static cell => string.Concat(cell.OfType<LeafBlock>().Select(static leaf => SlackText.Unescape(PlainText.Of(leaf.Inline))))));
                break;
            case ContainerBlock container:
                Blocks(container, indent);
                break;
            case CodeBlock code:
                Code(code.Lines.ToString());
                break;
            case ThematicBreakBlock:
                _text.Append("———");
                break;
            case HeadingBlock heading:
                Marked('*', heading.Inline);
                break;
            case LeafBlock { Inline: { } inline }:
                Inlines(inline);
                break;
            default:
                break;
        }
    }

    private void Code(string code)
    {
        // Three in a row would end it.
        var shown = code.Replace(Fence, "'''", StringComparison.Ordinal);
        _text.Append(Fence).Append('\n').Append(SlackText.Escape(shown.Length == 0 ? " " : shown)).Append('\n').Append(Fence);
    }

    private void Quote(QuoteBlock quote)
    {
        var inner = new Mrkdwn(_source);
        inner.Blocks(quote, "");
        _text.AppendJoin('\n', inner._text.ToString().Split('\n').Select(static line => line.StartsWith("> ", StringComparison.Ordinal) ? line : $"> {line}"));
    }

    private void List(ListBlock list, string indent)
    {
        Block? before = null;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            if (before is not null)
                _text.Append(BlockGap.Before(_source, before, item)).Append(indent);
            _text.Append(list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{item.Order}{list.OrderedDelimiter} ") : "• ");
            Blocks(item, indent + "    ");
            before = item;
        }
    }

    private void Inlines(ContainerInline? container)
    {
        foreach (var inline in InlineWalk.Of(container))
            Inline(inline);
    }

    private void Inline(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                Literal(literal.Content.ToString());
                break;
            case EmphasisInline emphasis:
                Marked(emphasis.DelimiterChar == '~' ? '~' : emphasis.DelimiterCount > 1 ? '*' : '_', emphasis);
                break;
            case CodeInline code:
                Edged(() => _text.Append('`').Append(SlackText.Escape(code.Content.Replace('`', '\''))).Append('`'));
                break;
            case LinkInline { Url: { Length: > 0 } address } link:
                Link(address, PlainText.Of(link));
                break;
            case AutolinkInline address:
                Link(address.Url, "");
                break;
            case SlackTag tag:
                _text.Append(tag.Text);
                break;
            case HtmlEntityInline entity:
                _text.Append(SlackText.Escape(entity.Transcoded.ToString()));
                break;
            case LineBreakInline:
                _text.Append('\n');
                break;
            case TaskList task:
                _text.Append(task.Checked ? '☑' : '☐');
                break;
            case DelimiterInline delimiter:
                _text.Append(SlackText.Escape(delimiter.ToLiteral()));
                break;
            case ContainerInline other:
                Inlines(other);
                break;
            default:
                break;
        }
    }

    private void Link(string address, string label)
    {
        var shown = label.Replace('\n', ' ').Replace('|', '¦');
        var target = SlackText.Escape(address).Replace("|", "%7C", StringComparison.Ordinal);
        _text.Append('<').Append(target);
        if (shown.Length > 0 && shown != target)
            _text.Append('|').Append(shown);
        _text.Append('>');
    }

    /// <summary>Within a mark the same mark would end it.</summary>
    private void Marked(char mark, ContainerInline? content)
    {
        var inner = new Mrkdwn(_source);
        inner.Inlines(content);
        var text = inner._text.ToString();
        if (text.Length == 0 || text.Contains(mark, StringComparison.Ordinal) && mark != '_')
            text = text.Replace(mark.ToString(), "", StringComparison.Ordinal);
        if (text.Length > 0)
            Edged(() => _text.AppendJoin('\n', text.Split('\n').Select(line => line.Trim().Length == 0 ? line : $"{mark}{line.Trim()}{mark}")));
    }

    private void Edged(Action write)
    {
        if (_text.Length > 0 && char.IsLetterOrDigit(_text[^1]))
            _text.Append(Edge);
        write();
        _afterMark = _text.Length;
    }

    private void Literal(string text)
    {
        if (_text.Length == _afterMark && text.Length > 0 && char.IsLetterOrDigit(text[0]))
            _text.Append(Edge);
        _text.Append(SlackText.Escape(text));
    }
}
