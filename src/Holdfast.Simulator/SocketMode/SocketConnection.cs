using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace Holdfast.Simulator.SocketMode;

/// <summary>One WebSocket of the app: a single writer takes from a queue, a single reader takes acknowledgements.</summary>
internal sealed class SocketConnection : IEnvelopeCarrier, IAsyncDisposable
{
    /// <summary>Frames written in one go share a packet up to this size.</summary>
    private const int GatherBytes = 64 * 1024;

    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);
    private static readonly object CloseFrame = new();

    private readonly WebSocket _socket;
    private readonly FreezableStream _stream;
    private readonly EnvelopeDispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly Action _abort;
    private readonly Channel<object> _queue = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ArrayBufferWriter<byte> _frame = new(4096);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _ending = new();
    private bool _over;
    private ITimer? _closeTimer;
    private ITimer? _ageTimer;
    private int _pendingFrames;
    private volatile bool _leaving;
    private volatile bool _closing;
    private volatile bool _frozen;

    public SocketConnection(
        int number, WebSocket socket, FreezableStream stream, EnvelopeDispatcher dispatcher, TimeProvider time, Action abort)
    {
        Number = number;
        _socket = socket;
        _stream = stream;
        _dispatcher = dispatcher;
        _time = time;
        _abort = abort;
    }

    public int Number { get; }

    /// <summary>Frames not yet written; the dispatcher looks at it before it adds more, which bounds the queue.</summary>
    public int PendingFrames => Volatile.Read(ref _pendingFrames);

    /// <summary>Whether it was told to leave and should be spared when there is another.</summary>
    public bool IsLeaving => _leaving;

    /// <summary>A frozen connection counts as writable: the server does not know that nothing arrives.</summary>
    public bool IsWritable => !_closing;

    public bool IsTimed => true;

    public bool IsFrozen => _frozen;

    public long InvalidFrames { get; private set; }

    public void Enqueue(Envelope envelope) => Push(envelope);

    public void EnqueueText(ReadOnlyMemory<byte> utf8) => Push(utf8);

    public void MarkLeaving() => _leaving = true;

    public void Freeze()
    {
        _frozen = true;
        _stream.Freeze();
    }

    /// <summary>Cuts the TCP connection without any farewell.</summary>
    public void Abort()
    {
        _closing = true;
        lock (_ending)
        {
            // Once the request is over its context must not be touched: a timer may come that late.
            if (_over) return;
            _abort();
            _ended.Cancel();
        }
    }

    /// <summary>Says goodbye after a while, and cuts the connection when the goodbye is not answered.</summary>
    public void CloseAfter(TimeSpan delay)
    {
        lock (_ending)
        {
            if (!_over) _closeTimer ??= Timer(BeginClose, delay);
        }
    }

    /// <summary>Calls <paramref name="refresh"/> when the connection has reached its age.</summary>
    public void RefreshAfter(TimeSpan age, Action refresh)
    {
        lock (_ending)
        {
            if (!_over) _ageTimer = Timer(refresh, age);
        }
    }

    public void BeginClose()
    {
        lock (_ending)
        {
            if (_over || _closing) return;
            _closing = true;
            _queue.Writer.TryWrite(CloseFrame);
            _closeTimer?.Dispose();
            _closeTimer = Timer(Abort, CloseGrace);
        }
    }

    /// <summary>Serves the connection until it ends, however it ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping, _ended.Token);
        var writing = WriteAllAsync(linked.Token);
        try
        {
            await ReadAllAsync(linked.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side vanished, or we cut the connection: both are ordinary ends here.
        }
        finally
        {
            _closing = true;
            _queue.Writer.TryComplete();
            await writing;
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_ending) _over = true;
        _closeTimer?.Dispose();
        _ageTimer?.Dispose();
        _socket.Dispose();
        _ended.Dispose();
        return ValueTask.CompletedTask;
    }

    private ITimer Timer(Action act, TimeSpan delay) =>
        _time.CreateTimer(_ => act(), state: null, delay, Timeout.InfiniteTimeSpan);

    private void Push(object item)
    {
        Interlocked.Increment(ref _pendingFrames);
        if (!_queue.Writer.TryWrite(item)) Interlocked.Decrement(ref _pendingFrames);
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reader = _queue.Reader;
            while (await reader.WaitToReadAsync(cancellationToken))
            {
                _stream.Cork();
                var gathered = 0;
                var closing = false;
                while (gathered < GatherBytes && !closing && reader.TryRead(out var item))
                {
                    if (ReferenceEquals(item, CloseFrame)) closing = true;
                    else gathered += await WriteAsync(item, cancellationToken);
                }

                await _stream.UncorkAsync();
                if (closing) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
                _dispatcher.Drained();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The reader notices the same end and the dispatcher brings what is owed to another connection.
        }
    }

    private async ValueTask<int> WriteAsync(object item, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _pendingFrames);
        if (item is Envelope envelope)
        {
            _frame.ResetWrittenCount();
            if (!_dispatcher.TryWriteFrame(envelope, this, _frame)) return 0;
            await _socket.SendAsync(_frame.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            _dispatcher.Sent(envelope, this);
            return _frame.WrittenCount;
        }

        var text = (ReadOnlyMemory<byte>)item;
        await _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        return text.Length;
    }

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length && !TryGrow(ref buffer)) return;
            var received = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                BeginClose();
                return;
            }

            length += received.Count;
            if (!received.EndOfMessage) continue;
            if (AckFrame.TryRead(buffer.AsSpan(0, length), out var id, out var payload)) _dispatcher.Acked(id, this, payload);
            else InvalidFrames++;
            length = 0;
        }
    }

    /// <summary>An acknowledgement beyond this size is not one.</summary>
    private static bool TryGrow(ref byte[] buffer)
    {
        const int Largest = 1024 * 1024;
        if (buffer.Length >= Largest) return false;
        Array.Resize(ref buffer, buffer.Length * 4);
        return true;
    }

    public static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
