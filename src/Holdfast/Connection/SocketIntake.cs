using Holdfast.Diagnostics;
using Holdfast.Ingress;
using Holdfast.Slack.SocketMode;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Connection;

/// <summary>Keeps the sockets open over which Slack delivers.</summary>
public sealed partial class SocketIntake : SlackIntakeLoop, ISocketModeObserver
{
    private readonly SocketModeSupervisor _sockets;
    private readonly SignIn _signIn;
    private readonly ReorderWindow _reorder;
    private readonly IHoldfastStore _store;
    private readonly ILogger<SocketIntake> _logger;
    private DateTimeOffset? _lastAliveAt;
    private int _open;
    private bool _wasOpen;

    /// <summary>Makes it; nothing is called before it is started.</summary>
    public SocketIntake(
        SlackSockets sockets,
        SlackIngress ingress,
        SignIn signIn,
        ReorderWindow reorder,
        IHoldfastStore store,
        IOptions<SlackOptions> options,
        LoopHealth health,
        HoldfastMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers)
        : base("slack connection", signIn, health, metrics, time, loggers.CreateLogger<SocketIntake>())
    {
        ArgumentNullException.ThrowIfNull(sockets);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_signIn, _reorder, _store) = (signIn, reorder, store);
        _logger = loggers.CreateLogger<SocketIntake>();
        var socketMode = new SocketModeOptions
        {
            AppToken = options.Value.AppToken,
            Connections = options.Value.Connections,
            HttpInvoker = sockets.Invoker,
        };
        var seed = unchecked((int)time.GetUtcNow().Ticks);
        _sockets = new SocketModeSupervisor(sockets.Client, ingress, socketMode, time, new Random(seed), loggers, this);
    }

    /// <inheritdoc/>
    public override string? ClosedBecause => IsOpen ? null : "no Socket Mode connection is open";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems =>
        [.. Refusals.GroupBy(refusal => refusal.Reason).Select(refused => Describe(refused.Min(refusal => refusal.Since), refused.First()))];

    /// <inheritdoc/>
    public override bool IsRefused => !IsOpen && Refusals.Any();

    /// <inheritdoc/>
    public override IReadOnlyList<IntakeConnection> Connections =>
        [.. _sockets.Connections.Select(connection => new IntakeConnection(connection.Number, connection.State.ToString(), connection.Since))];

    /// <inheritdoc/>
    public override DateTimeOffset? LastAliveAt => Volatile.Read(ref _open) > 0 ? Time.GetUtcNow() : _lastAliveAt;

    private bool IsOpen => _sockets.Connections.Any(connection => connection.State == SocketModeConnectionState.Open);

    private IEnumerable<SocketModeRefusal> Refusals => _sockets.Connections.Select(connection => connection.Refusal).OfType<SocketModeRefusal>();

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
        _lastAliveAt = Time.GetUtcNow();
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
    protected override Task ReceiveAsync(CancellationToken stopping) => _sockets.RunAsync(stopping);

    /// <inheritdoc/>
    protected override bool IsFinal(Exception error)
    {
        if (error is not SocketModeStoppedException)
            return base.IsFinal(error);
        _signIn.GiveUp($"{error.Message} It is set by Slack:AppToken (SLACK_APP_TOKEN).");
        return true;
    }

    private static string Describe(DateTimeOffset since, SocketModeRefusal refusal) =>
        $"Slack refuses to connect since {since:u}. {refusal.Remedy} It is tried again at least every minute; a new token needs a restart";

    [LoggerMessage(601, LogLevel.Warning, "Socket Mode connection {Number} was lost ({Open} open); opening it again")]
    private partial void LogLost(int number, int open);
}
