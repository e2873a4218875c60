using System.Text;

namespace Holdfast.AI.Chat;

/// <summary>
/// Takes out of a model's text what is not for people: its thinking, and tool calls that it wrote as text. It comes in pieces, which end anywhere; no
/// more is held back than may still become a mark. What stands in code (backticks, fences) is left alone: there a mark is only talked about.
/// </summary>
/// <param name="beginsInside">
/// Whether this model's answers have begun in the midst of thinking before: then nothing is let through until the thinking ends. If it never does, all
/// of it was the answer.
/// </param>
internal sealed class ControlText(bool beginsInside)
{
    private const int MaxHeader = 500;

    private readonly StringBuilder _thinking = new();
    private readonly StringBuilder _shown = new();
    private readonly StringBuilder _header = new();
    private string _rest = "";
    private Place _place = beginsInside ? Place.Presumed : Place.Text;
    private int _ticks;
    private char _before;
    private char? _half;

    private enum Place
    {
        /// <summary>What is for people.</summary>
        Text = 1,

        /// <summary>Code that is for people.</summary>
        Code,

        /// <summary>What is for nobody, up to a mark that ends it.</summary>
        Thinking,

        /// <summary>Thinking, going by what earlier answers did.</summary>
        Presumed,

        /// <summary>A channel of the harmony format that is not for people.</summary>
        Channel,

        /// <summary>The header of a message of the harmony format.</summary>
        Header,

        /// <summary>A tool call as text.</summary>
        Markup,

        /// <summary>A tool call as text which nothing ends.</summary>
        MarkupToEnd,
    }

    /// <summary>What was taken out.</summary>
    public string Thinking => _thinking.ToString();

    /// <summary>Whether thinking ended that had not begun.</summary>
    public bool BeganInside { get; private set; }

    /// <summary>The next piece.</summary>
    /// <param name="text">What the model wrote.</param>
    /// <returns>What of it and of what was held back is for people, and how much of what was handed out before is not, after all.</returns>
    public (string Text, int TakenBack) Add(string text) => Read(Whole(text), isEnd: false);

    /// <summary>Nothing follows.</summary>
    public (string Text, int TakenBack) End()
    {
        var before = _shown.Length;
        var (text, takenBack) = Read(_half is null ? "" : "\uFFFD", isEnd: true);
        if (_place == Place.Presumed)
        {
            ReadPresumed();
            text = _shown.ToString(before, _shown.Length - before);
        }

        _thinking.Append(_header);
        _header.Clear();
        return (text, takenBack);
    }

    private (string Text, int TakenBack) Read(string text, bool isEnd)
    {
        var before = _shown.Length;
        var kept = before;
        text = _rest + text;
        var at = 0;
        while (at < text.Length && Step(text.AsSpan(at), isEnd) is > 0 and var taken)
        {
            _before = text[at + taken - 1];
            at += taken;
            kept = Math.Min(kept, _shown.Length);
        }

        _rest = text[at..];
        return (_shown.ToString(kept, _shown.Length - kept), before - kept);
    }

    /// <summary>It did not think this time, or not in this way: what was held back is read as what it is.</summary>
    private void ReadPresumed()
    {
        var presumed = _thinking.ToString();
        _thinking.Clear();
        _place = Place.Text;
        for (var at = 0; at < presumed.Length;)
        {
            var taken = Step(presumed.AsSpan(at), isEnd: true);
            _before = presumed[at + taken - 1];
            at += taken;
        }
    }

    /// <summary>Takes some characters, at least one; none when it depends on what follows.</summary>
    private int Step(ReadOnlySpan<char> text, bool isEnd)
    {
        if (_place is Place.Text or Place.Code && text[0] == '`')
            return Ticks(text, isEnd);
        if (_place == Place.Code)
            return Code(text);
        var special = text.IndexOfAny(_place == Place.Text ? ControlMarks.Beginnings + "`" : ControlMarks.Beginnings);
        if (special != 0)
            return Plain(special < 0 ? text : text[..special]);
        var mark = ControlMarks.At(text, out var length, out var mayBecome);
        if (!isEnd && (mayBecome || (mark is not null && length == text.Length && _before == '`')))
            return 0;

        // In thinking a backtick may be any: only one on each side makes a mark one that is talked about.
        var isQuoted = _before == '`' && text.Length > length && text[length] == '`';
        if (mark is null || isQuoted || !Meets(mark.Value))
            return Plain(text[..Math.Max(length, 1)]);
        return length;
    }

    /// <summary>A run of backticks begins code, and one of the same length ends it.</summary>
    private int Ticks(ReadOnlySpan<char> text, bool isEnd)
    {
        var run = text.IndexOfAnyExcept('`');
        if (run < 0 && !isEnd)
            return 0;
        run = run < 0 ? text.Length : run;
        if (_place == Place.Text)
            (_place, _ticks) = (Place.Code, run);
        else if (run == _ticks || (_ticks >= 3 && run > _ticks))
            _place = Place.Text;
        return Plain(text[..run]);
    }

    private int Code(ReadOnlySpan<char> text)
    {
        // One line's backtick that nothing closes is no code.
        var end = _ticks >= 3 ? text.IndexOf('`') : text.IndexOfAny('`', '\n');
        if (end >= 0 && text[end] == '\n')
        {
            _place = Place.Text;
            end++;
        }

        return Plain(end < 0 ? text : text[..end]);
    }

    private int Plain(ReadOnlySpan<char> text)
    {
        var to = _place switch { Place.Text or Place.Code => _shown, Place.Header => _header, _ => _thinking };
        to.Append(text);
        if (_header.Length > MaxHeader)
            EndHeader(Place.Channel);
        return text.Length;
    }

    /// <summary>Follows a mark; false when it is none at this place.</summary>
    private bool Meets(ControlMark mark)
    {
        switch (_place, mark)
        {
            case (Place.Text, ControlMark.ClosesThinking):
                BeganInside = true;
                _thinking.Append(_shown);
                _shown.Clear();
                return true;
            case (Place.Presumed, ControlMark.ClosesThinking):
                BeganInside = true;
                _place = Place.Text;
                return true;
            case (Place.Presumed, ControlMark.OpensThinking or ControlMark.OpensHeader):
                ReadPresumed();
                return Meets(mark);
            case (Place.Thinking, ControlMark.ClosesThinking) or (Place.Markup, ControlMark.ClosesMarkup) or (Place.Channel, ControlMark.ClosesMessage):
                _thinking.Append('\n');
                _place = Place.Text;
                return true;
            case (Place.Text, ControlMark.OpensThinking):
                _place = Place.Thinking;
                return true;
            case (Place.Text, ControlMark.OpensMarkup):
                _place = Place.Markup;
                return true;
            case (Place.Text, ControlMark.OpensMarkupToEnd):
                _place = Place.MarkupToEnd;
                return true;
            case (Place.Text or Place.Channel or Place.Header, ControlMark.OpensHeader):
                _header.Clear();
                _place = Place.Header;
                return true;
            case (Place.Header, ControlMark.ClosesHeader):
                EndHeader(IsForPeople(_header.ToString().Trim()) ? Place.Text : Place.Channel);
                return true;
            default:
                return _place == Place.Text;
        }
    }

    /// <summary>A message without a channel is the assistant's own, as is one on the channel "final".</summary>
    private static bool IsForPeople(string header) => header.StartsWith("final", StringComparison.Ordinal) || header is "assistant" or "";

    private void EndHeader(Place next)
    {
        if (next == Place.Channel)
            _thinking.Append(_header).Append('\n');
        _header.Clear();
        _place = next;
    }

    /// <summary>Half a pair of surrogates waits for the other, which may come with the next piece; alone it is no character.</summary>
    private string Whole(string text)
    {
        if (text.Length == 0)
            return text;
        if (_half is { } half)
        {
            text = half + text;
            _half = null;
        }

        if (char.IsHighSurrogate(text[^1]))
        {
            _half = text[^1];
            text = text[..^1];
        }

        return WellFormed.Of(text);
    }
}
