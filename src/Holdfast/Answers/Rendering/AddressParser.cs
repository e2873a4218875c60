using Holdfast.Text;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>Finds addresses that stand in a text as they are, also between Chinese characters.</summary>
internal sealed class AddressParser : InlineParser
{
    public AddressParser() => OpeningCharacters = ['h', 'H'];

    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (char.IsAsciiLetterOrDigit(slice.PeekCharExtra(-1)))
            return false;
        var length = Addresses.LengthAt(slice.AsSpan());
        if (length == 0)
            return false;
        processor.Inline = new AutolinkInline(slice.AsSpan()[..length].ToString());
        slice.Start += length;
        return true;
    }
}
