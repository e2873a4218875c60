using System.Collections.Concurrent;
using Holdfast.Http.Addresses;
using Holdfast.Slack;
using Microsoft.Extensions.Logging;

namespace Holdfast.Http;

/// <summary>
/// The one way to make HTTP calls. Every client it hands out keeps its purpose's rules: limits of time, attempts where they are safe,
/// a breaker for each host, metrics. Safe for concurrent use from everywhere; hold one for the process.
/// </summary>
/// <remarks>
/// A call of such a client fails with an <see cref="HttpRequestException"/>, also when its time is over, or with the caller's own
/// cancellation. The compiler refuses every other way (<c>eng/BannedSymbols.Http.txt</c>), and a test reads the compiled code for it.
/// </remarks>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock of limits and waits.</param>
/// <param name="loggers">For hosts that stop answering.</param>
public sealed class OutgoingHttp(HttpMetrics metrics, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    /// <summary>
    /// The connections that all share. Their number has no limit here: how many calls there are, those who make them decide, and a probe
    /// must not wait for a place behind all the calls that hang.
    /// </summary>
    private readonly SocketsHttpHandler _pool = CreatePool();

    private readonly ConcurrentDictionary<string, HostBreakers> _breakers = new(StringComparer.Ordinal);

    /// <summary>Makes a client; its own time-out is infinite, since the limits are kept underneath.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <exception cref="ArgumentException">Others name the addresses, and they are for <c>WebFetcher</c>.</exception>
    /// <returns>A client for as long as its user lives; disposing of it is harmless and not needed.</returns>
    public HttpClient CreateClient(HttpPurpose purpose) => MakeClient(Unguarded(purpose), _pool, disposeHandler: false);

    /// <summary>Makes a client for a server behind a socket file, which gets connections of its own.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="socketFile">The file, which need not be there.</param>
    /// <returns>A client that its user disposes of.</returns>
    public HttpClient CreateClient(HttpPurpose purpose, string socketFile) =>
        MakeClient(Unguarded(purpose), SocketFile.CreateHandler(socketFile), disposeHandler: true);

    /// <summary>Makes a client for addresses that somebody else names.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="transport">Looks where they lead.</param>
    /// <returns>A client for as long as the transport lives; disposing of it is harmless and not needed.</returns>
    internal HttpClient CreateClient(HttpPurpose purpose, GuardedTransport transport) => MakeClient(purpose, transport, disposeHandler: false);

    /// <summary>Makes what a WebSocket connects with.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <returns>An invoker for as long as its user lives; disposing of it is harmless and not needed.</returns>
    public HttpMessageInvoker CreateInvoker(HttpPurpose purpose) =>
#pragma warning disable RS0030 // Here they are made, for everybody.
        new(CreateHandler(Unguarded(purpose), _pool), disposeHandler: false);
#pragma warning restore RS0030

    /// <summary>The breaker of a host.</summary>
    /// <param name="purpose">A purpose that has breakers.</param>
    /// <param name="address">An address of the host.</param>
    /// <exception cref="ArgumentException">The purpose has none.</exception>
    /// <exception cref="InvalidOperationException">So many hosts do not answer that another one finds no place.</exception>
    public HostBreaker BreakerOf(HttpPurpose purpose, Uri address)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ArgumentNullException.ThrowIfNull(address);
        if (!purpose.HasBreaker)
            throw new ArgumentException($"Calls for {purpose.Name} have no breaker.", nameof(purpose));
        return BreakersOf(purpose).For(address) ?? throw new InvalidOperationException($"Too many hosts do not answer to watch {address.Host} as well.");
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    /// <summary>The one pool connects to whatever it is told.</summary>
    private static HttpPurpose Unguarded(HttpPurpose purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return purpose.IsForAnybodysAddress ? throw new ArgumentException($"What is called for {purpose.Name} others have named: WebFetcher looks where it leads.", nameof(purpose)) : purpose;
    }

    private static SocketsHttpHandler CreatePool()
    {
        var pool = SlackHttp.CreateHandler(new SlackHttpOptions { MaxConnectionsPerServer = int.MaxValue });
        pool.EnableMultipleHttp2Connections = true;

        // Of what waits on a connection, nobody else would notice that its other end is gone.
        pool.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        pool.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        pool.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        return pool;
    }

    private HttpClient MakeClient(HttpPurpose purpose, HttpMessageHandler transport, bool disposeHandler) =>
#pragma warning disable RS0030 // Here they are made, for everybody.
        new(CreateHandler(purpose, transport), disposeHandler) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030

    /// <summary>
    /// From outside in: the breaker sees calls, the retries see attempts, each attempt has its time, and what leaves is allowed by the hold
    /// under which it is made.
    /// </summary>
    private HttpMessageHandler CreateHandler(HttpPurpose purpose, HttpMessageHandler transport)
    {
        HttpMessageHandler handler = new AttemptHandler(purpose, metrics, time, new HoldHandler(purpose, transport));
        if (purpose.Attempts > 1)
        {
            var random = new Random(unchecked((int)time.GetUtcNow().Ticks));
            handler = new RetryHandler(purpose, metrics, random, time, loggers.CreateLogger<RetryHandler>(), handler);
        }

        return purpose.HasBreaker ? new BreakerHandler(purpose, BreakersOf(purpose), metrics, time, handler) : handler;
    }

    private HostBreakers BreakersOf(HttpPurpose purpose) =>
        _breakers.GetOrAdd(purpose.Name, _ => new HostBreakers(purpose, metrics, time, loggers.CreateLogger<HostBreaker>()));
}
