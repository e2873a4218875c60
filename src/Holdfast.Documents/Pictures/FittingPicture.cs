using SkiaSharp;

namespace Holdfast.Documents.Pictures;

/// <summary>
/// Makes of a picture one that models take: turned as its camera says, no larger than they look at, and of a kind that all of them know. A picture that is so already
/// stays as it is, byte for byte.
/// </summary>
internal static class FittingPicture
{
    /// <summary>Models look at no more: what is larger they make smaller themselves, and it is paid for before.</summary>
    private const int LongestEdge = 1_568;

    /// <summary>What has more is written anew: providers take about five million, written as base64.</summary>
    private const int MostBytes = 3_500_000;

    /// <summary>More would take more memory than there is.</summary>
    private const long MostPoints = 100_000_000;

    private const int Quality = 85;

    /// <summary>The picture; null for what is none, or a broken one.</summary>
    /// <param name="bytes">The picture, of any kind.</param>
    /// <param name="page">The page that it is of.</param>
    /// <exception cref="DocumentException">It has too many points to be looked at.</exception>
    internal static DocumentPicture? Of(byte[] bytes, int? page)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null)
            return null;
        var info = codec.Info;
        if ((long)info.Width * info.Height > MostPoints)
            throw new DocumentException(DocumentProblem.TooLarge, $"The picture has {info.Width} × {info.Height} points, which are too many to look at. Send a smaller one.");
        var isUpright = codec.EncodedOrigin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default;
        using var decoded = Decode(codec);
        if (decoded is null)
            return null;
        if (TypeOf(codec) is { } type && isUpright && bytes.Length <= MostBytes && Math.Max(info.Width, info.Height) <= LongestEdge)
            return new DocumentPicture(page, type, bytes);
        using var upright = isUpright ? null : Turned(decoded, codec.EncodedOrigin);
        using var scaled = Scaled(upright ?? decoded);
        return Encode(scaled ?? upright ?? decoded, page);
    }

    /// <summary>The kinds that every model knows; of one that moves it would see anything.</summary>
    private static string? TypeOf(SKCodec codec) => (codec.EncodedFormat, codec.FrameCount) switch
    {
        (SKEncodedImageFormat.Png, <= 1) => "image/png",
        (SKEncodedImageFormat.Jpeg, _) => "image/jpeg",
        (SKEncodedImageFormat.Webp, <= 1) => "image/webp",
        (SKEncodedImageFormat.Gif, <= 1) => "image/gif",
        _ => null,
    };

    private static SKBitmap? Decode(SKCodec codec)
    {
        // A JPEG can be read at some eighths of its size, which takes a part of the memory.
        var longest = Math.Max(codec.Info.Width, codec.Info.Height);
        var eighths = (int)Math.Ceiling(8.0 * LongestEdge / longest);
        var size = eighths >= 8 ? codec.Info.Size : codec.GetScaledDimensions(eighths / 8f);
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is SKCodecResult.Success or SKCodecResult.IncompleteInput)
            return bitmap;
        bitmap.Dispose();
        return null;
    }

    private static SKBitmap Turned(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        var isOnItsSide = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = (bitmap.Width, bitmap.Height);
        var turned = new SKBitmap(bitmap.Info.WithSize(isOnItsSide ? height : width, isOnItsSide ? width : height));
        using var canvas = new SKCanvas(turned);
        canvas.SetMatrix(origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
            _ => SKMatrix.Identity,
        });
        canvas.DrawBitmap(bitmap, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        return turned;
    }

    private static SKBitmap? Scaled(SKBitmap bitmap)
    {
        var longest = Math.Max(bitmap.Width, bitmap.Height);
        if (longest <= LongestEdge)
            return null;
        var factor = LongestEdge / (float)longest;
        var size = new SKSizeI(Math.Max(1, (int)(bitmap.Width * factor)), Math.Max(1, (int)(bitmap.Height * factor)));
        return bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    /// <summary>Drawings keep their sharp edges, and what can be seen through stays so; of photographs that would be many times as large.</summary>
    private static DocumentPicture Encode(SKBitmap bitmap, int? page)
    {
        using var image = SKImage.FromBitmap(bitmap);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        if (bitmap.AlphaType != SKAlphaType.Opaque && png.Size <= MostBytes)
            return new DocumentPicture(page, "image/png", png.ToArray());
        using var jpeg = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return png.Size <= jpeg.Size ? new DocumentPicture(page, "image/png", png.ToArray()) : new DocumentPicture(page, "image/jpeg", jpeg.ToArray());
    }
}
