using Holdfast.Diagnostics;
using Holdfast.Ingress;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.SocketMode;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Connection;

/// <summary>Signs in to Slack and keeps the sockets open. Until it has signed in, nothing is worked on.</summary>
public sealed partial class SlackConnection : SupervisedLoop, ISocketModeObserver
{
    private readonly SocketModeSupervisor _sockets;
    private readonly IWorkspaces _workspaces;
    private readonly WorkGate _gate;
    private readonly Revocation _revocation;
    private readonly ReorderWindow _reorder;
    private readonly IHoldfastStore _store;
    private readonly StopReason _stop;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<SlackConnection> _logger;
    private int _open;
    private bool _wasOpen;
    private bool _isSignedIn;

    /// <summary>Makes it; nothing is called before it is started.</summary>
    public SlackConnection(
        SlackSockets sockets,
        SlackIngress ingress,
        IWorkspaces workspaces,
        WorkGate gate,
        Revocation revocation,
        ReorderWindow reorder,
        IHoldfastStore store,
        StopReason stop,
        IHostApplicationLifetime lifetime,
        IOptions<SlackOptions> options,
        LoopHealth health,
        HoldfastMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers)
        : base("slack connection", health, metrics, time, loggers.CreateLogger<SlackConnection>())
    {
        ArgumentNullException.ThrowIfNull(sockets);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(gate);
        (_workspaces, _gate, _revocation, _reorder, _store, _stop, _lifetime) = (workspaces, gate, revocation, reorder, store, stop, lifetime);
        _logger = loggers.CreateLogger<SlackConnection>();
        var socketMode = new SocketModeOptions
        {
            AppToken = options.Value.AppToken,
            Connections = options.Value.Connections,
            HttpInvoker = sockets.Invoker,
        };
        var seed = unchecked((int)time.GetUtcNow().Ticks);
        _sockets = new SocketModeSupervisor(sockets.Client, ingress, socketMode, time, new Random(seed), loggers, this);
        gate.Close(NotSignedIn);
    }

    private const string NotSignedIn = "not signed in to Slack yet";

    /// <summary>The connections, for health.</summary>
    public IReadOnlyList<SocketModeConnectionStatus> Connections => _sockets.Connections;

    /// <summary>When a connection was last known to be alive; null before the first.</summary>
    public DateTimeOffset? LastAliveAt
    {
        get => Volatile.Read(ref _open) > 0 ? Time.GetUtcNow() : field;
        private set;
    }

    /// <inheritdoc/>
    void ISocketModeObserver.OnOpened(int number)
    {
        // What the last holder of the store, or a lost connection, had been sent may come again: it must not be overtaken.
        if (_wasOpen ? Volatile.Read(ref _open) == 0 : _reorder.IsShared || !_store.IsNew)
            _reorder.Begin();
        _wasOpen = true;
        Interlocked.Increment(ref _open);
    }

    /// <inheritdoc/>
    void ISocketModeObserver.OnLost(int number, bool clean)
    {
        LastAliveAt = Time.GetUtcNow();
        var open = Interlocked.Decrement(ref _open);
        if (clean)
            return;
        Metrics.ConnectionLost();
        _reorder.Begin();
        LogLost(number, open);
    }

    // In each of these cases Slack delivers again, some seconds later, what a newer message must not overtake.

    /// <inheritdoc/>
    void ISocketModeObserver.OnHandlerFailed(int number) => _reorder.Begin();

    /// <inheritdoc/>
    void ISocketModeObserver.OnAckLost(int number) => _reorder.Begin();

    /// <inheritdoc/>
    void ISocketModeObserver.OnFrameIgnored(int number, string reason)
    {
        if (reason == "closing")
            _reorder.Begin();
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        if (!_isSignedIn)
            await SignInAsync(stopping);
        await _sockets.RunAsync(stopping);
    }

    /// <inheritdoc/>
    protected override bool IsFinal(Exception error)
    {
        if (error is not SocketModeStoppedException and not SlackException { IsAuthFailure: true })
            return false;

        // A token that never worked is a mistake of configuration. One that stopped working does not come here: it is tried again.
        var variable = error is SlackException ? "Slack:BotToken (SLACK_BOT_TOKEN)" : "Slack:AppToken (SLACK_APP_TOKEN)";
        _stop.Set($"{error.Message} It is set by {variable}.", needsPerson: true);

        // Slack may have answered before the host has started, and to a stop in its start the host says that it failed to start.
        _lifetime.ApplicationStarted.Register(_lifetime.StopApplication);
        return true;
    }

    private async Task SignInAsync(CancellationToken stopping)
    {
        // What may fail comes first: with the gate closed all would be taken in and nothing done.
        foreach (var workspace in await _workspaces.SignInAsync(stopping))
            await _revocation.AcceptedAsync(workspace.Team, stopping);
        _isSignedIn = true;
        _gate.Open();
    }

    [LoggerMessage(601, LogLevel.Warning, "Socket Mode connection {Number} was lost ({Open} open); opening it again")]
    private partial void LogLost(int number, int open);
}
