using System.Text;

namespace Holdfast.Text;

/// <summary>
/// Text without what nobody sees: what has no shape, or turns the reading direction, is left out. For what a model says, where such characters are
/// as often an accident as a trick; what people decide upon spells them out (<see cref="VisibleText"/>).
/// </summary>
internal static class CleanText
{
    private const int BlackFlag = 0x1F3F4;
    private const int LastTag = 0xE007F;

    /// <summary>The longest name of a region that a flag is written with.</summary>
    private const int MaxFlagTags = 6;

    /// <summary>The text, its line ends as line feeds, and every half of a pair of surrogates as U+FFFD.</summary>
    public static string Of(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is >= ' ' and < '\x7F' or '\n' or '\t')
            {
                clean.Append(text[at++]);
                continue;
            }

            _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            at += length;
            if (rune.Value == '\r')
            {
                if (at >= text.Length || text[at] != '\n')
                    clean.Append('\n');
            }
            else if (rune.Value is 0x2028 or 0x2029 or 0x85)
            {
                clean.Append('\n');
            }
            else if (rune.Value >= ' ' && rune.Value != 0x7F && !ShownText.IsHidden(rune.Value))
            {
                clean.Append(rune.ToString());
                if (rune.Value == BlackFlag)
                {
                    var tags = FlagLength(text.AsSpan(at));
                    clean.Append(text.AsSpan(at, tags));
                    at += tags;
                }
            }
        }

        return clean.ToString();
    }

    /// <summary>The tags behind a black flag that make it that of a region, such as Scotland's; others hide text.</summary>
    private static int FlagLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        for (var tags = 0; tags <= MaxFlagTags; tags++)
        {
            if (Rune.DecodeFromUtf16(text[length..], out var rune, out var taken) != System.Buffers.OperationStatus.Done)
                return 0;
            length += taken;
            if (rune.Value == LastTag)
                return tags > 0 ? length : 0;
            if (rune.Value is not (>= 0xE0030 and <= 0xE0039 or >= 0xE0061 and <= 0xE007A))
                return 0;
        }

        return 0;
    }
}
