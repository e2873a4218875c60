using Holdfast.Slack;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>
/// Markdown in Slack's older marks, for workspaces that know no Markdown: headings are bold lines, tables code in columns.
/// https://docs.slack.dev/messaging/formatting-message-text
/// </summary>
internal sealed class Mrkdwn : DocumentWriter
{
    /// <summary>Slack reads a mark at the edge of a word only; this makes one.</summary>
    private const char Edge = '\u200B';

    private const string Fence = "```";
    private int _afterMark = -1;

    private Mrkdwn(string source)
        : base(source, inner: "    ")
    {
    }

    /// <summary>The text in mrkdwn.</summary>
    /// <param name="markdown">Markdown in which nothing is left that is not meant.</param>
    public static string Of(string markdown)
    {
        if (MarkdownReader.Read(markdown) is not { } document)
            return SlackText.Escape(markdown);
        var text = new Mrkdwn(markdown);
        text.Blocks(document);
        return text.ToString().Trim();
    }

    /// <inheritdoc/>
    protected override void Block(Block block, string indent)
    {
        switch (block)
        {
            case QuoteBlock quote:
                Quote(quote);
                break;
            case HeadingBlock heading:
                Marked('*', heading.Inline);
                break;
            default:
                base.Block(block, indent);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Table(Table table) => Code(TableText.Aligned(table, static cell => SlackText.Unescape(PlainText.Of(cell))));

    /// <inheritdoc/>
    protected override void Code(string code)
    {
        // Three in a row would end it.
        var shown = code.Replace(Fence, "'''", StringComparison.Ordinal);
        Text.Append(Fence).Append('\n').Append(SlackText.Escape(shown.Length == 0 ? " " : shown)).Append('\n').Append(Fence);
    }

    private void Quote(QuoteBlock quote)
    {
        var inner = new Mrkdwn(Source);
        inner.Blocks(quote);
        Text.AppendJoin('\n', inner.ToString().Split('\n').Select(static line => line.StartsWith("> ", StringComparison.Ordinal) ? line : $"> {line}"));
    }

    /// <inheritdoc/>
    protected override void Inline(Inline inline)
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
                Edged(() => Text.Append('`').Append(SlackText.Escape(code.Content.Replace('`', '\''))).Append('`'));
                break;
            case LinkInline { Url: { Length: > 0 } address } link:
                Link(address, PlainText.Of(link));
                break;
            case AutolinkInline address:
                Link(address.Url, "");
                break;
            default:
                base.Inline(inline);
                break;
        }
    }

    private void Link(string address, string label)
    {
        var shown = label.Replace('\n', ' ').Replace('|', '¦');
        var target = SlackText.Escape(address).Replace("|", "%7C", StringComparison.Ordinal);
        Text.Append('<').Append(target);
        if (shown.Length > 0 && shown != target)
            Text.Append('|').Append(shown);
        Text.Append('>');
    }

    /// <summary>Within a mark the same mark would end it.</summary>
    private void Marked(char mark, ContainerInline? content)
    {
        var inner = new Mrkdwn(Source);
        inner.Inlines(content);
        var text = inner.ToString();
        if (text.Length == 0 || text.Contains(mark, StringComparison.Ordinal) && mark != '_')
            text = text.Replace(mark.ToString(), "", StringComparison.Ordinal);
        if (text.Length > 0)
            Edged(() => Text.AppendJoin('\n', text.Split('\n').Select(line => line.Trim().Length == 0 ? line : $"{mark}{line.Trim()}{mark}")));
    }

    private void Edged(Action write)
    {
        if (Text.Length > 0 && char.IsLetterOrDigit(Text[^1]))
            Text.Append(Edge);
        write();
        _afterMark = Text.Length;
    }

    private void Literal(string text)
    {
        if (Text.Length == _afterMark && text.Length > 0 && char.IsLetterOrDigit(text[0]))
            Text.Append(Edge);
        Text.Append(SlackText.Escape(text));
    }
}
