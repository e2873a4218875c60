using Holdfast.Deliveries;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Rates;
using Holdfast.Sessions;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Agents;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>Shows in the session of a thread that the agent is at work, which gives people Slack's own stop button.</summary>
public sealed partial class SessionSign(
    LiveSessions sessions, SessionRefusals refusals, IWorkspaces workspaces, IRateGate gate, IRunReader runs, HoldfastMetrics metrics, ILogger<SessionSign> logger)
{
    private const string NoStopButton = "missing_agent_session_stopped_event_subscription";

    /// <summary>Among so many runs of a channel it is looked for an earlier one of the thread.</summary>
    private const int MaxLookedThrough = 100;

    private int _warned;

    /// <summary>Shows it, unless the run is over.</summary>
    /// <returns>False where there are no sessions.</returns>
    /// <exception cref="SlackException">Slack did not take the call now.</exception>
    internal async Task<bool> ShowAsync(WatchedRun run, CancellationToken cancellationToken)
    {
        var team = run.Conversation.Team.Value;
        if (refusals.Knows(team))
            return false;
        if (sessions.Find(run.Conversation) is not { } session)
            return true;
        var call = new RateLimitedCall(team, DeliveryPlan.SetSession, run.Conversation.Channel.Value);
        if (await gate.TryEnterAsync(call, cancellationToken) is not null)
            return true;
        try
        {
            var isNamed = true;
            await session.ShowAsync(run.Id, () => sessions.LastEffect, async work => isNamed = await CallAsync(run, work, cancellationToken));

            // The first question's call did not come through, or the session began before there was an agent in it.
            if (!isNamed && SessionTitle.Of(run.Question.Text) is { } title)
                await RenameAsync(run, title, cancellationToken);
            return true;
        }
        catch (SlackException e) when (e.IsForGood)
        {
            metrics.Called(e.Method, e.Error);
            refusals.Add(team, e);
            LogNoSession(team, Causes.Of(e));
            return false;
        }
        catch (SlackException e) when (e.IsRateLimited)
        {
            await gate.CloseAsync(call, e.RetryAfter, cancellationToken);
            throw;
        }
    }

    /// <summary>Shows it, and says whether the session has a name.</summary>
    private async Task<bool> CallAsync(WatchedRun run, SessionWork work, CancellationToken cancellationToken)
    {
        var request = new AgentsSessionsSetStatusRequest
        {
            ChannelId = run.Conversation.Channel,
            ThreadTs = run.Conversation.Thread,
            Status = AgentsSessionsSetStatusRequest.Processing,
            InitiatorUserId = UserId.TryParse(run.User, out var user) ? user : null,
            Title = work.HadBegun || await IsKnownAsync(run, cancellationToken) ? null : SessionTitle.Of(run.Question.Text),
        };
        AgentsSessionsSetStatusResponse response;
        try
        {
            response = await workspaces.CallAsync(run.Conversation.Team, request, cancellationToken);
        }
        catch (SlackException e) when (e.Error == "user_not_found")
        {
            // Somebody of another organisation, or a workflow.
            response = await workspaces.CallAsync(run.Conversation.Team, request with { InitiatorUserId = null }, cancellationToken);
        }

        metrics.Called(request.Method, "ok");
        if (response.Warning?.Contains(NoStopButton, StringComparison.Ordinal) == true && Interlocked.Exchange(ref _warned, 1) == 0)
            LogNoStopButton();
        return response.Title is not { Length: 0 };
    }

    /// <summary>What it is called is worth no more than a try: that the agent is at work is shown already.</summary>
    private async Task RenameAsync(WatchedRun run, string title, CancellationToken cancellationToken)
    {
        var request = new AgentsSessionsRenameRequest { ChannelId = run.Conversation.Channel, ThreadTs = run.Conversation.Thread, Title = title };
        try
        {
            await workspaces.CallAsync(run.Conversation.Team, request, cancellationToken);
            metrics.Called(request.Method, "ok");
        }
        catch (SlackException e)
        {
            metrics.Called(request.Method, e.Error);
            LogNotNamed(e, run.Id);
        }
    }

    /// <summary>Whether the thread has been answered before, and so has its title.</summary>
    internal async ValueTask<bool> IsKnownAsync(WatchedRun run, CancellationToken cancellationToken)
    {
        var conversation = run.Conversation.ToString();
        return (await runs.GetRecentRunsAsync(run.Conversation.Place, MaxLookedThrough, cancellationToken)).Any(other => other.Id != run.Id && other.Conversation == conversation);
    }

    [LoggerMessage(511, LogLevel.Information, "There is no agent session to show in workspace {Team}; the older status is shown: {Cause}")]
    private partial void LogNoSession(string team, string cause);

    [LoggerMessage(513, LogLevel.Debug, "The session of run {Run} could not be given a name")]
    private partial void LogNotNamed(Exception error, ItemId run);

    [LoggerMessage(512, LogLevel.Warning, "People have no stop button of Slack's: subscribe the app to the event agent_session_stopped (docs/slack-setup.md)")]
    private partial void LogNoStopButton();
}
