using System.Net.WebSockets;

namespace Holdfast.Slack.SocketMode;

/// <summary>The exceptions by which a WebSocket says that the connection is gone; they differ by the moment of its end.</summary>
internal static class SocketFailure
{
    internal static bool IsExpected(Exception exception) =>
        exception is WebSocketException or HttpRequestException or IOException or ObjectDisposedException
            or InvalidOperationException or OperationCanceledException;
}
