using System.Buffers.Binary;
using System.IO.Compression;

namespace Holdfast.Simulator.Pictures;

/// <summary>Reads PNGs as programs write them: eight bits a channel, not interlaced. https://www.w3.org/TR/png-3/</summary>
internal static class PngReader
{
    /// <summary>More pixels than any picture of a chat has; what claims to be larger is not unpacked.</summary>
    private const long MaxPixels = 64_000_000;

    /// <summary>Null when it is no such PNG, or broken.</summary>
    public static Bitmap? TryRead(ReadOnlyMemory<byte> bytes)
    {
        if (PictureInfo.Read(bytes.Span) is not { Format: PictureFormat.Png } info || (long)info.Width * info.Height > MaxPixels) return null;
        if (bytes.Length < 29 || bytes.Span[24] != 8 || bytes.Span[28] != 0) return null;
        try
        {
            return Unpack(bytes, info, bytes.Span[25]);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    private static Bitmap? Unpack(ReadOnlyMemory<byte> bytes, PictureInfo info, byte colourType)
    {
        var channels = colourType switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        if (channels == 0) return null;
        var (data, palette, opacity) = (new MemoryStream(), ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty);
        foreach (var (type, content) in Chunks(bytes))
        {
            if (type == "IDAT") data.Write(content.Span);
            else if (type == "PLTE") palette = content;
            else if (type == "tRNS") opacity = content;
        }

        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var picture = new Bitmap(info.Width, info.Height);
        var (line, above) = (new byte[info.Width * channels], new byte[info.Width * channels]);
        for (var y = 0; y < info.Height; y++)
        {
            var filter = zlib.ReadByte();
            if (filter < 0) return null;
            zlib.ReadExactly(line);
            Unfilter(filter, line, above, channels);
            for (var x = 0; x < info.Width; x++) picture[x, y] = ColourOf(colourType, line.AsSpan(x * channels), palette.Span, opacity.Span);
            (line, above) = (above, line);
        }

        return picture;
    }

    private static IEnumerable<(string Type, ReadOnlyMemory<byte> Content)> Chunks(ReadOnlyMemory<byte> bytes)
    {
        var at = 8;
        while (at + 12 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.Span[at..]);
            if (length < 0 || length > bytes.Length - at - 12) yield break;
            yield return (System.Text.Encoding.ASCII.GetString(bytes.Span.Slice(at + 4, 4)), bytes.Slice(at + 8, length));
            at += 12 + length;
        }
    }

    private static void Unfilter(int filter, byte[] line, byte[] above, int channels)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var left = i >= channels ? line[i - channels] : 0;
            var corner = i >= channels ? above[i - channels] : 0;
            line[i] = (byte)(line[i] + filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => 0,
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (byLeft, byUp, byCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        if (byLeft <= byUp && byLeft <= byCorner) return left;
        return byUp <= byCorner ? up : corner;
    }

    private static Colour ColourOf(byte colourType, ReadOnlySpan<byte> pixel, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> opacity) => colourType switch
    {
        0 => new Colour(pixel[0], pixel[0], pixel[0]),
        2 => new Colour(pixel[0], pixel[1], pixel[2]),
        3 when (pixel[0] * 3) + 2 < palette.Length => new Colour(
            palette[pixel[0] * 3], palette[(pixel[0] * 3) + 1], palette[(pixel[0] * 3) + 2], pixel[0] < opacity.Length ? opacity[pixel[0]] : (byte)255),
        3 => default,
        4 => new Colour(pixel[0], pixel[0], pixel[0], pixel[1]),
        _ => new Colour(pixel[0], pixel[1], pixel[2], pixel[3]),
    };
}
