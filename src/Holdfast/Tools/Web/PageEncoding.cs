using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Holdfast.Tools.Web;

/// <summary>The characters of what came as bytes: by what the bytes begin with, what the host says, what the page says of itself, and what they look like.</summary>
internal static partial class PageEncoding
{
    /// <summary>A page says it within so many bytes, or not at all.</summary>
    private const int Head = 1_024;

    /// <summary>What browsers take where nothing is said, and where latin 1 is.</summary>
    private const string Western = "windows-1252";

    /// <summary>The text; what is no character becomes U+FFFD.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="charset">What the host says; null for nothing.</param>
    public static string Read(ReadOnlySpan<byte> bytes, string? charset)
    {
        var (encoding, mark) = Marked(bytes) ?? (Named(charset) ?? Named(InPage(bytes)) ?? Guessed(bytes), 0);
        return encoding.GetString(bytes[mark..]);
    }

    private static (Encoding Encoding, int Length)? Marked(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        _ => null,
    };

    private static Encoding? Named(string? name)
    {
        if (name is null)
            return null;
        if (name.ToLowerInvariant() is "iso-8859-1" or "latin1" or "us-ascii" or "ascii")
            name = Western;
        if (CodePagesEncodingProvider.Instance.GetEncoding(name) is { } legacy)
            return legacy;
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // A name of nothing that is known here: what the bytes look like counts then.
            return null;
        }
    }

    private static string? InPage(ReadOnlySpan<byte> bytes) =>
        InHead().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, Head)])) is { Success: true } found ? found.Groups["name"].Value : null;

    /// <summary>Hardly anything else happens to be UTF-8. What was cut off may end within a character.</summary>
    private static Encoding Guessed(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length;
        while (end > Math.Max(0, bytes.Length - 4) && bytes[end - 1] >= 0x80)
            end--;
        return Utf8.IsValid(bytes[..end]) || Utf8.IsValid(bytes) ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(Western)!;
    }

    [GeneratedRegex("""<(?:meta|\?xml)[^>]{1,300}?(?:charset|encoding)\s{0,10}=\s{0,10}["']?\s{0,10}(?<name>[-\w:.]{1,40})""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InHead();
}
