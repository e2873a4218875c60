using System.Net;
using System.Net.Sockets;

namespace Holdfast.Hosting.Limits;

/// <summary>Who counts as one client.</summary>
internal static class ClientName
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// Its address; of IPv6 the network of 64 bits, since a single machine has all of those and could be a new client with each request.
    /// </summary>
    public static string Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
