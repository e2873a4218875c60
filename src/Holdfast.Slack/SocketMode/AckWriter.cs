using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.SocketMode;

/// <summary>The only writer of a connection, since a WebSocket allows one send at a time.</summary>
internal sealed class AckWriter
{
    private readonly WebSocket _socket;
    // Told of each acknowledgement once, whether it was written; does not throw.
    private readonly Action<SlackAck, bool> _settled;
    private readonly Channel<(string EnvelopeId, SlackAck Ack)> _queue;

    internal AckWriter(WebSocket socket, int capacity, Action<SlackAck, bool> settled)
    {
        _socket = socket;
        _settled = settled;
        _queue = Channel.CreateBounded<(string, SlackAck)>(
            new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    }

    /// <summary>Queues an acknowledgement; waits while the peer does not read.</summary>
    internal async ValueTask SendAsync(string envelopeId, SlackAck ack)
    {
        if (_queue.Writer.TryWrite((envelopeId, ack)))
            return;
        try
        {
            await _queue.Writer.WriteAsync((envelopeId, ack), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The connection broke or closed before the handler was done; what is in the queue, the loop below settles.
            _settled(ack, false);
        }
    }

    internal void Complete() => _queue.Writer.TryComplete();

    /// <summary>Writes until completed or until the connection breaks. Never throws; true when everything was written.</summary>
    internal async Task<bool> RunAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var json = new Utf8JsonWriter(buffer, SlackJson.WriterOptions);
        await using var _ = json.ConfigureAwait(false);
        var broken = false;
        await foreach (var (envelopeId, ack) in _queue.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (!broken && !await TrySendAsync(json, buffer, envelopeId, ack).ConfigureAwait(false))
            {
                // What is still queued is lost with the connection; go on reading, so that each one is counted and told.
                broken = true;
                _queue.Writer.TryComplete();
            }

            _settled(ack, !broken);
        }

        return !broken;
    }

    private async ValueTask<bool> TrySendAsync(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer, string envelopeId, SlackAck ack)
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("envelope_id"u8, envelopeId);
        if (!ack.Payload.IsEmpty)
        {
            json.WritePropertyName("payload"u8);
            json.WriteRawValue(ack.Payload.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.Flush();
        try
        {
            await _socket.SendAsync(buffer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (SocketFailure.IsExpected(exception))
        {
            return false;
        }
    }
}
