using Holdfast.Diagnostics;
using Holdfast.Http;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Api;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Workspaces;

/// <summary>
/// Holds deliveries back while Slack does not answer, asks every two seconds whether it does again, and then lets them all go at
/// once. Nothing else waits here: what people click, and what Slack sends, has no time for it.
/// </summary>
public sealed partial class SlackReachability : SupervisedLoop, IHealthSource
{
    private readonly SlackWebClient _slack;
    private readonly HostBreaker _breaker;
    private readonly ILogger<SlackReachability> _logger;

    /// <summary>Makes it; nothing is called before it is started.</summary>
    public SlackReachability(
        SlackWebClient slack,
        OutgoingHttp http,
        IOptions<SlackOptions> options,
        LoopHealth health,
        HoldfastMetrics metrics,
        TimeProvider time,
        ILogger<SlackReachability> logger)
        : base("slack reach", health, metrics, time, logger)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        (_slack, _logger) = (slack, logger);
        _breaker = http.BreakerOf(HttpPurpose.Slack, options.Value.ApiUrl);
    }

    /// <summary>Closed while Slack does not answer.</summary>
    public WorkGate Gate { get; } = new();

    /// <summary>Since when Slack does not answer; null while it does.</summary>
    public DateTimeOffset? SilentSince => _breaker.OpenSince;

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<string>> IHealthSource.GetProblemsAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>(
        SilentSince is { } silent ? [$"Slack does not answer since {silent:u}; what is to be sent waits, and is sent when it does"] : []);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            if (_breaker.OpenSince is null)
                Gate.Open();
            await _breaker.WaitAsync(isOpen: true, stopping);
            Gate.Close("Slack does not answer");
            await AskUntilAnsweredAsync(stopping);
        }
    }

    /// <summary>
    /// Asks again without waiting for the earlier ones, each of which hangs for its whole time limit; they are ended together when one
    /// of them, or any other call, was answered.
    /// </summary>
    private async Task AskUntilAnsweredAsync(CancellationToken stopping)
    {
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var answered = _breaker.WaitAsync(isOpen: false, stopping);
        List<Task> asked = [];
        try
        {
            while (true)
            {
                if (await Task.WhenAny(answered, Task.Delay(_breaker.NextCallIn, Time, asking.Token)) == answered)
                    break;
                await Task.WhenAll(asked.FindAll(static call => call.IsCompleted));
                asked.RemoveAll(static call => call.IsCompleted);
                asked.Add(AskAsync(asking.Token));
            }
        }
        finally
        {
            await asking.CancelAsync();
            await Task.WhenAll(asked);
        }

        await answered;
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _slack.CallAsync(new ApiTestRequest(), cancellationToken);
        }
        catch (SlackException e)
        {
            LogStillSilent(e);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            LogNotNeeded(e);
        }
    }

    [LoggerMessage(610, LogLevel.Debug, "Slack was asked whether it answers")]
    private partial void LogStillSilent(Exception error);

    [LoggerMessage(611, LogLevel.Debug, "Slack need not answer this one any more")]
    private partial void LogNotNeeded(Exception error);
}
