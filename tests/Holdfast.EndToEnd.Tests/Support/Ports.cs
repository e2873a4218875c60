using System.Net;
using System.Net.Sockets;

namespace Holdfast.EndToEnd.Tests.Support;

internal static class Ports
{
    /// <summary>A port that was free a moment ago; the range that the system hands out for outgoing connections makes a clash unlikely.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
