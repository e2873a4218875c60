using System.Text;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Plain;

/// <summary>Text as it is. Of a long one the beginning and the end: the end of a log is what people ask about, and that of a table has its sums.</summary>
internal static class PlainTextReader
{
    private const int Piece = 16_384;

    /// <summary>How far back from a cut the end of a line is looked for.</summary>
    private const int LineSearch = 2_000;

    internal static void Read(Stream stream, TextEncoding encoding, Draft draft)
    {
        var room = draft.Limits.MaxCharacters;
        var ends = new Ends(room - (room / 4), room / 4);
        var filter = new CharacterFilter();
        var piece = new char[Piece];
        var filtered = new char[Piece + CharacterFilter.Extra];
        using var reader = encoding.Open(stream);
        while (true)
        {
            draft.Cancellation.ThrowIfCancellationRequested();
            var read = reader.ReadBlock(piece);
            if (read == 0)
                break;
            ends.Append(filtered.AsSpan(0, filter.Filter(piece.AsSpan(0, read), filtered)));
        }

        if (ends.LeftOut == 0)
        {
            draft.Write(ends.Head);
            draft.Write(ends.Tail());
            return;
        }

        // The sentence in the middle takes some of the room.
        const int sentence = 100;
        var head = BeforeCut(ends.Head.AsSpan(0, Math.Max(0, ends.Head.Length - sentence)));
        var tail = AfterCut(ends.Tail());
        draft.Write(head);
        draft.Write($"\n[... {Words.Count(ends.Length - head.Length - tail.Length)} characters left out ...]\n");
        draft.Write(tail);
        draft.Note($"It has {Words.Count(ends.Length)} characters; only the first {Words.Count(head.Length)} and the last {Words.Count(tail.Length)} are here.");
    }

    private static ReadOnlySpan<char> BeforeCut(ReadOnlySpan<char> head)
    {
        var line = head.LastIndexOf('\n');
        if (line > head.Length - LineSearch && line > head.Length / 2)
            return head[..line];
        return head.Length > 0 && char.IsHighSurrogate(head[^1]) ? head[..^1] : head;
    }

    private static ReadOnlySpan<char> AfterCut(ReadOnlySpan<char> tail)
    {
        var line = tail.IndexOf('\n');
        if (line >= 0 && line < LineSearch && line < tail.Length / 2)
            return tail[(line + 1)..];
        return tail.Length > 0 && char.IsLowSurrogate(tail[0]) ? tail[1..] : tail;
    }

    /// <summary>Keeps the first and the last characters of a text of any length.</summary>
    private sealed class Ends(int headSize, int tailSize)
    {
        private readonly StringBuilder _head = new();
        private readonly char[] _tail = new char[tailSize];
        private long _afterHead;

        internal string Head => field ??= _head.ToString();

        internal long Length => _head.Length + _afterHead;

        internal long LeftOut => Math.Max(0, _afterHead - tailSize);

        internal void Append(ReadOnlySpan<char> text)
        {
            var toHead = Math.Min(text.Length, headSize - _head.Length);
            _head.Append(text[..toHead]);
            text = text[toHead..];
            var skipped = Math.Max(0, text.Length - tailSize);
            _afterHead += skipped;
            text = text[skipped..];
            while (!text.IsEmpty)
            {
                var at = (int)(_afterHead % tailSize);
                var length = Math.Min(text.Length, tailSize - at);
                text[..length].CopyTo(_tail.AsSpan(at));
                text = text[length..];
                _afterHead += length;
            }
        }

        internal string Tail()
        {
            if (_afterHead <= tailSize)
                return new string(_tail, 0, (int)_afterHead);
            var start = (int)(_afterHead % tailSize);
            return string.Concat(_tail.AsSpan(start), _tail.AsSpan(0, start));
        }
    }
}
