using System.Net.WebSockets;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.SocketMode;

/// <summary>
/// One WebSocket from connecting to closing: reads frames, hands envelopes over in order, has them acknowledged. It never
/// throws to its owner; what happened is in its tasks.
/// </summary>
internal sealed class SocketModeConnection : IDisposable
{
    private readonly WebSocket _socket;
    private readonly SocketModeRuntime _runtime;
    private readonly InFlight _inFlight;
    private readonly AckWriter _acks;
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenSource _handling = new();
    private readonly TaskCompletionSource<string?> _welcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;
    private volatile bool _accepting = true;
    private volatile bool _closing;
    private volatile bool _opened;
    private volatile bool _ended;
    private long _lastFrameTicks;

    internal SocketModeConnection(int number, WebSocket socket, SocketModeRuntime runtime)
    {
        Number = number;
        _socket = socket;
        _runtime = runtime;
        _inFlight = new InFlight(runtime.Options.MaxInFlight);
        _acks = new AckWriter(socket, runtime.Options.MaxInFlight, Settled);
    }

    internal int Number { get; }

    /// <summary>Completes with null on hello, else with the reason why there will be none.</summary>
    internal Task<string?> Welcome => _welcome.Task;

    /// <summary>Completes when Slack asks to leave, or when the connection has ended.</summary>
    internal Task Leaving => _leaving.Task;

    /// <summary>Slack's reason for asking to leave; null if it did not ask.</summary>
    internal string? DisconnectReason { get; private set; }

    internal int? NumConnections { get; private set; }

    internal bool IsOpen => _opened && !_ended;

    internal bool HasEnded => _ended;

    internal DateTimeOffset? LastFrameAt =>
        Volatile.Read(ref _lastFrameTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal void Start()
    {
        _writing = WriteAsync();
        _reading = ReadAsync();
    }

    /// <summary>
    /// Ends the connection without losing what was taken in: lets handlers finish, sends their acknowledgements, shakes
    /// hands. Bounded in time at every step, and safe on a connection that is already dead.
    /// </summary>
    /// <param name="keepAccepting">Whether envelopes are still taken in until the first idle moment, as after a replacement.</param>
    internal async Task CloseAsync(bool keepAccepting)
    {
        _closing = true;
        var options = _runtime.Options;
        if (keepAccepting)
            await Within(options.DrainTimeout, _inFlight.WhenIdle()).ConfigureAwait(false);
        _accepting = false;

        if (!await Within(options.DrainTimeout, _inFlight.WhenIdle()).ConfigureAwait(false))
        {
            _runtime.Logger.DrainTimedOut(Number, _inFlight.Count);
            await _handling.CancelAsync().ConfigureAwait(false);
            await Within(options.CloseTimeout, _inFlight.WhenIdle()).ConfigureAwait(false);
        }

        _acks.Complete();
        if (await Within(options.CloseTimeout, _writing).ConfigureAwait(false))
            await Within(options.CloseTimeout, ShakeHandsAsync()).ConfigureAwait(false);
        await AbortAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection at once.</summary>
    internal async Task AbortAsync()
    {
        _closing = true;
        _accepting = false;
        _socket.Abort();
        _acks.Complete();
        await _gone.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _gone.Dispose();
        // _handling stays: a handler that outlived its time may still look at its token.
    }

    private async Task ReadAsync()
    {
        var failure = "closed";
        using var frames = new FrameReader(_socket, _runtime.Options.MaxFrameBytes);
        try
        {
            while (true)
            {
                var frame = await frames.ReadAsync().ConfigureAwait(false);
                if (frame.Kind == FrameKind.Close)
                    break;
                Volatile.Write(ref _lastFrameTicks, _runtime.Heard().UtcTicks);
                if (frame.Kind == FrameKind.Oversized)
                    await TakeOversizedAsync(frame).ConfigureAwait(false);
                else if (!SocketModeFrame.TryParse(frame.Bytes.Span, out var parsed))
                    Ignore("malformed", frame.Length);
                else
                    await TakeAsync(parsed, frame.Bytes).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (SocketFailure.IsExpected(exception))
        {
            failure = "network";
            if (!_closing)
                _runtime.Logger.ConnectionBroke(Number, exception.GetType().Name, exception.Message);
        }
        finally
        {
            End(failure);
        }
    }

    private ValueTask TakeAsync(in SocketModeFrame frame, ReadOnlyMemory<byte> bytes)
    {
        if (frame.EnvelopeId is not null)
            return _accepting ? HandOverAsync(Envelope(frame, bytes)) : Refuse();
        switch (frame.Type)
        {
            case "hello":
                NumConnections = frame.NumConnections;
                if (!_opened)
                {
                    _opened = true;
                    _runtime.HasOpened = true;
                    _runtime.Observer.OnOpened(Number);
                }

                _welcome.TrySetResult(null);
                break;
            case "disconnect":
                DisconnectReason = frame.Reason ?? "";
                _runtime.Logger.SlackAsksToLeave(Number, DisconnectReason);
                _welcome.TrySetResult(DisconnectReason);
                _leaving.TrySetResult();
                break;
            default:
                Ignore("unknown", bytes.Length);
                break;
        }

        return default;
    }

    /// <summary>Acknowledged without its payload, when its id was found: Slack would send it again for ever.</summary>
    private ValueTask TakeOversizedAsync(in Frame frame)
    {
        if (frame.Search is not { EnvelopeId: { } id } found)
        {
            Ignore("oversized", frame.Length);
            return default;
        }

        _runtime.Logger.FrameIgnored(Number, "oversized", frame.Length);
        return _accepting
            ? HandOverAsync(new SlackEnvelope { DeliveryId = id, Type = found.Type, OversizedLength = frame.Length })
            : Refuse();
    }

    private ValueTask Refuse()
    {
        // Our close frame is under way, so no acknowledgement could follow: Slack delivers on another connection.
        _runtime.Observer.OnFrameIgnored(Number, "closing");
        return default;
    }

    private static SlackEnvelope Envelope(in SocketModeFrame frame, ReadOnlyMemory<byte> bytes)
    {
        var payload = bytes[frame.Payload].ToArray();
        LoneSurrogates.Replace(payload);
        return new SlackEnvelope
        {
            DeliveryId = frame.EnvelopeId!,
            Type = frame.Type,
            Payload = payload,
            AcceptsAnswer = frame.AcceptsResponsePayload,
            RetryAttempt = frame.RetryAttempt,
            RetryReason = frame.RetryReason,
        };
    }

    private async ValueTask HandOverAsync(SlackEnvelope envelope)
    {
        _runtime.Observer.OnEnvelope(Number, envelope.Type);
        await _inFlight.EnterAsync(_gone.Token).ConfigureAwait(false);
        // Not awaited: the next frame must not wait for this one's commit. The count of _inFlight keeps track of it.
        _ = HandleAsync(envelope);
    }

    private async Task HandleAsync(SlackEnvelope envelope)
    {
        try
        {
            var ack = await _runtime.Handler.HandleAsync(envelope, _handling.Token).ConfigureAwait(false);
            if (ack.IsWithheld)
                _runtime.Observer.OnHandlerFailed(Number);
            else
                await _acks.SendAsync(envelope.DeliveryId, ack).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever it was: not acknowledged, so Slack delivers again.
            _runtime.Logger.HandlerFailed(exception, Number, envelope.DeliveryId);
            _runtime.Observer.OnHandlerFailed(Number);
        }
        finally
        {
            _inFlight.Exit();
        }
    }

    private void Settled(SlackAck ack, bool sent)
    {
        if (sent)
            _runtime.Observer.OnAcknowledged(Number);
        else
            _runtime.Observer.OnAckLost(Number);
        try
        {
            ack.Tell(sent);
        }
        catch (Exception exception)
        {
            // A mistake in what waits for one acknowledgement must not end the connection that carries all of them.
            _runtime.Logger.ReceiptFailed(exception, Number);
        }
    }

    private async Task WriteAsync()
    {
        if (!await _acks.RunAsync().ConfigureAwait(false))
            _socket.Abort();
    }

    private async Task ShakeHandsAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, _gone.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (SocketFailure.IsExpected(exception))
        {
            _runtime.Logger.CloseFailed(Number, exception.GetType().Name);
        }

        await _reading.ConfigureAwait(false);
    }

    private void Ignore(string reason, long length)
    {
        _runtime.Logger.FrameIgnored(Number, reason, length);
        _runtime.Observer.OnFrameIgnored(Number, reason);
    }

    private void End(string failure)
    {
        _ended = true;
        if (_opened)
            _runtime.Observer.OnLost(Number, clean: _closing);
        _welcome.TrySetResult(failure);
        _leaving.TrySetResult();
    }

    private async Task<bool> Within(TimeSpan limit, Task task)
    {
        try
        {
            await task.WaitAsync(limit, _runtime.Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
