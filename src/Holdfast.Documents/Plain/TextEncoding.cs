using System.Text;

namespace Holdfast.Documents.Plain;

/// <summary>How the letters of a text file are encoded.</summary>
/// <param name="Encoding">The encoding; what it cannot decode becomes U+FFFD.</param>
/// <param name="Skip">How many bytes at the beginning only say which it is.</param>
/// <param name="Note">What is to be said about it, if it is a guess.</param>
internal sealed record TextEncoding(Encoding Encoding, int Skip, string? Note = null)
{
    /// <summary>The text from the beginning. The stream stays open.</summary>
    internal StreamReader Open(Stream stream)
    {
        stream.Position = Skip;
        return new StreamReader(stream, Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 16_384, leaveOpen: true);
    }
}
