using System.Buffers.Binary;
using System.IO.Compression;

namespace Holdfast.Simulator.Pictures;

/// <summary>Writes a picture as PNG: https://www.w3.org/TR/png-3/</summary>
internal static class PngWriter
{
    private const byte EightBits = 8;
    private const byte TrueColourWithAlpha = 6;
    private const byte FilterUp = 2;

    public static byte[] Write(Bitmap picture)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), picture.Height);
        (head[8], head[9]) = (EightBits, TrueColourWithAlpha);
        Chunk(png, "IHDR"u8, head);
        Chunk(png, "IDAT"u8, Compressed(picture));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Each row as its difference from the one above: broad areas of one colour become zeros.</summary>
    private static byte[] Compressed(Bitmap picture)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[1 + (picture.Width * 4)];
            line[0] = FilterUp;
            for (var y = 0; y < picture.Height; y++)
            {
                var row = picture.Row(y);
                if (y == 0) row.CopyTo(line.AsSpan(1));
                else Subtract(row, picture.Row(y - 1), line.AsSpan(1));
                zlib.Write(line);
            }
        }

        return data.ToArray();
    }

    private static void Subtract(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> line)
    {
        for (var i = 0; i < row.Length; i++) line[i] = (byte)(row[i] - above[i]);
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        png.Write(number);
    }
}
