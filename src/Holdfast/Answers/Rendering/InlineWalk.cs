using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>Goes through what stands within a line.</summary>
internal static class InlineWalk
{
    /// <summary>
    /// The parts, in order. A mark that turned out to be none holds all that stands behind it: its parts follow it here, or a row of
    /// such marks would be as deep as it is long.
    /// </summary>
    /// <param name="container">What they stand in.</param>
    public static IEnumerable<Inline> Of(ContainerInline? container)
    {
        var later = new Stack<Inline>();
        for (var inline = container?.FirstChild; inline is not null || later.TryPop(out inline);)
        {
            yield return inline;
            var next = inline.NextSibling;
            if (inline is DelimiterInline { FirstChild: { } first })
            {
                if (next is not null)
                    later.Push(next);
                next = first;
            }

            inline = next;
        }
    }
}
