using Holdfast.Diagnostics;
using Holdfast.Ingress;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Connection;

/// <summary>
/// How Slack's requests stand: whether they are taken, and whether they could arrive. Silence says nothing here, since at night nobody writes; so the
/// server asks itself, and its public address, what Slack would ask.
/// </summary>
public sealed partial class HttpIntake : SlackIntakeLoop
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>How soon it asks again after a failure.</summary>
    private static readonly TimeSpan IntervalInTrouble = TimeSpan.FromSeconds(5);

    private readonly RequestUrlProbe _probe;
    private readonly ReorderWindow _reorder;
    private readonly IHoldfastStore _store;
    private readonly HttpIntakeOptions _options;
    private readonly string _secret;
    private readonly ILogger<HttpIntake> _logger;
    private readonly TaskCompletionSource _listening = NewSource();
    private volatile TaskCompletionSource _opening = NewSource();
    private volatile bool _isOpen;
    private volatile string? _problem = NotAsked;
    private volatile string? _publicProblem;
    private DateTimeOffset? _openSince;
    private long _aliveAt;

    private const string NotAsked = "the server has not looked at its own address yet";

    /// <summary>Makes it; nothing is called before it is started.</summary>
    public HttpIntake(
        RequestUrlProbe probe,
        SignIn signIn,
        ReorderWindow reorder,
        IHoldfastStore store,
        IOptions<HttpIntakeOptions> options,
        IOptions<SlackOptions> slack,
        IHostApplicationLifetime lifetime,
        LoopHealth health,
        HoldfastMetrics metrics,
        TimeProvider time,
        ILogger<HttpIntake> logger)
        : base("slack requests", signIn, health, metrics, time, logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(slack);
        ArgumentNullException.ThrowIfNull(lifetime);
        (_probe, _reorder, _store, _options, _secret, _logger) = (probe, reorder, store, options.Value, slack.Value.SigningSecret, logger);
        lifetime.ApplicationStarted.Register(_listening.SetResult);
    }

    /// <inheritdoc/>
    public override string? ClosedBecause => !_isOpen ? "Slack's requests are not taken yet" : _problem is null ? null : $"Slack's requests cannot arrive at {_options.LocalUrl}: {_problem}";

    /// <inheritdoc/>
    public override bool IsHearing => ClosedBecause is null && _publicProblem is null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems => _publicProblem is { } problem ? [$"Slack cannot deliver to {_options.PublicUrl}: {problem}"] : [];

    /// <inheritdoc/>
    public override bool IsRefused => false;

    /// <inheritdoc/>
    public override IReadOnlyList<IntakeConnection> Connections =>
        [new IntakeConnection(1, ClosedBecause is null ? "Open" : "Closed", _openSince ?? Time.GetUtcNow())];

    /// <inheritdoc/>
    public override DateTimeOffset? LastAliveAt => Volatile.Read(ref _aliveAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Waits until requests are taken: for a start, so that Slack, whose second repetition comes after a minute, need not repeat.</summary>
    /// <param name="patience">For how long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether they are.</returns>
    public async ValueTask<bool> WaitUntilOpenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_isOpen)
            return true;
        await _opening.Task.WaitAsync(patience, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _isOpen;
    }

    /// <summary>Slack made a request.</summary>
    public void Heard() => Volatile.Write(ref _aliveAt, Time.GetUtcNow().UtcTicks);

    /// <summary>A request was not taken, or its answer not heard: Slack repeats it, and a newer message must not overtake it.</summary>
    public void Missed() => _reorder.Begin();

    /// <inheritdoc/>
    protected override async Task ReceiveAsync(CancellationToken stopping)
    {
        // What was under way when this server, or another on the same store, went down comes again.
        if (_reorder.IsShared || !_store.IsNew)
            _reorder.Begin();
        _openSince = Time.GetUtcNow();
        _isOpen = true;
        _opening.TrySetResult();
        try
        {
            // Before, nobody listens at its own address.
            await _listening.Task.WaitAsync(stopping);
            while (true)
            {
                await LookAsync(stopping);
                await Task.Delay(_problem is null && _publicProblem is null ? Interval : IntervalInTrouble, Time, stopping);
            }
        }
        finally
        {
            _isOpen = false;
            _opening = NewSource();
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        var problem = await _probe.FindProblemAsync(_options.LocalUrl, _secret, stopping);
        var changed = problem is not null && problem != _problem;
        _problem = problem;
        if (problem is null)
            Heard();
        else if (changed)
            LogUnreachable(_options.LocalUrl, problem);
        if (_options.PublicUrl is not { } address)
            return;
        var before = _publicProblem;
        _publicProblem = await _probe.FindProblemAsync(address, _secret, stopping);
        if (_publicProblem is { } now && now != before)
            LogUnreachable(address, now);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(602, LogLevel.Warning, "Slack cannot deliver to {Address}: {Problem}")]
    private partial void LogUnreachable(Uri address, string problem);
}
