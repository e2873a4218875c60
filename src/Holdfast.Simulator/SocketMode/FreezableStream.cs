using System.Buffers;

namespace Holdfast.Simulator.SocketMode;

/// <summary>
/// The bytes below the WebSocket. Freezing it makes a half-open connection: TCP stays up, nothing is answered, not even pings,
/// which the WebSocket above would otherwise answer by itself. It also gathers frames written in one go into one packet.
/// </summary>
internal sealed class FreezableStream(Stream inner) : Stream
{
    private readonly ArrayBufferWriter<byte> _gathered = new(16 * 1024);
    private readonly Lock _gate = new();

    // The WebSocket answers pings from its reading side: such an answer must not run into a gathered packet.
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _frozen;
    private bool _corked;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Freeze() => _frozen = true;

    /// <summary>From here on writes are held back until <see cref="UncorkAsync"/>.</summary>
    public void Cork()
    {
        lock (_gate) _corked = true;
    }

    public async ValueTask UncorkAsync()
    {
        byte[]? bytes = null;
        var count = 0;
        lock (_gate)
        {
            _corked = false;
            count = _gathered.WrittenCount;
            if (count > 0)
            {
                bytes = ArrayPool<byte>.Shared.Rent(count);
                _gathered.WrittenSpan.CopyTo(bytes);
                _gathered.ResetWrittenCount();
            }
        }

        if (bytes is null) return;
        try
        {
            await WriteThroughAsync(bytes.AsMemory(0, count), CancellationToken.None);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        // The end of the connection is let through, so that a frozen connection ends when its TCP connection does.
        while (_frozen && read > 0) read = await inner.ReadAsync(buffer, cancellationToken);
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_frozen) return ValueTask.CompletedTask;
        lock (_gate)
        {
            if (_corked)
            {
                _gathered.Write(buffer.Span);
                return ValueTask.CompletedTask;
            }
        }

        return WriteThroughAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The server's stream sends what is written to it by itself.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // The semaphore is left to the collector: a late answer to a ping may still hold it.
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask WriteThroughAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (!_frozen) await inner.WriteAsync(bytes, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}
