using System.Text;

namespace Holdfast.Documents.Drafts;

/// <summary>What has been read of a file so far, within the limits. A reader that fails in the middle leaves behind what it had.</summary>
internal sealed class Draft(DocumentLimits limits, CancellationToken cancellationToken)
{
    private const int MaxNotes = 30;
    private const int MaxQuoted = 60;

    private readonly StringBuilder _text = new();
    private readonly List<string> _notes = [];
    private readonly List<DocumentPicture> _pictures = [];
    private CharacterFilter _filter;

    internal DocumentLimits Limits => limits;

    internal CancellationToken Cancellation => cancellationToken;

    internal int Length => _text.Length;

    /// <summary>Whether something was left out because there was no room for it.</summary>
    internal bool IsCut { get; private set; }

    internal int Room => limits.MaxCharacters - _text.Length;

    internal int Cells { get; private set; }

    internal bool HasText => _text.Length > 0;

    internal IReadOnlyList<DocumentPicture> Pictures => _pictures;

    /// <summary>Appends text; what there is no room for is left out, and <see cref="IsCut"/> is true from then on.</summary>
    internal void Write(ReadOnlySpan<char> text)
    {
        const int piece = 4096;
        Span<char> filtered = stackalloc char[piece + CharacterFilter.Extra];
        while (!text.IsEmpty && !IsCut)
        {
            var next = text[..Math.Min(piece, text.Length)];
            text = text[next.Length..];
            var length = _filter.Filter(next, filtered);
            if (length > Room)
            {
                IsCut = true;
                length = Room > 0 && char.IsHighSurrogate(filtered[Room - 1]) ? Room - 1 : Room;
            }

            _text.Append(filtered[..length]);
        }
    }

    internal void WriteLine(ReadOnlySpan<char> text)
    {
        Write(text);
        Write("\n");
    }

    /// <summary>An empty line before what follows, but not at the beginning.</summary>
    internal void Separate()
    {
        if (_text.Length == 0)
            return;
        if (_text[^1] != '\n')
            Write("\n");
        if (_text.Length > 1 && _text[^2] != '\n')
            Write("\n");
    }

    /// <summary>Counts a cell with something in it.</summary>
    /// <returns>False where it is one too many.</returns>
    internal bool TakeCell()
    {
        if (Cells == limits.MaxCells)
            return false;
        Cells++;
        return true;
    }

    internal void Note(string sentence)
    {
        if (_notes.Count < MaxNotes && !_notes.Contains(sentence))
            _notes.Add(sentence);
    }

    internal void Add(DocumentPicture picture) => _pictures.Add(picture);

    /// <summary>A name from the file, for a note: in quotes and on one line it stays a name.</summary>
    internal static string Quoted(string name)
    {
        var filter = new CharacterFilter();
        var written = new char[name.Length + CharacterFilter.Extra];
        var text = new string(written, 0, filter.Filter(name, written)).Replace('\n', ' ').Replace('\'', '’').Trim();
        return text.Length <= MaxQuoted ? $"'{text}'" : $"'{text.AsSpan(0, char.IsHighSurrogate(text[MaxQuoted - 1]) ? MaxQuoted - 1 : MaxQuoted)}…'";
    }

    internal DocumentText Finish(DocumentKind kind)
    {
        if (IsCut)
            Note($"Only the first {Words.Count(limits.MaxCharacters)} characters are here.");
        return new DocumentText { Kind = kind, Text = _text.ToString().Trim('\n', ' '), Notes = [.. _notes], Pictures = [.. _pictures] };
    }
}
