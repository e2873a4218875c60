using Holdfast.Slack.BlockKit;

namespace Holdfast.Text;

/// <summary>
/// Foreign text shown to the letter: nothing in it can mention, link or format, and what the eye would not see is made
/// visible, so that nobody approves what they could not read.
/// </summary>
public static class CodeBlocks
{
    /// <summary>What one block holds.</summary>
    private const int MaxLength = SlackLimits.TextObjectText;

    /// <summary>The text as blocks, in order.</summary>
    /// <param name="text">Any text.</param>
    public static IEnumerable<Block> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = VisibleText.Of(text);
        while (rest.Length > 0)
        {
            var cut = TextCut.End(rest, MaxLength);
            yield return new RichTextBlock { Elements = [new RichTextPreformatted { Elements = [new RichTextText { Text = rest[..cut] }] }] };
            rest = rest[cut..];
        }
    }
}
