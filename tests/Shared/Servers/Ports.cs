using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Testing.Servers;

/// <summary>Ports for servers that are told where to listen, and come back to the same place after a kill.</summary>
internal static class Ports
{
    private const int First = 10_000;
    private const string OutgoingRange = "/proc/sys/net/ipv4/ip_local_port_range";

    /// <summary>Below those that the system gives to whoever asks for any: one of these is soon somebody's outgoing connection.</summary>
    private static readonly int Count = Math.Max(1_000, FirstOutgoing() - First);

    private static int _next = Random.Shared.Next(Count);

    /// <summary>A port on which nobody listens, and which is given to nobody else in this process.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % (uint)Count);
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there; the next, then.
            }
        }
    }

    private static int FirstOutgoing() => File.Exists(OutgoingRange)
        ? int.Parse(File.ReadAllText(OutgoingRange).Split('\t', ' ')[0], CultureInfo.InvariantCulture)
        : 49_152;
}
