using System.Text;

namespace Holdfast.Simulator.Model;

/// <summary>In which pieces an answer is streamed, and how fast.</summary>
/// <param name="PieceSize">The characters of a piece; 0 for a word at a time.</param>
/// <param name="Pause">The time before each piece.</param>
public sealed record StreamPace(int PieceSize, TimeSpan Pause)
{
    /// <summary>Short answers come word by word; a long one in at most this many pieces.</summary>
    private const int MaxPieces = 200;

    /// <summary>A word at a time, without a pause.</summary>
    public static StreamPace AtOnce { get; } = new(0, TimeSpan.Zero);

    /// <summary>The pieces of a text. A character of two UTF-16 units stays whole: each piece is JSON text of its own.</summary>
    internal List<string> Pieces(string text) => PieceSize > 0 ? OfSize(text, PieceSize) : OfWords(text);

    /// <summary>Pieces of one size, or of a larger one where they would be too many.</summary>
    internal static List<string> OfSize(string text, int smallest)
    {
        var size = Math.Max(smallest, text.Length / MaxPieces);
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + size);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end++;
            pieces.Add(text[start..end]);
            start = end;
        }

        return pieces;
    }

    private static List<string> OfWords(string text)
    {
        var size = Math.Max(1, text.Length / MaxPieces);
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var c in text)
        {
            piece.Append(c);
            if (c != ' ' || piece.Length < size) continue;
            pieces.Add(piece.ToString());
            piece.Clear();
        }

        if (piece.Length > 0) pieces.Add(piece.ToString());
        return pieces;
    }
}
