using System.Buffers;
using System.Net.WebSockets;

namespace Holdfast.Slack.SocketMode;

internal enum FrameKind
{
    Message,
    Oversized,
    Close,
}

/// <summary>A message whose bytes are valid until the next read.</summary>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Bytes, long Length);

/// <summary>Puts messages together in one pooled buffer; what is too large is read to its end without being kept.</summary>
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
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(kept), CancellationToken.None).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return new Frame(FrameKind.Close, default, 0);
            length += part.Count;
            kept = length > maxBytes ? 0 : kept + part.Count;
            if (part.EndOfMessage)
                return length > maxBytes ? new Frame(FrameKind.Oversized, default, length) : new Frame(FrameKind.Message, _buffer.AsMemory(0, kept), length);
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

    private void Replace(int size, int keep)
    {
        var other = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, keep).CopyTo(other);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = other;
    }
}
