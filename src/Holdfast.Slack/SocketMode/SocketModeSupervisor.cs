using Holdfast.Slack.Envelopes;
using Holdfast.Slack.WebApi;
using Microsoft.Extensions.Logging;

namespace Holdfast.Slack.SocketMode;

/// <summary>
/// Keeps an app reachable by Socket Mode (https://docs.slack.dev/apis/events-api/using-socket-mode): several connections, each
/// replaced before Slack closes it and reopened whenever it dies. The attempts end only when Slack refuses the token, or Socket Mode is
/// switched off, before anything has worked; later each connection is tried again by itself, whatever Slack says.
/// </summary>
public sealed class SocketModeSupervisor
{
    private readonly SlackWebClient _client;
    private readonly SocketModeOptions _options;
    private readonly TimeProvider _time;
    private readonly SocketModeRuntime _runtime;
    private readonly Backoff _backoff;
    private readonly Backoff _refusedBackoff;
    private SocketModeSlot[] _slots = [];
    private int _started;

    /// <summary>Makes a supervisor; nothing is connected before <see cref="RunAsync"/>.</summary>
    /// <param name="client">Calls apps.connections.open.</param>
    /// <param name="handler">Takes the envelopes in.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock of waits and time limits; the pings of a WebSocket follow the system's.</param>
    /// <param name="random">The source of jitter; used under a lock of this class.</param>
    /// <param name="loggers">Makes the logger.</param>
    /// <param name="observer">Hears what happens to the connections.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public SocketModeSupervisor(
        SlackWebClient client,
        IEnvelopeHandler handler,
        SocketModeOptions options,
        TimeProvider time,
        Random random,
        ILoggerFactory loggers,
        ISocketModeObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(loggers);
        Check(options);
        _client = client;
        _options = options;
        _time = time;
        _runtime = new SocketModeRuntime(handler, options, time, loggers.CreateLogger<SocketModeSupervisor>(), observer ?? new NoObserver());
        _backoff = new Backoff(options.FirstRetryDelay, options.MaxRetryDelay, random);
        _refusedBackoff = new Backoff(options.FirstRetryDelay, options.MaxRefusedDelay, random);
    }

    /// <summary>The state of every connection that is kept, and of those being closed.</summary>
    public IReadOnlyList<SocketModeConnectionStatus> Connections
    {
        get
        {
            var list = new List<SocketModeConnectionStatus>();
            foreach (var slot in Volatile.Read(ref _slots))
                slot.AddStatusTo(list);
            return list;
        }
    }

    /// <summary>
    /// Connections on which events can arrive now. A dead peer is out of this number within
    /// <see cref="SocketModeOptions.KeepAliveInterval"/> plus <see cref="SocketModeOptions.KeepAliveTimeout"/>.
    /// </summary>
    public int OpenConnections => Connections.Count(static status => status.State == SocketModeConnectionState.Open);

    /// <summary>
    /// When the last message came on any connection; null before the first. A quiet workspace sends none for hours: whether
    /// the line is alive is told by <see cref="OpenConnections"/>, because pings and pongs are not visible here.
    /// </summary>
    public DateTimeOffset? LastHeardAt => _runtime.LastHeardAt;

    /// <summary>Connects and stays connected until cancelled; then finishes what was taken in, closes, and returns normally.</summary>
    /// <param name="cancellationToken">Ends it in order, within about <see cref="SocketModeOptions.DrainTimeout"/>.</param>
    /// <returns>A task that ends with all connections closed.</returns>
    /// <exception cref="SocketModeStoppedException">Socket Mode is switched off, or the app-level token refused, before it had worked.</exception>
    /// <exception cref="InvalidOperationException">It was run before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("A supervisor runs once; make a new one.");

#pragma warning disable RS0030 // For those who use this library alone; the server gives an invoker.
        using var own = _options.HttpInvoker is null ? new HttpMessageInvoker(SlackHttp.CreateHandler()) : null;
#pragma warning restore RS0030
        var connector = new SocketModeConnector(_client, _options.HttpInvoker ?? own!, _options, _time);
        var slots = new SocketModeSlot[_options.Connections];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = new SocketModeSlot(i, connector, _runtime, _backoff, _refusedBackoff);
        Volatile.Write(ref _slots, slots);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(slots.Select((slot, i) => RunSlotAsync(slot, _options.StartInterval * i, stop))).ConfigureAwait(false);
    }

    private async Task RunSlotAsync(SocketModeSlot slot, TimeSpan startDelay, CancellationTokenSource stop)
    {
        try
        {
            await slot.RunAsync(startDelay, stop.Token).ConfigureAwait(false);
        }
        catch (SocketModeStoppedException exception)
        {
            _runtime.Logger.Stopped(exception.Reason);
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void Check(SocketModeOptions options)
    {
        SlackToken.Check(options.AppToken, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Connections, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Connections, BlockKit.SlackLimits.SocketModeConnections, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxInFlight, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxFrameBytes, 1_024, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.FirstRetryDelay, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRetryDelay, options.FirstRetryDelay, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRefusedDelay, options.FirstRetryDelay, nameof(options));
    }
}
