using Markdig.Syntax;

namespace Holdfast.Answers.Rendering;

/// <summary>What stands between two blocks of a text.</summary>
internal static class BlockGap
{
    /// <summary>An empty line where the text has one before a block, or else none.</summary>
    /// <param name="source">The text.</param>
    /// <param name="before">The block before; null for none.</param>
    /// <param name="block">The block.</param>
    public static string Before(string source, Block? before, Block block)
    {
        if (before is null)
            return "";

        // Where the other one ends does not help: to a list belongs what stands empty behind it.
        var above = source.AsSpan(0, Math.Clamp(block.Span.Start, 0, source.Length));
        above = above[..Math.Max(0, above.LastIndexOf('\n'))];
        var line = above[(above.LastIndexOf('\n') + 1)..];
        return line.ContainsAnyExcept(" \t>") ? "\n" : "\n\n";
    }
}
