using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Server.Operations;

/// <summary>
/// The way for an operator on the same machine into a running server: a socket file in the data folder, so that whoever may
/// read the data, and nobody else, may give orders. No port is open for it.
/// </summary>
internal static class OperatorSocket
{
    /// <summary>What fits into the system's address structure (sun_path) on every system.</summary>
    private const int MaxPathBytes = 100;

    /// <summary>The socket file of a data folder; a folder too deep for a socket address has it in the temporary folder.</summary>
    /// <param name="dataFolder">The data folder.</param>
    public static string PathFor(string dataFolder)
    {
        var folder = Path.GetFullPath(dataFolder);
        var path = Path.Combine(folder, "holdfast.sock");
        if (Encoding.UTF8.GetByteCount(path) <= MaxPathBytes)
            return path;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder))[..8]);
        return Path.Combine(Path.GetTempPath(), $"holdfast-{name}.sock");
    }

    /// <summary>A client that talks to the server of a data folder.</summary>
    /// <param name="dataFolder">The data folder.</param>
    public static HttpClient CreateClient(string dataFolder)
    {
        var endpoint = new UnixDomainSocketEndPoint(PathFor(dataFolder));
        var handler = new SocketsHttpHandler
        {
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
        return new HttpClient(handler) { BaseAddress = new Uri("http://holdfast/"), Timeout = TimeSpan.FromSeconds(30) };
    }
}
