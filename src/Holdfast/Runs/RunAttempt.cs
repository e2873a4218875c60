using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Sessions;
using Holdfast.Storage;
using Holdfast.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>One attempt at a run that is open: until the answer, an approval, a stop, the end of its time or a failure.</summary>
internal sealed partial class RunAttempt(
    IAgent agent,
    IHoldfastStore store,
    RunTransitions transitions,
    WorkStops stops,
    RunObservers observers,
    LiveSessions sessions,
    RunReading reading,
    RunRemembering remembering,
    AgentConversation asking,
    IOptions<RunOptions> options,
    TimeProvider time,
    ILogger<RunAttempt> logger)
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>Makes it, and says what it leads to.</summary>
    public async ValueTask<Transition> MakeAsync(LaneWork work, ActiveRun run, CancellationToken cancellationToken)
    {
        var (request, journal) = (run.Request, run.Journal);
        if (request.Resumes is not null || journal.Finished.Count > 0)
        {
            run.Approvals = await store.GetApprovalsOfRunAsync(run.Id, cancellationToken);
            run.BegunCalls = await store.GetBegunCallsAsync(run.Id, cancellationToken);
        }
        run.Grants = await transitions.GrantsAsync(run, cancellationToken);

        // What was approved for a run that somebody stopped afterwards is not done because somebody else has it go on.
        if (request.Resumes is { Status: RunStatus.Stopped })
            run.TakeBackApprovals(time.GetUtcNow());
        if (journal.Run.Starts > options.Value.MaxStarts)
        {
            LogStartedTooOften(run.Id, options.Value.MaxStarts);
            return transitions.StartedTooOften(run, options.Value.MaxStarts);
        }

        RecordDecisions(run);

        // Reachable first, looked up second: a stop that comes between the two is not lost.
        using var stopping = new CancellationTokenSource();
        using var registration = stops.Enter(run.Id, stopping);
        if (MayBeStopped(work.Item, request) && await StopperOfAsync(run.Id, cancellationToken) is { } stopper)
            return transitions.Stopped(run, soFar: "", stopper);
        if (request.Resumes is not null && run.Approvals.Any(approval => approval.Status == ApprovalStatus.Pending))
            return RunTransitions.StillWaiting(run);
        if (request.Content is { Text.Length: 0, Attachments.Count: 0 })
            return transitions.Answered(run, Wording.NothingAsked, remembered: false);
        return await AskAsync(work, run, stopping, cancellationToken);
    }

    private async ValueTask<Transition> AskAsync(LaneWork work, ActiveRun run, CancellationTokenSource stopping, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, stopping.Token);
        var remembered = remembering.For(run);
        try
        {
            run.Journal.Change(record => record with { Status = RunStatus.Running });
            if (!agent.IsImmediate)
            {
                // Durable first: who shows that it is at work has to show its end.
                await run.Journal.CheckpointAsync(ending.Token);
                sessions.Begin(run.Request.Conversation, run.Id, run.HadBegun, work.Item.IsRepeated);
                run.Watch = observers.Watch(run);
                run.Watch.Started();
                await reading.ReadAsync(run, ending.Token);
            }

            return await asking.AskAsync(run, remembered, work.Item.TraceParent, ending.Token) switch
            {
                AgentUpdate.Answer answer => transitions.Answered(run, VisibleText.IsBlank(answer.Text) ? Wording.EmptyAnswer : answer.Text),
                AgentUpdate.ApprovalNeeded needed => transitions.Waiting(run, needed),
                _ => throw new InvalidOperationException($"The agent '{agent.Name}' ended without an answer."),
            };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogStopped(run.Id);
            return transitions.Stopped(run, run.SoFar, await StopperOfAsync(run.Id, cancellationToken) ?? "");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogTimedOut(run.Id, options.Value.Timeout);
            return transitions.TimedOut(run, options.Value.Timeout);
        }
        catch (AgentException e)
        {
            return Failed(work.Claim, run, e);
        }
        catch (MemoryException e)
        {
            return remembering.Wait(run, remembered, e);
        }
        finally
        {
            sessions.Leave(run.Request.Conversation, run.Id);
            run.Watch?.Ended(run.Journal.Run.Status);
        }
    }

    private Transition Failed(Claim claim, ActiveRun run, AgentException error)
    {
        var attempts = claim.Item.Attempt + 1;
        if (error.IsTransient && attempts < options.Value.MaxAttempts)
        {
            // Not for as long as a provider may ask: the conversation waits behind it, and after the last attempt the user gets a message.
            var delay = error.RetryAfter is { } asked && asked < LongestRetryDelay
                ? asked
                : Backoff.After(attempts, error.RetryAfter is null ? options.Value.RetryDelay : LongestRetryDelay, LongestRetryDelay);
            LogRetrying(run.Id, attempts, delay, Causes.Of(error));
            return transitions.Retrying(run, delay, error);
        }

        LogFailed(run.Id, attempts, Causes.Of(error));
        return transitions.Failed(run, error.Message);
    }

    private static void RecordDecisions(ActiveRun run)
    {
        foreach (var approval in run.Approvals.Where(approval => approval.Status != ApprovalStatus.Pending))
        {
            var id = approval.Id.ToString();
            if (!run.Journal.Finished.Any(step => step.Kind == StepKinds.Approval && step.Resume == id))
                run.Journal.Record(ApprovalRequests.StepOf(approval));
        }
    }

    /// <summary>Whether a user may have stopped it while it waited, or before the process died.</summary>
    private static bool MayBeStopped(LaneItem item, RunRequest request) => request.Resumes is not null || item.IsRepeated;

    /// <summary>Who has asked for its end, empty where Slack did not say; null when nobody has.</summary>
    private ValueTask<string?> StopperOfAsync(ItemId run, CancellationToken cancellationToken) => RunRecords.Stops.FindAsync(store, run, cancellationToken);

    [LoggerMessage(500, LogLevel.Warning, "Run {Run} had no answer within {Timeout}; the user gets a message")]
    private partial void LogTimedOut(ItemId run, TimeSpan timeout);

    [LoggerMessage(501, LogLevel.Warning, "Run {Run} failed (attempt {Attempt}); trying again in {Delay}: {Cause}")]
    private partial void LogRetrying(ItemId run, int attempt, TimeSpan delay, string cause);

    [LoggerMessage(502, LogLevel.Error, "Run {Run} failed for good (attempt {Attempts}); the user gets a message: {Cause}")]
    private partial void LogFailed(ItemId run, int attempts, string cause);

    [LoggerMessage(503, LogLevel.Error, "Run {Run} was started {Starts} times and never finished; it is kept as a dead letter")]
    private partial void LogStartedTooOften(ItemId run, int starts);

    [LoggerMessage(504, LogLevel.Information, "Run {Run} was stopped by a user")]
    private partial void LogStopped(ItemId run);
}
