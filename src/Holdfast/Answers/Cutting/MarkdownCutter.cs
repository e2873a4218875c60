using Holdfast.Answers.Lines;

namespace Holdfast.Answers.Cutting;

/// <summary>
/// Cuts Markdown into messages, each of which shows the same as it does in the whole: code is closed and opened again, a table begins with
/// its heading, an inner item of a list with those it belongs to.
/// </summary>
internal sealed class MarkdownCutter
{
    /// <summary>A lead that takes more than this part of a message is left out.</summary>
    private const int LeadShare = 4;

    private readonly string _text;
    private readonly int _most;
    private readonly IReadOnlyList<MarkdownLine> _lines;

    private MarkdownCutter(string text, int most) => (_text, _most, _lines) = (text, most, MarkdownLines.Read(text));

    /// <summary>The pieces of a text, whose bodies make the text.</summary>
    /// <param name="text">Markdown whose lines end with line feeds.</param>
    /// <param name="most">The most of a message, as <see cref="Weight"/> counts.</param>
    public static IEnumerable<MarkdownPiece> Cut(string text, int most) => new MarkdownCutter(text, most).Pieces();

    private IEnumerable<MarkdownPiece> Pieces()
    {
        var (start, line) = (0, 0);
        while (line < _lines.Count)
        {
            var lead = LeadAt(line, start);
            var room = _most - Weight.Of(lead);
            var (end, next) = EndOf(start, line, room);
            yield return new MarkdownPiece(lead, _text[start..end], next == _lines.Count ? EndTail() : _lines[next].Tail);
            (start, line) = (end, next);
        }
    }

    /// <summary>Where the piece ends that begins at a place, and the line in which that is.</summary>
    private (int End, int Line) EndOf(int start, int first, int room)
    {
        var (weight, best) = (0, -1);
        for (var line = first; line < _lines.Count; line++)
        {
            var from = line == first ? start : _lines[line].Start;
            if (line > first && _lines[line].Merit > 0 && weight + Weight.Of(_lines[line].Tail) <= room
                && (best < 0 || _lines[line].Merit >= _lines[best].Merit || IsEarly(best, start, room)))
            {
                best = line;
            }

            weight += WeightOf(from, _lines[line].End, room);
            var tail = line == _lines.Count - 1 ? EndTail() : _lines[line].Tail;
            if (weight + Weight.Of(tail) <= room)
                continue;
            var own = WeightOf(from, _lines[line].End, room);
            var rest = room - (weight - own) - Weight.Of(_lines[line].Tail);
            return best >= 0 && (rest <= 0 || own < room / 2 || !IsEarly(best, start, room)) ? (_lines[best].Start, best) : Within(line, from, rest);
        }

        return (_text.Length, _lines.Count);
    }

    private bool IsEarly(int line, int start, int room) => WeightOf(start, _lines[line].Start, room) <= room / 2;

    private (int End, int Line) Within(int line, int from, int room)
    {
        var end = from + InnerCut.End(_text.AsSpan(from, _lines[line].End - from), Math.Max(1, room));
        return end == _lines[line].End ? (end, line + 1) : (end, line);
    }

    private int WeightOf(int start, int end, int enough) => end - start > enough ? end - start : Weight.Of(_text.AsSpan(start, end - start));

    private string LeadAt(int line, int start)
    {
        // The rest of a row is no row.
        var at = _lines[line];
        if (start == 0 || start > at.Start && at.TableHeader is not null)
            return "";
        return Weight.Of(at.Lead) <= _most / LeadShare ? at.Lead : at.Fence is { } fence ? fence.Opening + '\n' : "";
    }

    /// <summary>What closes a fence that the text leaves open.</summary>
    private string EndTail()
    {
        var last = _text.AsSpan(_lines[^1].Start).TrimEnd('\n');
        var open = _lines[^1].Fence is { } fence && !fence.IsLeftBy(last) ? fence.IsClosedBy(last) ? null : fence : Fence.OpenedBy(last);
        return open is null ? "" : '\n' + open.Closing;
    }
}
