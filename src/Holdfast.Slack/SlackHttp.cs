using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.Slack;

/// <summary>Settings of <see cref="SlackHttp"/>.</summary>
public sealed class SlackHttpOptions
{
    /// <summary>Time to connect, TLS included. Default: 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A proxy to use instead of the system's (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>). Default: null, the system's.</summary>
    public IWebProxy? Proxy { get; set; }

    /// <summary>
    /// Certificate authorities to trust besides the system's, for a network that inspects TLS. Default: null, none.
    /// </summary>
    public X509Certificate2Collection? AdditionalRoots { get; set; }

    /// <summary>Connections to one host at most. Default: 256.</summary>
    public int MaxConnectionsPerServer { get; set; } = 256;
}

/// <summary>Makes the HTTP handler for both the Web API and Socket Mode.</summary>
public static class SlackHttp
{
    /// <summary>
    /// Where every request of <see cref="WebApi.SlackWebClient"/> carries its caller's own token. To a handler, a call that was not
    /// answered within its time limit and one that its caller gave up on look the same; this tells them apart.
    /// </summary>
    public static HttpRequestOptionsKey<CancellationToken> CallerToken { get; } = new("Holdfast.Slack.CallerToken");

    private const string HasConnected = "Holdfast.Slack.HasConnected";

    /// <summary>Makes a handler tuned for Slack: pooled, reconnecting often enough to follow DNS, following no redirects.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <returns>A handler for one HttpClient and, if wished, the supervisor's HttpMessageInvoker.</returns>
    public static SocketsHttpHandler CreateHandler(SlackHttpOptions? options = null)
    {
        options ??= new SlackHttpOptions();
#pragma warning disable RS0030 // The one pool of this library; OutgoingHttp takes it from here.
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the token, or turn a post into a get, at a place nobody chose.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnectionsPerServer,
            // Idle connections go before a load balancer drops them silently: a request on a dead one has an unknown outcome.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            Proxy = options.Proxy,
            UseProxy = true,
            ConnectCallback = ConnectAsync,
            // No trace headers to a stranger, and none of their cost.
            ActivityHeadersPropagator = null,
        };
#pragma warning restore RS0030
        if (options.AdditionalRoots is { Count: > 0 } roots)
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = new AdditionalTrust(roots).Accepts };
        return handler;
    }

    /// <summary>
    /// Connects as the handler itself does, but for one WebSocket once only: when a connection ends before the answer, the handler would
    /// open another and send the request again, up to four times, and a ticket of Socket Mode is good for one.
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        if (request.Headers.Upgrade.Count > 0 && !((IDictionary<string, object?>)request.Options).TryAdd(HasConnected, null))
            throw new IOException("The connection ended before the WebSocket was open.");

#pragma warning disable RS0030 // As the handler does it without a callback.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore RS0030
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Trusts the system's authorities and some more.</summary>
internal sealed class AdditionalTrust(X509Certificate2Collection roots)
{
    internal bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        // A wrong name or a missing certificate is wrong whoever signed it.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 presented)
            return false;

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(roots);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (chain is not null)
        {
            foreach (var element in chain.ChainElements)
                own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(presented);
    }
}
