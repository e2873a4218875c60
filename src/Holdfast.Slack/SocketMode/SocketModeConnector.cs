using System.Net.WebSockets;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Apps;

namespace Holdfast.Slack.SocketMode;

/// <summary>One attempt to get a WebSocket: ask for an address, connect. A ticket is good for one connection, so both are one step.</summary>
internal sealed class SocketModeConnector(SlackWebClient client, HttpMessageInvoker invoker, SocketModeOptions options, TimeProvider time)
{
    private volatile bool _wasAccepted;

    /// <summary>Whether Slack has taken the token once: then it is none that was mistyped.</summary>
    internal bool WasAccepted => _wasAccepted;

    /// <summary>Throws SlackException for the first half; for the second one of <see cref="SocketFailure"/>, or TimeoutException.</summary>
    internal async Task<WebSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        var request = new AppsConnectionsOpenRequest();
        var answer = await client.CallAsync(request, options.AppToken, cancellationToken).ConfigureAwait(false);
        _wasAccepted = true;
        if (!Uri.TryCreate(answer.Url, UriKind.Absolute, out var address) || address.Scheme is not ("ws" or "wss"))
            throw new SlackException(request.Method, SlackErrors.InvalidResponse);

#pragma warning disable RS0030 // Socket Mode's own; what it connects with is given from outside.
        var socket = new ClientWebSocket();
#pragma warning restore RS0030
        try
        {
            socket.Options.KeepAliveInterval = options.KeepAliveInterval;
            socket.Options.KeepAliveTimeout = options.KeepAliveTimeout;
            using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
            using var link = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
            await socket.ConnectAsync(address, invoker, limit.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new TimeoutException("The WebSocket did not connect in time.", exception);
            }

            throw;
        }
    }
}
