using System.Security.Cryptography;
using System.Text;
using Holdfast.Simulator.Pictures;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Draws a sea for any prompt: the same words give the same sky, sun and boats, and stand below it. An edit shows the picture that came in,
/// in the colour of the words, so that anybody sees which one it was.
/// </summary>
internal static class ImagePainter
{
    private const double Tint = 0.4;
    private static readonly Colour Paper = new(250, 248, 240);
    private static readonly Colour Ink = new(30, 40, 44);

    /// <summary>Draws one of the pictures that a call asks for.</summary>
    /// <param name="request">The call.</param>
    /// <param name="index">Which of several: each is another one.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static Bitmap Draw(ImageRequest request, int index, int width, int height)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(index == 0 ? request.Prompt : $"{request.Prompt} {index}"));
        var picture = new Bitmap(width, height);
        var strip = height / 12;
        if (request.Images.Count == 0) DrawSea(picture, seed, height - strip);
        else DrawEdit(picture, request, seed, height - strip);
        Caption(picture, request.Prompt, strip);
        return picture;
    }

    private static void DrawSea(Bitmap picture, byte[] seed, int height)
    {
        var horizon = height * (4 + (seed[0] % 3)) / 10;
        var sky = Colour.OfHue(Hue(seed[1]), 0.65, 0.72);
        var sea = Colour.OfHue(180 + (seed[2] / 4.0), 0.55, 0.36);
        for (var y = 0; y < height; y++)
        {
            var colour = y < horizon ? sky.Towards(Paper, 0.8 * y / horizon) : sea.Towards(Ink, 0.6 * (y - horizon) / (height - horizon));
            picture.Fill(0, y, picture.Width, 1, colour);
        }

        Disc(picture, picture.Width * (1 + (seed[3] % 8)) / 9, horizon / 2, picture.Height / 12, horizon, Colour.OfHue(seed[4] / 4.0, 0.9, 0.62));
        for (var boat = 0; boat <= seed[5] % 4; boat++)
            Boat(picture, picture.Width * (1 + (seed[6 + boat] % 7)) / 8, horizon + ((height - horizon) * (1 + boat) / 6), picture.Height / 16, Colour.OfHue(Hue(seed[10 + boat]), 0.7, 0.5));
    }

    private static void DrawEdit(Bitmap picture, ImageRequest request, byte[] seed, int height)
    {
        var tint = Colour.OfHue(Hue(seed[0]), 0.8, 0.5);
        var mask = request.Mask is { } given ? PngReader.TryRead(given.Bytes)?.Scaled(picture.Width, height) : null;
        for (var i = 0; i < request.Images.Count; i++)
        {
            var left = picture.Width * i / request.Images.Count;
            var width = (picture.Width * (i + 1) / request.Images.Count) - left;
            var before = Original(request.Images[i]).Scaled(width, height);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    // What the mask covers stays as it was.
                    var isCovered = mask is not null && mask[left + x, y].Opacity > 0;
                    picture[left + x, y] = isCovered ? before[x, y] : before[x, y].Towards(tint, Tint);
                }
            }
        }

        var frame = Math.Max(2, picture.Width / 64);
        picture.Fill(0, 0, picture.Width, frame, tint);
        picture.Fill(0, height - frame, picture.Width, frame, tint);
        picture.Fill(0, 0, frame, height, tint);
        picture.Fill(picture.Width - frame, 0, frame, height, tint);
    }

    /// <summary>A PNG is read; of any other kind the bytes decide on a pattern, with its kind and size written upon it.</summary>
    private static Bitmap Original(ModelImage image)
    {
        if (PngReader.TryRead(image.Bytes) is { } read) return read;
        const int Side = 16;
        var seed = SHA256.HashData(image.Bytes.Span);
        var pattern = new Bitmap(Side * 32, Side * 32);
        for (var i = 0; i < Side * Side; i++)
            pattern.Fill(i % Side * 32, i / Side * 32, 32, 32, Colour.OfHue(Hue((byte)(seed[i % 32] + (i / 32 * 7))), 0.4, 0.7));
        Glyphs.Write(pattern, $"{image.Info.Format} {image.Info.Width} × {image.Info.Height}", 24, 240, 6, Ink);
        return pattern;
    }

    private static void Caption(Bitmap picture, string prompt, int height)
    {
        picture.Fill(0, picture.Height - height, picture.Width, height, Paper);
        Glyphs.Write(picture, prompt, height / 4, picture.Height - (height * 3 / 4), Math.Max(1, height / 10), Ink);
    }

    private static void Disc(Bitmap picture, int atX, int atY, int radius, int lowest, Colour colour)
    {
        for (var y = -radius; y <= radius; y++)
        {
            var half = (int)Math.Sqrt((radius * radius) - (y * y));
            if (atY + y < lowest) picture.Fill(atX - half, atY + y, 2 * half, 1, colour);
        }
    }

    private static void Boat(Bitmap picture, int atX, int atY, int size, Colour colour)
    {
        for (var y = 0; y < size; y++)
        {
            picture.Fill(atX, atY - 2 - y, 1 + ((size - y) * 2 / 3), 1, Paper);
            if (y < size / 2) picture.Fill(atX - size + y, atY + y, (2 * size) - (2 * y), 1, colour);
        }
    }

    private static double Hue(byte value) => value * 360 / 256.0;
}
