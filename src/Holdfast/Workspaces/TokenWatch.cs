using Holdfast.Diagnostics;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Auth;
using Microsoft.Extensions.Logging;

namespace Holdfast.Workspaces;

/// <summary>
/// Asks every minute whether Slack takes a workspace's bot token again, once that one has taken the app's rights away. Every worker asks with
/// its own: one that was started with a new token says for all that the rights are back, and one whose token is dead still does not work.
/// </summary>
public sealed partial class TokenWatch(
    IWorkspaces workspaces,
    Revocation revocation,
    WorkGate gate,
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
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watched = new Dictionary<TeamId, Task>();
        try
        {
            // One for each that has ever taken them away.
            var another = revocation.WaitForAnotherAsync([], ending.Token);
            while (true)
            {
                await await Task.WhenAny([another, .. watched.Values.Where(static watch => !watch.IsCompleted)]);
                if (!another.IsCompleted)
                    continue;
                var team = await another;
                watched.Add(team, WatchAsync(team, ending.Token));
                another = revocation.WaitForAnotherAsync([.. watched.Keys], ending.Token);
            }
        }
        finally
        {
            // What failed is on its way already.
            await ending.CancelAsync();
            await Task.WhenAll(watched.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(TeamId team, CancellationToken stopping)
    {
        // Before the sign-in nothing works anyway, and that asks as well.
        while (await workspaces.FindAsync(team, stopping) is { } workspace)
        {
            await revocation.WaitAsync(team, isRevoked: true, stopping);
            await WaitAsync(team, stopping);
            while (!await IsAcceptedAsync(workspace, stopping))
                await WaitAsync(team, stopping);
            await revocation.AcceptedAsync(team, stopping);
        }
    }

    /// <summary>For the interval, or until another worker has found its token to work.</summary>
    private async Task WaitAsync(TeamId team, CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var back = revocation.States.ContainsKey(team)
            ? revocation.WaitAsync(team, isRevoked: false, waiting.Token)
            : Task.Delay(Timeout.InfiniteTimeSpan, Time, waiting.Token);
        await Task.WhenAny(back, Task.Delay(Interval, Time, waiting.Token));
        await waiting.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    private async Task<bool> IsAcceptedAsync(WorkspaceContext workspace, CancellationToken stopping)
    {
        try
        {
            await workspace.Slack.CallAsync(new AuthTestRequest(), stopping);
            return true;
        }
        catch (SlackException e)
        {
            if (e.IsAuthFailure && !revocation.States.ContainsKey(workspace.Team))
                gate.Close(workspace.Team.Value, $"Slack does not take this worker's bot token ({e.Error})");
            LogNotAccepted(workspace.Team, e.Error, Interval);
            return false;
        }
    }

    [LoggerMessage(642, LogLevel.Warning, "Slack does not take the bot token of {Team} yet ({Error}); it is asked again in {Interval}. A new token is set by SLACK_BOT_TOKEN and needs a restart")]
    private partial void LogNotAccepted(TeamId team, string error, TimeSpan interval);
}
