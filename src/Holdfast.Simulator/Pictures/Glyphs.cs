namespace Holdfast.Simulator.Pictures;

/// <summary>Letters of three by five pixels, enough for a caption; what has none is drawn as a full stop in the middle.</summary>
internal static class Glyphs
{
    private const int Width = 3;
    private const int Height = 5;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?-:×'";

    /// <summary>Five rows of three bits for each letter, the top row first.</summary>
    private static readonly ushort[] Shapes =
    [
        0b010_101_111_101_101, 0b110_101_110_101_110, 0b011_100_100_100_011, 0b110_101_101_101_110, 0b111_100_110_100_111, 0b111_100_110_100_100,
        0b011_100_101_101_011, 0b101_101_111_101_101, 0b111_010_010_010_111, 0b001_001_001_101_010, 0b101_101_110_101_101, 0b100_100_100_100_111,
        0b101_111_111_101_101, 0b110_101_101_101_101, 0b010_101_101_101_010, 0b110_101_110_100_100, 0b010_101_101_110_011, 0b110_101_110_101_101,
        0b011_100_010_001_110, 0b111_010_010_010_010, 0b101_101_101_101_111, 0b101_101_101_101_010, 0b101_101_111_111_101, 0b101_101_010_101_101,
        0b101_101_010_010_010, 0b111_001_010_100_111, 0b111_101_101_101_111, 0b010_110_010_010_111, 0b110_001_010_100_111, 0b110_001_010_001_110,
        0b101_101_111_001_001, 0b111_100_110_001_110, 0b011_100_111_101_111, 0b111_001_010_010_010, 0b111_101_111_101_111, 0b111_101_111_001_110,
        0b000_000_000_000_010, 0b000_000_000_010_100, 0b010_010_010_000_010, 0b110_001_010_000_010, 0b000_000_111_000_000, 0b000_010_000_010_000,
        0b000_101_010_101_000, 0b010_010_000_000_000,
    ];

    private const ushort Unknown = 0b000_000_010_000_000;

    /// <summary>Writes a line; what does not fit is left out.</summary>
    /// <param name="picture">Where.</param>
    /// <param name="text">What.</param>
    /// <param name="left">The left edge of the first letter.</param>
    /// <param name="top">Its upper edge.</param>
    /// <param name="scale">The pixels that a dot of a letter is wide and high.</param>
    /// <param name="colour">In which colour.</param>
    public static void Write(Bitmap picture, string text, int left, int top, int scale, Colour colour)
    {
        foreach (var letter in text.ToUpperInvariant())
        {
            if (left + (Width * scale) > picture.Width) return;
            Draw(picture, ShapeOf(letter), left, top, scale, colour);
            left += (Width + 1) * scale;
        }
    }

    private static void Draw(Bitmap picture, ushort shape, int left, int top, int scale, Colour colour)
    {
        for (var dot = 0; dot < Width * Height; dot++)
        {
            if ((shape >> ((Width * Height) - 1 - dot) & 1) == 1) picture.Fill(left + (dot % Width * scale), top + (dot / Width * scale), scale, scale, colour);
        }
    }

    private static ushort ShapeOf(char letter)
    {
        if (char.IsWhiteSpace(letter)) return 0;
        var index = Letters.IndexOf(letter, StringComparison.Ordinal);
        return index < 0 ? Unknown : Shapes[index];
    }
}
