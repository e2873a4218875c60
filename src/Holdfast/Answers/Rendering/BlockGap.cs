using Markdig.Syntax;

namespace Holdfast.Answers.Rendering;

/// <summary>What stands between two blocks of a text.</summary>
internal static class BlockGap
{
    /// <summary>An empty line where the text has one, or else none.</summary>
    /// <param name="source">The text.</param>
    /// <param name="before">The block before; null for none.</param>
    /// <param name="block">The block.</param>
    public static string Before(string source, Block? before, Block block)
    {
        if (before is null)
            return "";
        var start = Math.Clamp(before.Span.End + 1, 0, source.Length);
        var end = Math.Clamp(block.Span.Start, start, source.Length);
        return source.AsSpan(start, end - start).Count('\n') > 1 ? "\n\n" : "\n";
    }
}
