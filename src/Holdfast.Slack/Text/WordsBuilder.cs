using System.Text;
using Holdfast.Slack.Events;

namespace Holdfast.Slack.Text;

/// <summary>
/// Puts words together, within bounds: what a message may hold is for whoever sends it to choose, and what is kept of it is not.
/// </summary>
/// <param name="me">The user whose mentions are left out: whoever reads the words knows that they are meant.</param>
internal sealed class WordsBuilder(UserId? me)
{
    /// <summary>The most characters. Slack lets a person write 40,000 today, and what was written is not to be cut.</summary>
    public const int MaxLength = 2_000_000;

    /// <summary>The deepest nesting that is read, of forwarded messages and blocks within each other.</summary>
    public const int MaxDepth = 6;

    private const int MaxMentions = 200;
    private const int MaxFiles = 20;
    private const int MaxPieces = 5_000;

    private readonly StringBuilder _text = new();
    private readonly List<Mention> _mentions = [];
    private readonly List<FileSummary> _files = [];
    private int _pieces;

    public bool IsEmpty => _text.Length == 0;

    private bool IsFull => _text.Length >= MaxLength;

    /// <summary>One for what is read into it: all of them together read no more than one may.</summary>
    public WordsBuilder Inner() => new(me) { _pieces = _pieces };

    /// <summary>Whether there is room for another piece, which is taken.</summary>
    public bool TryTake() => !IsFull && _pieces++ < MaxPieces;

    public void Append(ReadOnlySpan<char> text)
    {
        if (IsFull)
            return;
        var room = MaxLength - _text.Length;
        if (text.Length <= room)
        {
            _text.Append(text);
            return;
        }

        var end = char.IsHighSurrogate(text[room - 1]) ? room - 1 : room;
        _text.Append(text[..end]).Append('…');
    }

    /// <summary>Somebody or something, by the name that came along or else by its id.</summary>
    public void Append(MentionKind kind, string id, string? label)
    {
        if (kind == MentionKind.User && id == me?.Value)
            return;
        if (!SlackId.IsValid(id))
        {
            Append(PlainName.Of(id));
            return;
        }

        var mention = new Mention(kind, id, _text.Length, 0);
        var name = PlainName.Of(label?.TrimStart('@', '#'));
        var shown = $"{mention.Sign}{(name.Length > 0 ? name : id)}";
        if (_mentions.Count < MaxMentions && _text.Length + shown.Length <= MaxLength)
            _mentions.Add(mention with { Length = shown.Length });
        Append(shown);
    }

    public void Append(FileSummary file)
    {
        if (_files.Count < MaxFiles)
            _files.Add(file);
    }

    /// <summary>Goes to a new line, unless it stands at the beginning of one.</summary>
    public void StartLine()
    {
        if (_text.Length > 0 && _text[^1] != '\n')
            Append("\n");
    }

    /// <summary>Leaves a line free, unless nothing stands before.</summary>
    public void StartParagraph()
    {
        StartLine();
        if (_text.Length > 1 && _text[^2] != '\n')
            Append("\n");
    }

    /// <summary>What others have read.</summary>
    /// <param name="inner">That.</param>
    /// <param name="first">What its first line begins with.</param>
    /// <param name="following">What each of its other lines begins with.</param>
    public void Append(WordsBuilder inner, string first = "", string? following = null)
    {
        _pieces = Math.Max(_pieces, inner._pieces);
        Append(inner.Build().Trimmed(), first, following ?? first);
    }

    /// <summary>What others have read, on one line.</summary>
    public void AppendInLine(WordsBuilder inner)
    {
        var words = inner.Build().Trimmed();
        Append(words with { Text = words.Text.Replace('\n', ' ') }, "", "");
    }

    public Words Build() => new(_text.ToString()) { Mentions = [.. _mentions], Files = [.. _files] };

    private void Append(Words words, string first, string following)
    {
        foreach (var file in words.Files)
            Append(file);
        var mention = 0;
        for (var start = 0; start < words.Text.Length && !IsFull;)
        {
            var feed = words.Text.IndexOf('\n', start);
            var end = feed < 0 ? words.Text.Length : feed + 1;
            Append(start == 0 ? first : following);
            for (; mention < words.Mentions.Count && words.Mentions[mention].Start < end; mention++)
            {
                var moved = words.Mentions[mention] with { Start = words.Mentions[mention].Start - start + _text.Length };
                if (_mentions.Count < MaxMentions && moved.Start + moved.Length <= MaxLength)
                    _mentions.Add(moved);
            }

            Append(words.Text.AsSpan(start, end - start));
            start = end;
        }
    }
}
