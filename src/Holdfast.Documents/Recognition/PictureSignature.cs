using System.Buffers.Binary;

namespace Holdfast.Documents.Recognition;

/// <summary>Knows pictures that are read by their first bytes.</summary>
internal static class PictureSignature
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <summary>Whether a file begins as a picture does.</summary>
    /// <param name="beginning">Its first bytes.</param>
    /// <param name="length">How long it is.</param>
    internal static bool Begins(ReadOnlySpan<byte> beginning, long length) =>
        beginning.StartsWith(Png)
        || beginning.StartsWith(Jpeg)
        || beginning.StartsWith("GIF8"u8)
        || (beginning.Length >= 12 && beginning.StartsWith("RIFF"u8) && beginning[8..12].SequenceEqual("WEBP"u8))

        // A text may begin with these two letters as well.
        || (beginning.Length >= 6 && beginning.StartsWith("BM"u8) && BinaryPrimitives.ReadUInt32LittleEndian(beginning[2..]) == length);
}
