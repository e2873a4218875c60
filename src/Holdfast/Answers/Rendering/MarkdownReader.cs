using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;

namespace Holdfast.Answers.Rendering;

/// <summary>Reads Markdown, of the length of one message.</summary>
internal static class MarkdownReader
{
    private static readonly MarkdownPipeline Pipeline = Build();

    /// <summary>The document; null for what is nested too deeply to be one.</summary>
    public static MarkdownDocument? Read(string markdown)
    {
        try
        {
            return Markdig.Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // The parser's own limit, against a stack that runs over: such a text is shown as it is.
            return null;
        }
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseTaskLists().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);
        builder.InlineParsers.Insert(0, new AddressParser());
        builder.InlineParsers.Insert(0, new SlackTagParser());
        return builder.Build();
    }
}
