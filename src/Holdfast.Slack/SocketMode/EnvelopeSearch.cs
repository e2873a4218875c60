using System.Buffers;
using System.Text;

namespace Holdfast.Slack.SocketMode;

/// <summary>
/// Finds id and type of an envelope that is too large to be kept, from pieces that are seen once: without an acknowledgement Slack would
/// send it again, and again, and it would be passed over each time.
/// </summary>
internal sealed class EnvelopeSearch
{
    private static readonly SearchValues<byte> EndsOfText = SearchValues.Create("\"\\"u8);

    // Names and values longer than this are none of those that are looked for.
    private readonly byte[] _text = new byte[256];
    private int _length;
    private int _depth;
    private bool _isText;
    private bool _isEscaped;
    private bool _isValue;
    private string? _name;

    /// <summary>The envelope's id; null while none was found.</summary>
    internal string? EnvelopeId { get; private set; }

    /// <summary>The envelope's type; empty while none was found.</summary>
    internal string Type { get; private set; } = "";

    /// <summary>Looks through the next piece.</summary>
    internal void Read(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
            piece = piece[(_isText ? ReadText(piece) : ReadStructure(piece[0]))..];
    }

    private int ReadStructure(byte character)
    {
        switch (character)
        {
            case (byte)'"':
                (_isText, _length) = (true, 0);
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                break;
            case (byte)':' when _depth == 1:
                _isValue = true;
                break;
            case (byte)',' when _depth == 1:
                (_isValue, _name) = (false, null);
                break;
        }

        return 1;
    }

    private int ReadText(ReadOnlySpan<byte> piece)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            Keep(piece[..1]);
            return 1;
        }

        var end = piece.IndexOfAny(EndsOfText);
        Keep(end < 0 ? piece : piece[..end]);
        if (end < 0)
            return piece.Length;
        if (piece[end] == '\\')
            (_isEscaped, _length) = (true, _text.Length + 1);
        else
            EndText();
        return end + 1;
    }

    /// <summary>Of a text with an escape in it, or a longer one, it is only known that it is not looked for.</summary>
    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_depth != 1)
            return;
        if (_length + part.Length <= _text.Length)
            part.CopyTo(_text.AsSpan(_length));
        _length = Math.Min(_length + part.Length, _text.Length + 1);
    }

    private void EndText()
    {
        _isText = false;
        if (_depth != 1)
            return;
        var text = _length <= _text.Length ? Encoding.UTF8.GetString(_text, 0, _length) : null;
        if (!_isValue)
            _name = text;
        else if (_name == "envelope_id")
            EnvelopeId = text;
        else if (_name == "type")
            Type = text ?? "";
    }
}
