using System.Net;
using Microsoft.Extensions.Options;

namespace Holdfast.Http.Addresses;

/// <summary>Where requests may go whose address somebody else has named: to the public internet, and to what the operator allows besides.</summary>
/// <param name="options">The operator's word.</param>
public sealed class AddressRules(IOptions<FetchOptions> options)
{
    private readonly AllowedHost[] _hosts = [.. options.Value.AllowedHosts.Select(AllowedHost.Read).OfType<AllowedHost>()];
    private readonly IPNetwork[] _networks = [.. options.Value.AllowedNetworks.Select(network => IPNetwork.Parse(network))];
    private readonly HashSet<int> _ports = [80, 443, .. options.Value.AllowedPorts.Select(FetchOptions.PortOf).OfType<int>()];
    private readonly bool _anyPort = options.Value.AllowedPorts.Contains(FetchOptions.AnyPort);

    /// <summary>Refuses an address for what can be seen of it before its host is looked up.</summary>
    /// <param name="address">The address.</param>
    /// <exception cref="AddressRefusedException">It is refused.</exception>
    public void Check(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.IdnHost.Length == 0)
            throw new AddressRefusedException("Only addresses that begin with http:// or https:// can be fetched.");

        // They would not be sent; and what stands before the @ is often there to look like the host.
        if (address.UserInfo.Length > 0)
            throw new AddressRefusedException("An address with a user name or a password in it is not fetched.");
        if (!IsAllowed(address.IdnHost, address.Port) && !IsAllowedPort(address.Port))
            throw new AddressRefusedException($"Nothing is fetched from port {address.Port}.");
        if (IPAddress.TryParse(AllowedHost.NameOf(address.IdnHost), out var literal) && !IsAllowed(address.IdnHost, address.Port) && !IsAllowed(literal))
            throw AddressRefusedException.NotPublic();
    }

    /// <summary>Of the addresses that a host was found to have, those that may be connected to.</summary>
    /// <param name="host">The host, as it was named.</param>
    /// <param name="port">The port.</param>
    /// <param name="found">Its addresses.</param>
    internal IPAddress[] Allowed(string host, int port, IPAddress[] found) => IsAllowed(host, port) ? found : Array.FindAll(found, IsAllowed);

    /// <summary>Whether the operator allows a host, wherever its name leads.</summary>
    /// <param name="host">The host, as it was named.</param>
    /// <param name="port">The port.</param>
    internal bool IsAllowed(string host, int port)
    {
        var name = AllowedHost.NameOf(host);
        return Array.Exists(_hosts, allowed => allowed.Matches(name) && (allowed.Port is { } only ? only == port : IsAllowedPort(port)));
    }

    private bool IsAllowed(IPAddress address)
    {
        if (PublicAddress.IsPublic(address))
            return true;
        var plain = PublicAddress.Plain(address);
        return Array.Exists(_networks, network => network.Contains(plain));
    }

    private bool IsAllowedPort(int port) => _anyPort || _ports.Contains(port);
}
