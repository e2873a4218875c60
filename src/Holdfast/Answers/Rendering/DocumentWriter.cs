using System.Globalization;
using System.Text;
using Holdfast.Slack;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>Writes a document as text, its blocks as far apart as they were. What a mark, a table or code becomes is for each kind of text to say.</summary>
/// <param name="source">The Markdown that the document was read from.</param>
/// <param name="inner">What stands before the blocks of an item.</param>
internal abstract class DocumentWriter(string source, string inner)
{
    /// <summary>The Markdown that the document was read from.</summary>
    protected string Source => source;

    /// <summary>What is written so far.</summary>
    protected StringBuilder Text { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => Text.ToString();

    /// <summary>Writes blocks.</summary>
    public void Blocks(ContainerBlock container, string indent = "")
    {
        Block? before = null;
        foreach (var block in container)
        {
            if (block is LinkReferenceDefinitionGroup)
                continue;
            Text.Append(BlockGap.Before(Source, before, block));
            if (before is not null)
                Text.Append(indent);
            Block(block, indent);
            before = block;
        }
    }

    /// <summary>Writes what stands within a line.</summary>
    public void Inlines(ContainerInline? container)
    {
        foreach (var inline in InlineWalk.Of(container))
            Inline(inline);
    }

    /// <summary>Writes a block; one that is not known is left out.</summary>
    protected virtual void Block(Block block, string indent)
    {
        switch (block)
        {
            case ListBlock list:
                List(list, indent);
                break;
            case Table table:
                Table(table);
                break;
            case ContainerBlock container:
                Blocks(container, indent);
                break;
            case CodeBlock code:
                Code(code.Lines.ToString());
                break;
            case ThematicBreakBlock:
                Text.Append("———");
                break;
            case LeafBlock { Inline: { } inline }:
                Inlines(inline);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes a table.</summary>
    protected abstract void Table(Table table);

    /// <summary>Writes a block of code.</summary>
    protected abstract void Code(string code);

    /// <summary>Writes a part of a line; of one that is not known, what stands in it.</summary>
    protected virtual void Inline(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                Text.Append(SlackText.Escape(literal.Content.ToString()));
                break;
            case CodeInline code:
                Text.Append(SlackText.Escape(code.Content));
                break;
            case AutolinkInline address:
                Text.Append(SlackText.Escape(address.Url));
                break;
            case SlackTag tag:
                Text.Append(tag.Text);
                break;
            case HtmlEntityInline entity:
                Text.Append(SlackText.Escape(entity.Transcoded.ToString()));
                break;
            case LineBreakInline:
                Text.Append('\n');
                break;
            case TaskList task:
                Text.Append(task.Checked ? '☑' : '☐');
                break;
            case DelimiterInline delimiter:
                Text.Append(SlackText.Escape(delimiter.ToLiteral()));
                break;
            case ContainerInline other:
                Inlines(other);
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
                Text.Append(BlockGap.Before(Source, before, item)).Append(indent);
            Text.Append(list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{item.Order}{list.OrderedDelimiter} ") : "• ");
            Blocks(item, indent + inner);
            before = item;
        }
    }
}
