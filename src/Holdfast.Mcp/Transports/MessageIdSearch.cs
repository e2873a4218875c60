using System.Buffers.Text;
using System.Text;
using ModelContextProtocol.Protocol;

namespace Holdfast.Mcp.Transports;

/// <summary>
/// Finds the id of a message that is too large to be kept, as it comes by: many servers write it last. Whoever waits for the answer then learns that
/// it was too large, and does not wait for it until the end of its time.
/// </summary>
internal sealed class MessageIdSearch
{
    private const int MaxToken = 128;

    private readonly byte[] _token = new byte[MaxToken];
    private int _length;
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private bool _isKeyId;
    private bool _isValue;

    /// <summary>The id; null when there was none so far.</summary>
    public RequestId? Found { get; private set; }

    /// <summary>The id that a whole message has; null when it has none that can be read.</summary>
    public static RequestId? In(ReadOnlySpan<byte> message)
    {
        var search = new MessageIdSearch();
        search.Read(message);
        return search.Found;
    }

    /// <summary>Looks at the next bytes of the message.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && Found is null)
        {
            if (_isInString && !_isEscaped && _depth > 1)
            {
                // A text of megabytes is not looked at letter by letter.
                var end = bytes.IndexOfAny((byte)'"', (byte)'\\');
                if (end < 0)
                    return;
                bytes = bytes[end..];
            }

            Read(bytes[0]);
            bytes = bytes[1..];
        }
    }

    private void Read(byte next)
    {
        if (_isInString)
        {
            ReadInString(next);
            return;
        }

        switch (next)
        {
            case (byte)'"':
                (_isInString, _length) = (true, 0);
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                EndNumber();
                _depth--;
                break;
            case (byte)':' when _depth == 1:
                (_isValue, _length) = (true, 0);
                break;
            case (byte)',' when _depth == 1:
                EndNumber();
                (_isValue, _isKeyId) = (false, false);
                break;
            case var digit when _depth == 1 && _isKeyId && _isValue && !char.IsWhiteSpace((char)digit):
                Keep(digit);
                break;
            default:
                break;
        }
    }

    private void ReadInString(byte next)
    {
        if (!_isEscaped && next == '"')
        {
            _isInString = false;
            if (_depth == 1)
                EndString();
            return;
        }

        _isEscaped = !_isEscaped && next == '\\';
        if (_depth == 1)
            Keep(next);
    }

    private void Keep(byte next)
    {
        if (_length < MaxToken)
            _token[_length] = next;
        _length++;
    }

    private void EndString()
    {
        if (!_isValue)
            _isKeyId = _length == 2 && _token.AsSpan(0, 2).SequenceEqual("id"u8);
        else if (_isKeyId && _length <= MaxToken)
            Found = new RequestId(Encoding.UTF8.GetString(_token, 0, _length));
    }

    private void EndNumber()
    {
        if (_depth == 1 && _isKeyId && _isValue && _length is > 0 and <= MaxToken && Utf8Parser.TryParse(_token.AsSpan(0, _length), out long number, out var used) && used == _length)
            Found = new RequestId(number);
    }
}
