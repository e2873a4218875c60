using System.Net;
using System.Net.Sockets;
using Holdfast.Diagnostics;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications.Webhooks;

/// <summary>Whether the webhook's host has an address. Nothing is sent there: each request would be a notification to somebody.</summary>
public sealed class WebhookCheck(IOptions<NotificationOptions> options) : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "webhook";

    /// <inheritdoc/>
    public IReadOnlyList<string> Needs => ["Notifications:WebhookUrl", "Notifications:WebhookSecret"];

    /// <inheritdoc/>
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
