using System.Net;
using System.Net.Sockets;

namespace Holdfast.Http.Addresses;

/// <summary>
/// Which IP addresses are of the public internet. Everything else is the network that the server stands in, or the machine itself: whoever names such an
/// address has the server ask what they cannot ask themselves.
/// </summary>
/// <remarks>https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry</remarks>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"), // This network; 0.0.0.0 reaches the machine itself.
        IPNetwork.Parse("10.0.0.0/8"), // Private.
        IPNetwork.Parse("100.64.0.0/10"), // Behind a provider's translation; one cloud has its metadata there.
        IPNetwork.Parse("127.0.0.0/8"), // The machine itself.
        IPNetwork.Parse("168.63.129.16/32"), // The host under a virtual machine, in one cloud.
        IPNetwork.Parse("169.254.0.0/16"), // Link-local; the metadata of most clouds.
        IPNetwork.Parse("172.16.0.0/12"), // Private.
        IPNetwork.Parse("192.0.0.0/24"), // Protocols; one cloud has its metadata there.
        IPNetwork.Parse("192.0.2.0/24"), // Documentation.
        IPNetwork.Parse("192.88.99.0/24"), // Relays of 6to4, which are gone.
        IPNetwork.Parse("192.168.0.0/16"), // Private.
        IPNetwork.Parse("198.18.0.0/15"), // Benchmarks.
        IPNetwork.Parse("198.51.100.0/24"), // Documentation.
        IPNetwork.Parse("203.0.113.0/24"), // Documentation.
        IPNetwork.Parse("224.0.0.0/4"), // Multicast.
        IPNetwork.Parse("240.0.0.0/4"), // Reserved, and broadcast.

        IPNetwork.Parse("2001::/23"), // Protocols, Teredo among them.
        IPNetwork.Parse("2001:db8::/32"), // Documentation.
        IPNetwork.Parse("2002::/16"), // 6to4, which leads to an IPv4 address of any kind.
        IPNetwork.Parse("3fff::/20"), // Documentation.
    ];

    /// <summary>All that is given out of IPv6. Loopback, private, link-local, site-local, multicast and what has no meaning yet are outside of it.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>Where a network without IPv4 reaches it: the last four bytes are the address.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address is public.</summary>
    /// <param name="address">The address, in any form.</param>
    public static bool IsPublic(IPAddress address)
    {
        var plain = Plain(address);
        return (plain.AddressFamily == AddressFamily.InterNetwork || Global.Contains(plain)) && !Array.Exists(NotPublic, network => network.Contains(plain));
    }

    /// <summary>The address that is meant: that of IPv4 where one of IPv6 only wraps it.</summary>
    /// <param name="address">The address.</param>
    public static IPAddress Plain(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address) ? new IPAddress(address.GetAddressBytes()[^4..]) : address;
    }
}
