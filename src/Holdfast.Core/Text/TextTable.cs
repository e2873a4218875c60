using System.Globalization;

namespace Holdfast.Text;

/// <summary>Rows under heads, as a terminal shows them.</summary>
public static class TextTable
{
    /// <summary>The table; a sentence where there is no row.</summary>
    /// <param name="none">The sentence.</param>
    /// <param name="heads">The heads; one that begins with <c>#</c> is that of numbers, which stand at the right.</param>
    /// <param name="rows">A cell a head; what there is more is left out.</param>
    public static string Of(string none, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(heads);
        var isNumber = heads.Select(head => head.StartsWith('#')).ToList();
        var cells = rows.Select(row => row.Take(heads.Count).Select(Line).ToList()).Prepend([.. heads.Select(head => head.TrimStart('#'))]).ToList();
        if (cells.Count == 1)
            return none;
        var widths = heads.Select((_, column) => cells.Max(row => row[column].Length)).ToList();
        return string.Join('\n', cells.Select(row =>
            string.Join("  ", row.Select((cell, column) => isNumber[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd()));
    }

    /// <summary>A moment of UTC, to the second.</summary>
    /// <param name="moment">The moment; null for none.</param>
    public static string Moment(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What somebody wrote must move no cursor and change no colour.</summary>
    private static string Line(string cell) => string.Concat(cell.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
