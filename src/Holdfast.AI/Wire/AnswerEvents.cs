using System.Buffers;
using Holdfast.AI.Chat;

namespace Holdfast.AI.Wire;

/// <summary>One part of an answer on the wire.</summary>
/// <param name="Data">What it holds, which should be JSON.</param>
/// <param name="IsError">Whether the provider calls it an error.</param>
internal sealed record AnswerEvent(byte[] Data, bool IsError);

/// <summary>
/// Takes an answer apart into its events, from bytes that come in pieces of any size. Whether it is a stream of events or one whole body is seen by how it
/// begins: not every provider does what it was asked, or says what it does.
/// </summary>
internal sealed class AnswerEvents
{
    /// <summary>The most bytes of one event, or of a body that is no stream.</summary>
    private const int MaxEvent = 8 * 1024 * 1024;

    /// <summary>The most bytes of one answer, whatever is in them.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private const int MaxStray = 4 * 1024;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly ArrayBufferWriter<byte> _stray = new();
    private long _read;
    private Form _form;
    private bool _isError;
    private bool _skipsLineFeed;

    private enum Form
    {
        Unknown,
        Events,
        Whole,
    }

    /// <summary>What stands in place of JSON at the end of some streams.</summary>
    public static ReadOnlySpan<byte> EndMark => "[DONE]"u8;

    /// <summary>Whether it is one body, and no stream.</summary>
    public bool IsWhole => _form == Form.Whole;

    /// <summary>What stands in a stream and belongs to no event: its beginning. In place of events, it is what the provider said.</summary>
    public ReadOnlyMemory<byte> Stray => _stray.WrittenMemory;

    /// <summary>The events that a piece completes.</summary>
    public List<AnswerEvent> Add(ReadOnlySpan<byte> piece)
    {
        if ((_read += piece.Length) > MaxBytes)
            throw ModelStream.TooLong();
        var events = new List<AnswerEvent>();
        while (_form == Form.Unknown && piece.Length > 0)
        {
            Begin(piece[0]);
            piece = piece[1..];
        }

        if (_form == Form.Whole)
            Append(_data, piece);
        else
            Lines(piece, events);
        return events;
    }

    /// <summary>What is left when nothing follows.</summary>
    public List<AnswerEvent> End()
    {
        var events = new List<AnswerEvent>();
        if (_form != Form.Whole)
            EndLine(events);
        EndEvent(events);
        return events;
    }

    /// <summary>Looks at the beginning: blanks and a byte order mark are passed over.</summary>
    private void Begin(byte next)
    {
        Append(_line, [next]);
        var line = _line.WrittenSpan;
        if (line.Length <= ByteOrderMark.Length && ByteOrderMark.StartsWith(line))
        {
            if (line.Length == ByteOrderMark.Length)
                _line.ResetWrittenCount();
            return;
        }

        if (next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _line.ResetWrittenCount();
            return;
        }

        _form = next is (byte)'{' or (byte)'[' or (byte)'<' ? Form.Whole : Form.Events;
        if (_form == Form.Whole)
        {
            Append(_data, line);
            _line.ResetWrittenCount();
        }
    }

    private void Lines(ReadOnlySpan<byte> piece, List<AnswerEvent> events)
    {
        while (piece.Length > 0)
        {
            if (_skipsLineFeed && piece[0] == (byte)'\n')
            {
                _skipsLineFeed = false;
                piece = piece[1..];
                continue;
            }

            _skipsLineFeed = false;
            var end = piece.IndexOfAny((byte)'\n', (byte)'\r');
            Append(_line, end < 0 ? piece : piece[..end]);
            if (end < 0)
                return;
            _skipsLineFeed = piece[end] == (byte)'\r';
            piece = piece[(end + 1)..];
            EndLine(events);
        }
    }

    private void EndLine(List<AnswerEvent> events)
    {
        var line = _line.WrittenSpan;
        if (line.IsEmpty)
            EndEvent(events);
        else if (line.StartsWith("data:"u8))
            AddData(line[5..], events);
        else if (line.StartsWith("event:"u8))
            _isError = line[6..].IndexOf("error"u8) >= 0;
        else if (line[0] == (byte)'{')
            AddData(line, events);
        else if (line[0] != (byte)':' && _stray.WrittenCount + line.Length < MaxStray)
            Append(_stray, line);
        _line.ResetWrittenCount();
    }

    private void AddData(ReadOnlySpan<byte> data, List<AnswerEvent> events)
    {
        // Where no blank line parts the events, JSON behind JSON can be told apart, and the mark of the end cannot.
        if (data.Trim((byte)' ').SequenceEqual(EndMark))
            EndEvent(events);
        if (_data.WrittenCount > 0)
            Append(_data, "\n"u8);
        Append(_data, data is [(byte)' ', ..] ? data[1..] : data);
    }

    private void EndEvent(List<AnswerEvent> events)
    {
        var data = _data.WrittenSpan.Trim(" \t\r\n"u8);
        if (!data.IsEmpty)
            events.Add(new AnswerEvent(data.ToArray(), _isError));
        _data.ResetWrittenCount();
        _isError = false;
    }

    private static void Append(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        if (to.WrittenCount + bytes.Length > MaxEvent)
            throw ModelStream.TooLong();
        to.Write(bytes);
    }
}
