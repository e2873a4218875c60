using System.Buffers;
using System.Text;

namespace Holdfast.Jobs.Processes;

/// <summary>
/// Makes the bytes of one output into text that is harmless wherever it is shown: what is not UTF-8 becomes U+FFFD, and
/// escape sequences, control characters and characters that turn the direction of writing are left out. Chunks may be cut
/// anywhere; a carriage return becomes a line's end, since progress bars are made with it.
/// </summary>
internal sealed class OutputCleaner(HeadAndTail kept)
{
    // A sequence that never ends must not swallow the rest of the output.
    private const int MaxSequence = 1_000;

    private readonly byte[] _cut = new byte[4];
    private int _cutLength;
    private State _state;
    private int _sequence;
    private bool _afterReturn;

    private enum State
    {
        Text,
        Escape,
        Intermediate,
        Control,
        String,
        StringEscape,
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_state == State.Text && _cutLength == 0 && PlainLength(bytes) is > 0 and var plain)
            {
                kept.Append(bytes[..plain]);
                _afterReturn = false;
                bytes = bytes[plain..];
            }
            else if (!TryTake(ref bytes, out var rune))
                return;
            else
                Take(rune);
        }
    }

    /// <summary>The output has ended, perhaps within a character.</summary>
    internal void End()
    {
        if (_cutLength == 0)
            return;
        _cutLength = 0;
        Take(Rune.ReplacementChar);
    }

    private static int PlainLength(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
        return end < 0 ? bytes.Length : end;
    }

    /// <summary>Takes one character; false when the rest is the beginning of one, which is remembered.</summary>
    private bool TryTake(ref ReadOnlySpan<byte> bytes, out Rune rune)
    {
        Span<byte> joined = stackalloc byte[4];
        _cut.AsSpan(0, _cutLength).CopyTo(joined);
        var added = Math.Min(bytes.Length, joined.Length - _cutLength);
        bytes[..added].CopyTo(joined[_cutLength..]);
        joined = joined[..(_cutLength + added)];
        if (Rune.DecodeFromUtf8(joined, out rune, out var consumed) == OperationStatus.NeedMoreData)
        {
            joined.CopyTo(_cut);
            _cutLength = joined.Length;
            bytes = [];
            return false;
        }

        bytes = bytes[(consumed - _cutLength)..];
        _cutLength = 0;
        return true;
    }

    private void Take(Rune rune)
    {
        if (_state != State.Text && ++_sequence > MaxSequence)
            _state = State.Text;
        switch (_state)
        {
            case State.Text:
                TakeText(rune);
                break;
            case State.Escape when rune.Value == '[':
                _state = State.Control;
                break;
            case State.Escape when rune.Value is ']' or 'P' or 'X' or '^' or '_':
                _state = State.String;
                break;
            case State.Escape or State.Intermediate when rune.Value is >= 0x20 and <= 0x2F:
                _state = State.Intermediate;
                break;
            case State.Escape or State.Intermediate when rune.Value is >= 0x30 and <= 0x7E:
                _state = State.Text;
                break;
            case State.Control when rune.Value is >= 0x20 and <= 0x3F:
                break;
            case State.Control when rune.Value is >= 0x40 and <= 0x7E:
                _state = State.Text;
                break;
            case State.String when rune.Value is '\a' or 0x9C:
                _state = State.Text;
                break;
            case State.String when rune.Value == '\e':
                _state = State.StringEscape;
                break;
            case State.String when rune.Value is not '\n':
                break;
            case State.StringEscape when rune.Value == '\\':
                _state = State.Text;
                break;
            case State.StringEscape:
                _state = State.Escape;
                Take(rune);
                break;
            default:
                // The sequence is broken off: what follows is text again.
                _state = State.Text;
                TakeText(rune);
                break;
        }
    }

    private void TakeText(Rune rune)
    {
        var afterReturn = _afterReturn;
        _afterReturn = rune.Value == '\r';
        switch (rune.Value)
        {
            case '\n' when afterReturn:
                break;
            case '\n' or '\r':
                kept.Append("\n"u8);
                break;
            case '\t':
                kept.Append("\t"u8);
                break;
            case '\e':
                Begin(State.Escape);
                break;
            case 0x9B:
                Begin(State.Control);
                break;
            case 0x90 or 0x98 or 0x9D or 0x9E or 0x9F:
                Begin(State.String);
                break;
            default:
                if (Rune.IsControl(rune) || TurnsDirection(rune))
                    break;
                Span<byte> encoded = stackalloc byte[4];
                kept.Append(encoded[..rune.EncodeToUtf8(encoded)]);
                break;
        }
    }

    private void Begin(State state)
    {
        _state = state;
        _sequence = 0;
    }

    // With these, what is read differs from what is there.
    private static bool TurnsDirection(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
