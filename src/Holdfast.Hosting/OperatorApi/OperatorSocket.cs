using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Files;
using Holdfast.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>
/// The way for an operator on the same machine into a running server: a socket file in the data folder, so that whoever may
/// read the data, and nobody else, may give orders. No port is open for it.
/// </summary>
internal static class OperatorSocket
{
    /// <summary>What fits into the system's address structure (sun_path) on every system.</summary>
    private const int MaxPathBytes = 100;

    /// <summary>The socket file of a data folder; null where the folder lies too deep for a socket's address.</summary>
    /// <param name="dataFolder">The data folder.</param>
    public static string? PathFor(string dataFolder)
    {
        var path = Path.Combine(Path.GetFullPath(dataFolder), "holdfast.sock");
        return Encoding.UTF8.GetByteCount(path) <= MaxPathBytes ? path : null;
    }

    /// <summary>
    /// Makes what is listened to; a socket file for the server's own user only, whatever the umask: whoever may write to it gives orders.
    /// Nobody reaches it before that, since it is listened to only afterwards.
    /// </summary>
    /// <param name="place">Where.</param>
    public static Socket Bind(EndPoint place)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(place);
        if (place is UnixDomainSocketEndPoint && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(place.ToString()!, Privacy.OwnFile);
        return socket;
    }

    /// <summary>A client that talks to the server behind a socket file.</summary>
    /// <param name="http">Makes it.</param>
    /// <param name="path">The file, which need not be there.</param>
    public static HttpClient CreateClient(OutgoingHttp http, string path)
    {
        var client = http.CreateClient(HttpPurpose.Operator, path);
        client.BaseAddress = new Uri("http://holdfast/");
        return client;
    }
}
