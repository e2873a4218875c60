using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Holdfast.Text;

/// <summary>Addresses of the web as they stand in a text: where each ends, and whose it is.</summary>
internal static class Addresses
{
    /// <summary>A longer one is text: Slack links none of that length.</summary>
    private const int MaxLength = 2_000;

    /// <summary>What cannot be part of one: what stands around addresses in code and tables, and what ends a sentence in Chinese or Japanese.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create("<>|\\\"`。，、；：？！「」『』（）【】《》〈〉〔〕〖〗…“”‘’｡｢｣､");

    /// <summary>What ends a sentence or closes a style stands behind an address and not in it.</summary>
    private const string Behind = ".,;:!?'*_~";

    /// <summary>How long the address is that a text begins with; 0 when it begins with none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        var scheme = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        if (scheme == 0 || text.Length == scheme || !char.IsLetterOrDigit(text[scheme]) && !char.IsSurrogate(text[scheme]))
            return 0;
        var length = scheme;
        Span<char> open = stackalloc char[16];
        for (var depth = 0; length < text.Length && IsPart(text[length]); length++)
        {
            var c = text[length];
            if (c is '(' or '[' or '{')
            {
                if (depth == open.Length)
                    break;
                open[depth++] = c is '(' ? ')' : c is '[' ? ']' : '}';
            }
            else if ((c is ')' or ']' or '}') && (depth == 0 || open[--depth] != c))
            {
                // What closes a bracket that was opened before the address.
                break;
            }
        }

        length = text[..length].TrimEnd(Behind).Length;
        return length > scheme && length <= MaxLength ? length : 0;
    }

    /// <summary>Reads an address of the web that can be linked.</summary>
    public static bool TryRead(string address, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(address, UriKind.Absolute, out uri) && (uri.Scheme is "http" or "https") && uri.Host.Length > 0 && address.Length <= MaxLength;

    private static bool IsPart(char c) =>
        !char.IsWhiteSpace(c) && !Ends.Contains(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format);
}
