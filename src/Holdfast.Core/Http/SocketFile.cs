using System.Net.Sockets;

namespace Holdfast.Http;

/// <summary>HTTP through a socket file on this machine.</summary>
internal static class SocketFile
{
    /// <summary>Makes a handler that connects to the file, whatever host a request names.</summary>
    /// <param name="path">The file, which need not be there.</param>
    public static SocketsHttpHandler CreateHandler(string path)
    {
        var endpoint = new UnixDomainSocketEndPoint(path);
#pragma warning disable RS0030 // A socket file needs connections of its own kind; OutgoingHttp hands them out.
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // A proxy is for hosts elsewhere, and would be sent the request's whole address.
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endpoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
#pragma warning restore RS0030
    }
}
