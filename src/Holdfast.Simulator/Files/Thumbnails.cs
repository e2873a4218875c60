using System.Runtime.InteropServices;
using Holdfast.Simulator.Pictures;

namespace Holdfast.Simulator.Files;

/// <summary>A smaller copy of a picture.</summary>
/// <param name="Size">What it is named by: the longer side at most.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Thumbnail(int Size, int Width, int Height)
{
    /// <summary>The smallest are cut to a square, and Slack says no measures of them.</summary>
    public bool IsSquare => Size < 360;
}

/// <summary>The smaller copies that Slack makes of each picture: squares, the first larger one always, and of the rest those that are smaller than the picture.</summary>
internal static class Thumbnails
{
    private static readonly int[] Squares = [64, 80, 160];
    private static readonly int[] Fitted = [360, 480, 720, 800, 960, 1024];

    public static IEnumerable<Thumbnail> Of(SlackFile file)
    {
        if (file is not { Width: { } width, Height: { } height }) yield break;
        foreach (var size in Squares) yield return new Thumbnail(size, size, size);
        var longer = Math.Max(width, height);
        foreach (var size in Fitted)
        {
            if (size > longer && size != Fitted[0]) yield break;
            var fits = Math.Min(size, longer);
            yield return new Thumbnail(size, Math.Max(1, (int)((long)width * fits / longer)), Math.Max(1, (int)((long)height * fits / longer)));
        }
    }

    /// <summary>The copy; of what is no PNG the picture as it is.</summary>
    public static byte[] Draw(byte[] picture, Thumbnail thumbnail)
    {
        if (PngReader.TryRead(picture) is not { } bitmap) return picture;
        return PngWriter.Write(thumbnail.IsSquare ? bitmap.Square(thumbnail.Size) : bitmap.Scaled(thumbnail.Width, thumbnail.Height));
    }
}
