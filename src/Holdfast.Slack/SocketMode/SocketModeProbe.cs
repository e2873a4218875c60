using System.Net.WebSockets;
using System.Text.Json;
using Holdfast.Slack.WebApi;

namespace Holdfast.Slack.SocketMode;

/// <summary>What came of a <see cref="SocketModeProbe"/>.</summary>
public sealed record SocketModeProbeResult
{
    /// <summary>
    /// Null when Slack said hello. Else Slack's reason for a farewell, such as <c>too_many_websockets</c>, or ours: <c>timeout</c>,
    /// <c>network</c>, <c>no_hello</c>, <c>closed</c>.
    /// </summary>
    public string? Refusal { get; internal init; }

    /// <summary>What the system said about it, if it said anything.</summary>
    public string? Detail { get; internal init; }

    /// <summary>How many connections the app has, this one included.</summary>
    public int? NumConnections { get; internal init; }

    /// <summary>The app that the connection belongs to, where Slack tells it.</summary>
    public string? AppId { get; internal init; }

    /// <summary>
    /// Envelopes that came and were not acknowledged: Slack sends an event again elsewhere, but a click only once.
    /// </summary>
    public int UnacknowledgedEnvelopes { get; internal init; }
}

/// <summary>
/// Finds out whether Socket Mode works: opens one connection, waits for Slack's hello and leaves at once. Nothing is acknowledged on it,
/// so that an event which happens to come there is lost to nobody.
/// </summary>
/// <param name="client">Calls apps.connections.open.</param>
/// <param name="invoker">What connects the WebSocket. Not disposed.</param>
/// <param name="options">Token and limits of time.</param>
/// <param name="time">The clock of the limits.</param>
public sealed class SocketModeProbe(SlackWebClient client, HttpMessageInvoker invoker, SocketModeOptions options, TimeProvider time)
{
    private readonly SocketModeConnector _connector = new(client, invoker, options, time);

    /// <summary>Opens a connection and leaves it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SlackException">Slack gave no address to connect to.</exception>
    public async Task<SocketModeProbeResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var socket = await _connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await GreetAsync(socket, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            return new SocketModeProbeResult { Refusal = "timeout", Detail = exception.Message };
        }
        catch (Exception exception) when (SocketFailure.IsExpected(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new SocketModeProbeResult { Refusal = "network", Detail = exception.Message };
        }
    }

    /// <summary>From the open socket to its end.</summary>
    private async Task<SocketModeProbeResult> GreetAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.HelloTimeout, time);
        using var link = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
        using var end = limit.Token.UnsafeRegister(static state => ((WebSocket)state!).Abort(), socket);
        using var frames = new FrameReader(socket, options.MaxFrameBytes);
        var result = new SocketModeProbeResult { Refusal = "closed" };
        try
        {
            while (await frames.ReadAsync().ConfigureAwait(false) is { Kind: not FrameKind.Close } bytes)
            {
                if (bytes.Kind != FrameKind.Message || !SocketModeFrame.TryParse(bytes.Bytes.Span, out var frame))
                    continue;
                if (frame.EnvelopeId is not null)
                    result = result with { UnacknowledgedEnvelopes = result.UnacknowledgedEnvelopes + 1 };
                else if (frame.Type == "disconnect" && result.Refusal is not null)
                    return result with { Refusal = frame.Reason ?? "closed" };
                else if (frame.Type == "hello" && result.Refusal is not null)
                {
                    // What Slack sends behind our farewell is read to its end, only to tell how much it was.
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, limit.Token).ConfigureAwait(false);
                    limit.CancelAfter(options.CloseTimeout);
                    result = result with { Refusal = null, NumConnections = frame.NumConnections, AppId = AppIdOf(bytes.Bytes) };
                }
            }
        }
        catch (Exception exception) when (SocketFailure.IsExpected(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (result.Refusal is not null)
                return result with { Refusal = limit.IsCancellationRequested ? "no_hello" : "network", Detail = exception.Message };

            // Slack had said hello: how the connection ends does not matter.
        }

        return result;
    }

    private static string? AppIdOf(ReadOnlyMemory<byte> hello)
    {
        using var document = JsonDocument.Parse(hello);
        return document.RootElement.TryGetProperty("connection_info", out var info) && info.ValueKind == JsonValueKind.Object
            && info.TryGetProperty("app_id", out var app) && app.ValueKind == JsonValueKind.String
            ? app.GetString()
            : null;
    }
}
