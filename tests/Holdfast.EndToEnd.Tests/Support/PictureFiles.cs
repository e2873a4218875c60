using SkiaSharp;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Pictures whose upper left quarter is red, and all else blue.</summary>
internal static class PictureFiles
{
    private const string RightTop = "4578696600004D4D002A00000008000101120003000000010006000000000000";

    public static byte[] Png(int width, int height) => Encoded(width, height, SKEncodedImageFormat.Png);

    /// <summary>As a camera that was held upright writes it: lying on its side, with the word of EXIF that it is to be turned to the right.</summary>
    public static byte[] TurnedJpeg(int width, int height)
    {
        var jpeg = Encoded(width, height, SKEncodedImageFormat.Jpeg);
        var exif = Convert.FromHexString(RightTop);
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
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
