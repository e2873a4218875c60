using System.Text;

namespace Holdfast.Tools.Web;

/// <summary>Puts words together as a browser would: blanks become one, and paragraphs stand apart, however many tags say so.</summary>
internal sealed class PageWriter
{
    private readonly StringBuilder _text = new();
    private string _mark = "";
    private int _breaks;
    private bool _blank;

    /// <summary>Whether blanks and line ends are kept as they are.</summary>
    public bool IsKept { get; set; }

    public int Length => _text.Length;

    public void Write(string words)
    {
        foreach (var c in words)
        {
            if (c is ' ' or '\t' or '\n' or '\r' or '\f' && !(IsKept && _breaks == 0))
            {
                _blank = true;
                continue;
            }

            Begin();
            _text.Append(c);
        }
    }

    /// <summary>What stands before the next words, if there are any.</summary>
    public void Mark(string mark) => _mark = mark;

    /// <summary>The next words begin so many lines further down.</summary>
    public void Break(int lines)
    {
        _breaks = Math.Max(_breaks, lines);
        _mark = "";
    }

    public override string ToString() => _text.ToString();

    private void Begin()
    {
        if (_breaks > 0 && _text.Length > 0)
            _text.Append('\n', _breaks);
        else if (_blank && _text.Length > 0 && _text[^1] != '\n' && !_mark.StartsWith(' '))
            _text.Append(' ');
        _text.Append(_mark);
        (_breaks, _blank, _mark) = (0, false, "");
    }
}
