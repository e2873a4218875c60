using Holdfast.Diagnostics;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Auth;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Workspaces;

/// <summary>
/// Asks every minute whether Slack takes the bot token again, once the app's rights were taken away. Every worker asks with its own: one
/// that was started with a new token says for all that the rights are back, and one whose token is dead still does not work.
/// </summary>
public sealed partial class TokenWatch(
    SlackWebClient slack,
    Workspace workspace,
    Revocation revocation,
    WorkGate gate,
    IOptions<SlackOptions> options,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<TokenWatch> logger) : SupervisedLoop("token watch", health, metrics, time, logger)
{
    /// <summary>How often Slack is asked.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        // Before the first sign-in nothing works anyway, and that asks as well.
        await workspace.GetIdentityAsync(stopping);
        while (true)
        {
            await revocation.WaitAsync(isRevoked: true, stopping);
            await WaitAsync(stopping);
            while (!await IsAcceptedAsync(stopping))
                await WaitAsync(stopping);
            await revocation.AcceptedAsync(stopping);
        }
    }

    /// <summary>For the interval, or until another worker has found its token to work.</summary>
    private async Task WaitAsync(CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var back = revocation.State is null ? Task.Delay(Timeout.InfiniteTimeSpan, Time, waiting.Token) : revocation.WaitAsync(isRevoked: false, waiting.Token);
        await Task.WhenAny(back, Task.Delay(Interval, Time, waiting.Token));
        await waiting.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    private async Task<bool> IsAcceptedAsync(CancellationToken stopping)
    {
        try
        {
            await slack.CallAsync(new AuthTestRequest(), options.Value.BotToken, stopping);
            return true;
        }
        catch (SlackException e)
        {
            if (e.IsAuthFailure && revocation.State is null)
                gate.Close($"Slack does not take this worker's bot token ({e.Error})");
            LogNotAccepted(e.Error, Interval);
            return false;
        }
    }

    [LoggerMessage(642, LogLevel.Warning, "Slack does not take the bot token yet ({Error}); it is asked again in {Interval}. A new token is set by SLACK_BOT_TOKEN and needs a restart")]
    private partial void LogNotAccepted(string error, TimeSpan interval);
}
