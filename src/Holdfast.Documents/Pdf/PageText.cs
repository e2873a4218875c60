using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis;

namespace Holdfast.Documents.Pdf;

/// <summary>
/// Lines of text from the letters of a page. Programs write a page as it is read, column by column and row by row, so their order is kept, and rows of
/// tables stay whole; where it jumps about, lines are put in order from the top.
/// </summary>
internal static class PageText
{
    /// <summary>Letters that stand that close to the line, in sizes of the letter, belong to it: the raised ones as well.</summary>
    private const double SameLine = 0.5;

    private const double NewParagraph = 1.8;
    private const double Space = 0.16;

    /// <summary>A gap as wide as that divides cells of a table.</summary>
    private const double Cell = 1.5;

    /// <summary>How wide a letter is on average, in its size.</summary>
    private const double Width = 0.55;

    private const int MaxColumn = 150;

    private const double Backwards = -0.7;

    /// <summary>Finding letters that are printed twice compares those that are alike with each other.</summary>
    private const int MaxCompared = 20_000;

    /// <summary>Letters that are printed as one: nobody finds a word that is written with them.</summary>
    private static readonly Dictionary<string, string> Ligatures = new(StringComparer.Ordinal)
    {
        ["\uFB00"] = "ff",
        ["\uFB01"] = "fi",
        ["\uFB02"] = "fl",
        ["\uFB03"] = "ffi",
        ["\uFB04"] = "ffl",
    };

    internal static string Of(IReadOnlyList<Letter> letters)
    {
        if (letters.Count is > 0 and <= MaxCompared)
            letters = DuplicateOverlappingTextProcessor.Get(letters);
        var lines = Lines(letters);
        return Text(JumpsAbout(lines) ? FromTheTop(lines) : lines);
    }

    private static List<Line> FromTheTop(List<Line> lines)
    {
        var height = lines.Select(line => line.Size).Order().ElementAt(lines.Count / 2) * SameLine;
        return [.. lines.OrderBy(line => line.Orientation).ThenByDescending(line => Math.Round(line.Up / height)).ThenBy(line => line.From)];
    }

    private static List<Line> Lines(IReadOnlyList<Letter> letters)
    {
        var lines = new List<Line>();
        Line? line = null;
        foreach (var letter in letters)
        {
            if (string.IsNullOrEmpty(letter.Value))
                continue;
            var (from, up) = Place(letter, letter.StartBaseLine.X, letter.StartBaseLine.Y);
            var (to, _) = Place(letter, letter.EndBaseLine.X, letter.EndBaseLine.Y);
            var size = Math.Clamp(letter.PointSize, 1, 1_000);
            if (string.IsNullOrWhiteSpace(letter.Value))
            {
                line?.Blank();
                continue;
            }

            if (line is null || line.Orientation != letter.TextOrientation || Math.Abs(up - line.Up) > SameLine * Math.Max(size, line.Size) || (from - line.To) / size < Backwards)
                lines.Add(line = new Line(letter.TextOrientation, up, from, size));
            line.Append(letter.Value, from, to, size);
        }

        return lines;
    }

    /// <summary>Along the line and upwards, whichever way the text is turned.</summary>
    private static (double Along, double Up) Place(Letter letter, double x, double y) => letter.TextOrientation switch
    {
        TextOrientation.Rotate90 => (-y, x),
        TextOrientation.Rotate180 => (-x, -y),
        TextOrientation.Rotate270 => (y, -x),
        _ => (x, y),
    };

    /// <summary>A page of columns goes back up a few times; one whose order means nothing does so all the time.</summary>
    private static bool JumpsAbout(List<Line> lines)
    {
        var jumps = 0;
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Orientation == lines[i - 1].Orientation && lines[i].Up > lines[i - 1].Up + lines[i].Size)
                jumps++;
        }

        return jumps > Math.Max(4, lines.Count / 4);
    }

    private static string Text(List<Line> lines)
    {
        var text = new StringBuilder();
        var left = lines.Count == 0 ? 0 : lines.Min(line => line.From);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var isInTable = line.IsRow || (i > 0 && line.IsNear(lines[i - 1]) && lines[i - 1].IsRow) || (i + 1 < lines.Count && line.IsNear(lines[i + 1]) && lines[i + 1].IsRow);
            if (i > 0 && line.IsBeside(lines[i - 1]))
                text.Append(' ', 2);
            else if (i > 0)
                text.Append(line.IsNext(lines[i - 1]) ? "\n" : "\n\n");
            line.Write(text, left, isInTable);
        }

        return text.ToString();
    }

    private sealed class Line(TextOrientation orientation, double up, double from, double size)
    {
        private readonly List<(double From, StringBuilder Text)> _cells = [(from, new StringBuilder())];
        private bool _isBlank;

        internal TextOrientation Orientation => orientation;

        internal double Up => up;

        internal double From { get; } = from;

        internal double Size { get; private set; } = size;

        internal double To { get; private set; } = from;

        /// <summary>Whether it is divided by gaps, as rows of tables are.</summary>
        internal bool IsRow => _cells.Count > 1;

        internal void Blank() => _isBlank = true;

        internal void Append(string letter, double start, double end, double itsSize)
        {
            var gap = (start - To) / itsSize;
            if (gap > Cell)
                _cells.Add((start, new StringBuilder()));
            else if (_cells[^1].Text.Length > 0 && (_isBlank || gap > Space))
                _cells[^1].Text.Append(' ');
            _cells[^1].Text.Append(Ligatures.GetValueOrDefault(letter, letter));
            _isBlank = false;
            To = Math.Max(To, end);
            Size = Math.Max(Size, itsSize);
        }

        /// <summary>Whether it stands on the same line as the one before.</summary>
        internal bool IsBeside(Line before) => before.Orientation == orientation && Math.Abs(before.Up - up) <= SameLine * Size;

        /// <summary>Whether it is the next line of the same paragraph.</summary>
        internal bool IsNext(Line before) => before.Orientation == orientation && before.Up - up is >= 0 and var down && down <= NewParagraph * Math.Min(Size, before.Size);

        /// <summary>Whether it may belong to the same table as a line before or behind it.</summary>
        internal bool IsNear(Line other) => other.Orientation == orientation && Math.Abs(other.Up - up) <= 2 * NewParagraph * Size;

        /// <summary>Writes it. The cells of a table stand below each other, so that one that is empty is seen as such.</summary>
        internal void Write(StringBuilder text, double left, bool isInTable)
        {
            var begin = text.Length;
            foreach (var (place, words) in _cells)
            {
                var column = isInTable ? (int)Math.Clamp((place - left) / (Size * Width), 0, MaxColumn) : 0;
                var written = text.Length - begin;
                text.Append(' ', Math.Max(column - written, written > 0 ? 2 : 0)).Append(words);
            }
        }
    }
}
