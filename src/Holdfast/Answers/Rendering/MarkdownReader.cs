using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>Reads Markdown, of the length of one message.</summary>
internal static class MarkdownReader
{
    private const int MaxDepth = 128;
    private static readonly MarkdownPipeline Pipeline = Build();

    /// <summary>The document; null for what is nested too deeply to be one.</summary>
    public static MarkdownDocument? Read(string markdown)
    {
        try
        {
            var document = Markdig.Markdown.Parse(markdown, Pipeline);
            return IsTooDeep(document) ? null : document;
        }
        catch (ArgumentException)
        {
            // The parser's own limit, against a stack that runs over: such a text is shown as it is.
            return null;
        }
    }

    /// <summary>Whoever writes a document goes down into it.</summary>
    private static bool IsTooDeep(MarkdownDocument document)
    {
        var open = new Stack<(MarkdownObject Part, int Depth)>([(document, 0)]);
        while (open.TryPop(out var at))
        {
            if (at.Depth > MaxDepth)
                return true;
            IEnumerable<MarkdownObject> parts = at.Part switch
            {
                ContainerBlock blocks => blocks,
                LeafBlock { Inline: { } inline } => InlineWalk.Of(inline),
                ContainerInline inlines and not DelimiterInline => InlineWalk.Of(inlines),
                _ => [],
            };
            foreach (var part in parts)
                open.Push((part, at.Depth + 1));
        }

        return false;
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseTaskLists().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);
        builder.InlineParsers.Insert(0, new AddressParser());
        builder.InlineParsers.Insert(0, new SlackTagParser());
        return builder.Build();
    }
}
