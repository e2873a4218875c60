using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Holdfast.Simulator.Pictures;

/// <summary>The kinds of pictures that Slack shows and OpenAI's models see.</summary>
public enum PictureFormat
{
    /// <summary><c>image/png</c>.</summary>
    Png,

    /// <summary><c>image/jpeg</c>.</summary>
    Jpeg,

    /// <summary><c>image/gif</c>.</summary>
    Gif,

    /// <summary><c>image/webp</c>.</summary>
    Webp,
}

/// <summary>What a picture's first bytes say of it.</summary>
/// <param name="Format">Its kind.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PictureInfo(PictureFormat Format, int Width, int Height)
{
    /// <summary>Such as <c>image/png</c>.</summary>
    public string MediaType => $"image/{Format.ToString().ToLowerInvariant()}";

    /// <summary>Reads the head of a picture; null when it is none of the kinds, or breaks off before it says its size.</summary>
    public static PictureInfo? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..]) return Png(bytes);
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return Gif(bytes);
        if (bytes is [0xFF, 0xD8, 0xFF, ..]) return Jpeg(bytes);
        return bytes.Length >= 16 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? Webp(bytes) : null;
    }

    private static PictureInfo? Png(ReadOnlySpan<byte> bytes) => bytes.Length >= 24 && bytes[12..].StartsWith("IHDR"u8)
        ? Sized(PictureFormat.Png, BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
        : null;

    private static PictureInfo? Gif(ReadOnlySpan<byte> bytes) => bytes.Length >= 10
        ? Sized(PictureFormat.Gif, BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]))
        : null;

    /// <summary>The size stands in the first frame header (SOF), behind segments of any length.</summary>
    private static PictureInfo? Jpeg(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Sized(PictureFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return null;
    }

    private static PictureInfo? Webp(ReadOnlySpan<byte> bytes)
    {
        var chunk = bytes[12..];
        if (chunk.StartsWith("VP8 "u8) && bytes.Length >= 30)
        {
            return Sized(
                PictureFormat.Webp,
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF);
        }

        if (chunk.StartsWith("VP8L"u8) && bytes.Length >= 25)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
            return Sized(PictureFormat.Webp, (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return chunk.StartsWith("VP8X"u8) && bytes.Length >= 30
            ? Sized(PictureFormat.Webp, Three(bytes[24..]) + 1, Three(bytes[27..]) + 1)
            : null;
    }

    private static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static PictureInfo? Sized(PictureFormat format, int width, int height) => width > 0 && height > 0 ? new PictureInfo(format, width, height) : null;
}
