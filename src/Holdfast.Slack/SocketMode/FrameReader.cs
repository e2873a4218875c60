using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace Holdfast.Slack.SocketMode;

internal enum FrameKind
{
    Message,
    Oversized,
    Close,
}

/// <summary>A message whose bytes are valid until the next read; of one that was too large there is only what a search found in it.</summary>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Bytes, long Length, EnvelopeSearch? Search = null);

/// <summary>
/// Puts messages together in one pooled buffer; what is too large is read to its end without being kept. A byte order mark, which some
/// proxies write, is no part of a message.
/// </summary>
internal sealed class FrameReader(WebSocket socket, int maxBytes) : IDisposable
{
    // Nearly every envelope fits; a connection that carried a large one gives the memory back afterwards.
    private const int UsualBuffer = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);

    /// <summary>Reads one message. There is no token: cancelling a read would abort the socket, which Abort does by name.</summary>
    internal async ValueTask<Frame> ReadAsync()
    {
        if (_buffer.Length > UsualBuffer * 4)
            Replace(UsualBuffer, keep: 0);
        var kept = 0;
        long length = 0;
        EnvelopeSearch? search = null;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(kept), CancellationToken.None).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return new Frame(FrameKind.Close, default, 0);
            length += part.Count;
            kept += part.Count;
            if (length > maxBytes)
            {
                (search ??= new EnvelopeSearch()).Read(_buffer.AsSpan(0, kept));
                kept = 0;
            }

            if (part.EndOfMessage)
                return search is null ? Message(kept) : new Frame(FrameKind.Oversized, default, length, search);
            if (kept == _buffer.Length)
                Replace(_buffer.Length * 2, kept);
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Frame Message(int length)
    {
        var mark = _buffer.AsSpan(0, length).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return new Frame(FrameKind.Message, _buffer.AsMemory(mark..length), length);
    }

    private void Replace(int size, int keep)
    {
        var other = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, keep).CopyTo(other);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = other;
    }
}
