using SkiaSharp;

namespace Holdfast.Documents.Tests.Support;

/// <summary>Pictures whose upper left quarter is red, and all else blue.</summary>
internal static class PictureFiles
{
    /// <summary>Exif with one entry, the orientation, whose value comes at its end.</summary>
    private const string Exif = "4578696600004D4D002A000000080001011200030000000100";

    public static byte[] Png(int width, int height) => Encoded(width, height, SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int width, int height) => Encoded(width, height, SKEncodedImageFormat.Jpeg);

    /// <summary>As a camera writes it that was not held level: the picture as it fell on its chip, and a word on how it is to be turned.</summary>
    /// <param name="width">How wide it is before.</param>
    /// <param name="height">How high.</param>
    /// <param name="orientation">From 1, upright, to 8; 6 is a quarter turn to the right.</param>
    public static byte[] TurnedJpeg(int width, int height, int orientation = 6)
    {
        var jpeg = Jpeg(width, height);
        byte[] exif = [.. Convert.FromHexString(Exif), (byte)orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    public static (int Width, int Height) SizeOf(ReadOnlyMemory<byte> picture)
    {
        using var bitmap = SKBitmap.Decode(picture.Span);
        return (bitmap.Width, bitmap.Height);
    }

    /// <summary>Where the red is: <c>top left</c> and so on.</summary>
    public static string RedCorner(ReadOnlyMemory<byte> picture)
    {
        using var bitmap = SKBitmap.Decode(picture.Span);
        var (right, bottom) = (bitmap.Width - 3, bitmap.Height - 3);
        (string Name, int X, int Y)[] corners = [("top left", 2, 2), ("top right", right, 2), ("bottom left", 2, bottom), ("bottom right", right, bottom)];
        return string.Join(", ", corners.Where(corner => bitmap.GetPixel(corner.X, corner.Y) is { Red: > 200, Blue: < 60 }).Select(corner => corner.Name));
    }

    private static byte[] Encoded(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Blue);
            using var red = new SKPaint { Color = SKColors.Red };
            canvas.DrawRect(0, 0, width / 2, height / 2, red);
        }

        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(format, 95);
        return data.ToArray();
    }
}
