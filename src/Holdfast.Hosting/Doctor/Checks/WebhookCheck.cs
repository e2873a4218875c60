using System.Net;
using System.Net.Sockets;
using Holdfast.Notifications;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether the webhook's host has an address. Nothing is sent there: each request would be a notification to somebody.</summary>
internal sealed class WebhookCheck(IOptions<NotificationOptions> options) : IDoctorCheck
{
    public string Name => "webhook";

    public IReadOnlyList<string> Needs => ["Notifications:WebhookUrl", "Notifications:WebhookSecret"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.WebhookUrl is not { } url)
            return CheckResult.Skipped("none is set up");
        if (HttpClient.DefaultProxy.GetProxy(url) is { } proxy && proxy != url)
            return CheckResult.Ok($"{url.Host} is reached through the proxy {proxy.Authority}, which looks its address up");
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(url.IdnHost, cancellationToken);
            return CheckResult.Ok($"{url.Host} is {string.Join(", ", addresses.Take(2).Select(address => address.ToString()))}");
        }
        catch (SocketException e)
        {
            return CheckResult.Failed($"{url.Host} has no address: {e.Message}", "check Notifications:WebhookUrl and the DNS of this machine");
        }
    }
}
