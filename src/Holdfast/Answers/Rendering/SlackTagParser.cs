using Markdig.Helpers;
using Markdig.Parsers;

namespace Holdfast.Answers.Rendering;

/// <summary>Finds Slack's tags of people and channels.</summary>
internal sealed class SlackTagParser : InlineParser
{
    private const int MaxLength = 24;

    public SlackTagParser() => OpeningCharacters = ['<'];

    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        var end = text[..Math.Min(text.Length, MaxLength)].IndexOf('>');
        if (end < 3 || text[1] is not ('@' or '#') || text[2..end].ContainsAnyExceptInRange('0', 'Z'))
            return false;
        processor.Inline = new SlackTag(text[..(end + 1)].ToString());
        slice.Start += end + 1;
        return true;
    }
}
