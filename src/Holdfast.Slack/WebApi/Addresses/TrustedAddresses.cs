namespace Holdfast.Slack.WebApi.Addresses;

/// <summary>
/// Tells Slack's own addresses from others. An address out of a payload is as trustworthy as the payload: whoever can make
/// one must not make this process post to its neighbours on the inner network.
/// </summary>
internal sealed class TrustedAddresses(Uri apiUrl)
{
    // GovSlack has its own domain.
    private static readonly string[] Domains = ["slack.com", "slack-gov.com"];

    internal bool Contains(Uri address)
    {
        if (!address.IsAbsoluteUri || address.UserInfo.Length > 0)
            return false;
        // Where the methods are, the addresses they hand out are as well: the simulator has all of Slack on one port.
        if (IsHttp(address) && Uri.Compare(address, apiUrl, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0)
            return true;
        return address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && Array.Exists(Domains, domain => IsWithin(address.IdnHost, domain));
    }

    private static bool IsHttp(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');
}
