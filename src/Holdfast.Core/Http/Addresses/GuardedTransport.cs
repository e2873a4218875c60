using System.Net;
using System.Net.Sockets;
using Holdfast.Slack;

namespace Holdfast.Http.Addresses;

/// <summary>
/// Connects to what <see cref="AddressRules"/> allow and to nothing else. A name is looked up where the connection is made, and the connection goes to
/// the very address that was found good: a name that leads elsewhere the next moment gains nothing. Redirects are not followed here; each is a
/// request of its own.
/// </summary>
/// <remarks>
/// Behind a proxy it is the proxy that connects. There the name is looked up here first, and all that it leads to must be allowed; what the proxy finds a
/// moment later nobody here sees.
/// </remarks>
internal sealed class GuardedTransport : HttpMessageHandler
{
    private readonly AddressRules _rules;
    private readonly IWebProxy _proxy;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _lookUp;
    private readonly HttpMessageInvoker _direct;
    private readonly HttpMessageInvoker _proxied;

    public GuardedTransport(AddressRules rules)
        : this(rules, HttpClient.DefaultProxy, Dns.GetHostAddressesAsync)
    {
    }

    internal GuardedTransport(AddressRules rules, IWebProxy proxy, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
    {
        (_rules, _proxy, _lookUp) = (rules, proxy, lookUp);
        var direct = CreatePool();
        direct.UseProxy = false;
        direct.ConnectCallback = ConnectAsync;
        var proxied = CreatePool();
        proxied.Proxy = proxy;
#pragma warning disable RS0030 // Which of the two pools a request takes is decided for each; OutgoingHttp hands them out.
        (_direct, _proxied) = (new HttpMessageInvoker(direct), new HttpMessageInvoker(proxied));
#pragma warning restore RS0030
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        _rules.Check(address);
        if (!_proxy.IsBypassed(address) && _proxy.GetProxy(address) is { } proxy && proxy != address)
        {
            await CheckForProxyAsync(address, cancellationToken);
            return await _proxied.SendAsync(request, cancellationToken);
        }

        try
        {
            return await _direct.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is AddressRefusedException refused)
        {
            // As what it is: to those above, everything else is a connection that may be tried again.
            throw new AddressRefusedException(refused.Message);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _direct.Dispose();
            _proxied.Dispose();
        }

        base.Dispose(disposing);
    }

    private static SocketsHttpHandler CreatePool()
    {
        // No cookies, no redirects, no credentials: what Slack's pool does not do, this one does not do either.
        var pool = SlackHttp.CreateHandler();

        // Of an answer that was read as far as it is wanted, no more is read.
        pool.MaxResponseDrainSize = 0;
        return pool;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var allowed = _rules.Allowed(host, port, await _lookUp(host, cancellationToken));
        if (allowed.Length == 0)
            throw AddressRefusedException.NotPublic();
#pragma warning disable RS0030 // To the address that was checked, which the handler itself would look up again.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore RS0030
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask CheckForProxyAsync(Uri address, CancellationToken cancellationToken)
    {
        if (_rules.IsAllowed(address.IdnHost, address.Port))
            return;
        IPAddress[] found;
        try
        {
            found = await _lookUp(address.IdnHost, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, e.Message, e);
        }

        if (found.Length == 0 || _rules.Allowed(address.IdnHost, address.Port, found).Length < found.Length)
            throw AddressRefusedException.NotPublic();
    }
}
