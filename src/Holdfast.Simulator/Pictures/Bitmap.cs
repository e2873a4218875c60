using System.Runtime.InteropServices;

namespace Holdfast.Simulator.Pictures;

/// <summary>A picture as its pixels, four bytes each: red, green, blue, opacity; row after row from the top.</summary>
internal sealed class Bitmap(int width, int height)
{
    private const int Channels = 4;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public byte[] Pixels { get; } = new byte[width * height * Channels];

    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    public Colour this[int x, int y]
    {
        get
        {
            var at = ((y * Width) + x) * Channels;
            return new Colour(Pixels[at], Pixels[at + 1], Pixels[at + 2], Pixels[at + 3]);
        }

        set
        {
            var at = ((y * Width) + x) * Channels;
            (Pixels[at], Pixels[at + 1], Pixels[at + 2], Pixels[at + 3]) = (value.Red, value.Green, value.Blue, value.Opacity);
        }
    }

    /// <summary>Fills what of a rectangle lies within the picture.</summary>
    public void Fill(int left, int top, int width, int height, Colour colour)
    {
        for (var y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        {
            for (var x = Math.Max(0, left); x < Math.Min(Width, left + width); x++) this[x, y] = colour;
        }
    }

    /// <summary>The same picture in another size, by the nearest pixel.</summary>
    public Bitmap Scaled(int width, int height) => Cut(0, 0, Width, Height, width, height);

    /// <summary>The middle of the picture as a square.</summary>
    public Bitmap Square(int side)
    {
        var least = Math.Min(Width, Height);
        return Cut((Width - least) / 2, (Height - least) / 2, least, least, side, side);
    }

    private Bitmap Cut(int left, int top, int fromWidth, int fromHeight, int width, int height)
    {
        var cut = new Bitmap(width, height);
        for (var y = 0; y < height; y++)
        {
            var fromY = top + (int)((long)y * fromHeight / height);
            for (var x = 0; x < width; x++) cut[x, y] = this[left + (int)((long)x * fromWidth / width), fromY];
        }

        return cut;
    }
}

/// <summary>One pixel.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Colour(byte Red, byte Green, byte Blue, byte Opacity = 255)
{
    /// <summary>A colour of the wheel: hue in degrees, the others between 0 and 1.</summary>
    public static Colour OfHue(double hue, double saturation, double lightness)
    {
        var amount = saturation * Math.Min(lightness, 1 - lightness);
        byte Part(double shift)
        {
            var k = (shift + (hue / 30)) % 12;
            return (byte)Math.Round(255 * (lightness - (amount * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)))));
        }

        return new Colour(Part(0), Part(8), Part(4));
    }

    /// <summary>The colour between this and another.</summary>
    /// <param name="other">The other.</param>
    /// <param name="share">How much of the other, between 0 and 1.</param>
    public Colour Towards(Colour other, double share) => new(
        Between(Red, other.Red, share), Between(Green, other.Green, share), Between(Blue, other.Blue, share), Between(Opacity, other.Opacity, share));

    private static byte Between(byte a, byte b, double share) => (byte)Math.Round(a + ((b - a) * share));
}
