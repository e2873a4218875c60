using System.Runtime.CompilerServices;
using Holdfast.Admission;
using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Assistant;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Home;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Sessions;
using Holdfast.Settings;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Threads;
using Holdfast.Welcome;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>
/// Runs the agent for an inbound message. What it leads to is one transition: the message consumed, the run and its steps,
/// the turns of memory, and the deliveries of the reply become true together or not at all.
/// </summary>
public sealed partial class RunExecutor(
    IAgent agent,
    IMemoryKeeper memory,
    IHoldfastStore store,
    RunTransitions transitions,
    WorkStops stops,
    RunObservers observers,
    LiveSessions sessions,
    IWorkspaces workspaces,
    RunNaming naming,
    ConversationHistory history,
    RunAdmission admission,
    IUsageBook book,
    SettingsBook settings,
    FirstContact contact,
    HomeNews home,
    ModelCalls calls,
    IOptions<RunOptions> options,
    IOptions<AgentOptions> agentOptions,
    IOptions<MemoryOptions> memoryOptions,
    MemoryHealth memoryHealth,
    TimeProvider time,
    ILogger<RunExecutor> logger) : ILaneHandler
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>Sooner than this after a message nobody has corrected it.</summary>
    private static readonly TimeSpan ShortestCorrection = TimeSpan.FromMilliseconds(500);

    /// <summary>The run under each claim, for giving it up: what it has said and asked is taken back then.</summary>
    private readonly ConditionalWeakTable<Claim, ActiveRun> _active = [];

    private readonly RunMerging _merging = new(store, options);
    private readonly RunRemembering _remembering = new(memory, memoryOptions, memoryHealth, transitions, store, time, logger);
    private readonly RunReading _reading = new(history, naming, memory, workspaces, memoryOptions, time);
    private readonly AgentConversation _asking = new(agent, transitions, time, logger);
    private readonly EarlierClicks _earlierClicks = new(store, time);

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);

        // Known only after the sign-in: an answer that nobody could be told yet would only cost a call of the model.
        if (await workspaces.FindAsync(ConversationId.Parse(work.Item.Lane).Team, cancellationToken) is null)
            return work.Ignored(EventRouter.AnotherWorkspace);
        var (request, ignored) = await RunRequest.ReadAsync(work.Item, store, cancellationToken);
        try
        {
            if (request is not null)
                ignored = await ReasonToIgnoreAsync(work.Item, request, cancellationToken);
        }
        catch (MemoryException e)
        {
            // Whether it is for the app at all only memory can tell.
            return _remembering.Undecided(work.Claim, e);
        }

        if (request is null || ignored is not null)
            return work.Ignored(ignored!);
        var known = request.Resumes ?? (IsRepeated(work.Item) ? await store.GetRunAsync(request.Run, cancellationToken) : null);

        // A dead letter that an operator replayed starts over. One that was stopped while its message waited has ended.
        if (known is { EndedAt: not null, Status: not RunStatus.Failed } && work.Item.Kind != RunItems.Retry)
            return work.Ignored("the run has ended");
        if (known is not null && IsRepeated(work.Item) && await _earlierClicks.AreLeftAsync(cancellationToken))
            return work.End(new ItemOutcome.Retry(EarlierClicks.Wait, Error: null, CountsAsAttempt: false, InDoubt: true));
        if (known is not null)
            return await GoOnAsync(work, request, known, booked: null, cancellationToken);

        // Asked once: what has begun is not taken back by a rule that was made since.
        var (refusal, booked) = await admission.AskAsync(work, request, agent.IsImmediate, cancellationToken);
        if (refusal is not null)
            return refusal;
        try
        {
            return await GoOnAsync(work, request, known, booked, cancellationToken);
        }
        finally
        {
            booked?.Invoke();
        }
    }

    private async ValueTask<Transition> GoOnAsync(LaneWork work, RunRequest request, RunRecord? known, Action? booked, CancellationToken cancellationToken)
    {
        var finished = known is null ? [] : await store.GetStepsAsync(request.Run, cancellationToken);
        var corrections = new RunCorrections(store, request.Conversation);
        if (MayBeCorrected(work.Item, request) is { } ts)
        {
            var content = await corrections.OfAsync(request.User, ts, request.Content, cancellationToken);
            if (content is null && known is null)
                return work.Ignored("deleted before it was answered");

            // One that had begun is answered, to what it was asked; and an edit that called the app is the newest there is.
            if (content is not null && work.Item.Kind != InboundKinds.EditedMention)
                request = request with { Content = content };
        }

        var merged = await _merging.MergedAsync(work, request, known, finished, corrections, cancellationToken);
        request = await naming.NameAsync(
            request with { Content = merged.Content ?? request.Content, IsMerged = merged.Items.Count > 0 }, asksWho: !agent.IsImmediate, cancellationToken);
        var journal = OpenJournal(work, request, known, merged.Items, finished, booked);
        var run = new ActiveRun(request, journal, await transitions.RetentionAsync(request, cancellationToken), isStoppable: !agent.IsImmediate, corrections)
        {
            HadBegun = known is not null, Merged = merged.Items, Settings = await SettingsAsync(request, known, journal, cancellationToken),
        };
        var welcome = await contact.WelcomeAsync(work.Item, cancellationToken);
        var isHomeOpened = !agent.IsImmediate && await home.IsOpenedAsync(request.Conversation.Team, request.User, cancellationToken);
        var transition = await HandleAsync(work, run, finished, cancellationToken);
        if (transition.Outcome is ItemOutcome.Done or ItemOutcome.Dead)
            transition = transition with { Merged = merged.Items, Append = [.. transition.Append, .. welcome] };
        if (isHomeOpened && transition.Run is { EndedAt: not null })
            transition = transition with { Append = [.. transition.Append, home.Of(request.Conversation.Team, request.User, work.Item.TraceParent)] };
        return await _remembering.KeepAsync(request, transition);
    }

    /// <summary>Starting once more after that is not counted: only failed starts are.</summary>
    /// <inheritdoc/>
    public Transition Interrupted(Claim claim, ItemOutcome.Retry outcome)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return _active.TryGetValue(claim, out var run) && run.Journal.Begun is { } begun
            ? new Transition { Claim = claim, Outcome = outcome, Run = begun with { Starts = begun.Starts - 1 }, Records = run.Journal.Unbooked() }
            : Transition.Of(claim, outcome);
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        return _active.TryGetValue(claim, out var run)
            ? transitions.GivenUp(run, claim, error.GetType().Name)
            : transitions.GivenUp(claim, error.GetType().Name);
    }

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item) => Owners.TeamOf(item);

    private async ValueTask<Transition> HandleAsync(LaneWork work, ActiveRun run, IReadOnlyList<RunStep> finished, CancellationToken cancellationToken)
    {
        var (request, journal) = (run.Request, run.Journal);
        _active.AddOrUpdate(work.Claim, run);
        if (request.Resumes is not null || finished.Count > 0)
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

        RecordDecisions(run, finished);

        // Reachable first, looked up second: a stop that comes between the two is not lost.
        using var stopping = new CancellationTokenSource();
        using var registration = stops.Enter(run.Id, stopping);
        if (MayBeStopped(work.Item, request) && await StopperOfAsync(run.Id, cancellationToken) is { } stopper)
            return transitions.Stopped(run, soFar: "", stopper);
        if (request.Resumes is not null && run.Approvals.Any(approval => approval.Status == ApprovalStatus.Pending))
            return RunTransitions.StillWaiting(run);
        if (request.Content is { Text.Length: 0, Attachments.Count: 0 })
            return transitions.Answered(run, Wording.NothingAsked, remembered: false);
        return await RunAsync(work, run, finished, stopping, cancellationToken);
    }

    private async ValueTask<string?> ReasonToIgnoreAsync(LaneItem item, RunRequest request, CancellationToken cancellationToken)
    {
        if (item.Kind == InboundKinds.EditedMention)
            return await EditedMentions.ReasonAgainstAsync(item, request.Conversation, store, cancellationToken);
        if (item.Kind == InboundKinds.Report)
            return await store.IsKnownAsync(item.Id, cancellationToken) ? "the agent was told in the run that waited for it" : null;
        if (item.Kind != InboundKinds.ThreadReply)
            return null;
        if (await _remembering.KnowsAsync(item, request.Conversation, cancellationToken))
            return null;

        // The first question may still wait for an approval; then nothing of it is remembered yet.
        return await store.GetOpenRunAsync(item.Lane, cancellationToken) is null ? MessageRouter.NotAddressed : null;
    }

    /// <summary>
    /// The message whose corrections are looked for. Nobody edits or deletes what they have written this moment: an immediate answer, which comes at
    /// once, need not ask whether they have.
    /// </summary>
    private SlackTs? MayBeCorrected(LaneItem item, RunRequest request)
    {
        var now = time.GetUtcNow();
        return agent.IsImmediate && now - request.SaidAt < ShortestCorrection && now - item.EnqueuedAt < ShortestCorrection ? null : request.Ts;
    }

    private static bool IsRepeated(LaneItem item) => item.InDoubt || item.Attempt > 0;

    private RunJournal OpenJournal(
        LaneWork work, RunRequest request, RunRecord? known, IReadOnlyList<LaneItem> merged, IReadOnlyList<RunStep> finished, Action? booked)
    {
        // A run that had ended is here because an operator replayed it: it starts over, after the steps it has.
        var run = known is { EndedAt: not null }
            ? known with { Status = RunStatus.Running, EndedAt = null, ExpiresAt = null, Error = null, Notice = null, Starts = 0 }
            : known;
        run ??= new RunRecord
        {
            Id = request.Run,
            Conversation = work.Item.Lane,
            User = request.User,
            Status = RunStatus.Running,
            StartedAt = time.GetUtcNow(),
            Model = agent.Name,
        };
        var all = request.Resumes?.Merged ?? string.Join(' ', merged.Select(item => item.Id));
        var usage = new RunUsage(book, request.Conversation, request.User, agent.IsImmediate, agentOptions.Value.Prices, booked);
        if (known is null)
            usage.Began(messages: 1 + merged.Count);
        var journal = new RunJournal(work, run with { Question = request.Content, Merged = all, Starts = run.Starts + 1 }, finished, usage, calls, time) { IsAgain = known is not null };
        if (known is { EndedAt: { } ended } && work.Item.Kind == RunItems.Retry)
            journal.Record(new RunStep { Run = run.Id, Number = 0, Kind = StepKinds.Again, Name = "asked again", StartedAt = ended, Duration = time.GetUtcNow() - ended });
        return journal;
    }

    /// <summary>
    /// What the run goes by: as it stood when it first began, whatever is set meanwhile, so that one answer is not made by two models, and a tool's call
    /// is not approved for one wish and made for another. It becomes durable with the begin. An immediate agent has none to heed, and pays for none.
    /// </summary>
    private async ValueTask<TurnSettings> SettingsAsync(RunRequest request, RunRecord? known, RunJournal journal, CancellationToken cancellationToken)
    {
        if (agent.IsImmediate)
            return TurnSettings.None;
        if (known is not null)
            return await store.GetOfRunAsync(known.Id, cancellationToken);
        var chosen = await settings.ForAsync(request.Conversation, request.User, cancellationToken);
        var set = chosen with
        {
            Dates = chosen.Dates.Length > 0 || !settings.TakesDates ? chosen.Dates : DateStyles.OfLocale(naming.LocaleOf(request.Conversation.Team, request.User)),
            LooksAt = await LooksAtAsync(request, cancellationToken),
        };
        journal.Keep([SettingsRecords.OfRun(request.Run, request.Conversation.Team.Value, request.User, set)]);
        return set;
    }

    /// <summary>Slack tells it of chats, which are direct messages; what is asked in a channel is about that one.</summary>
    private async ValueTask<string> LooksAtAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var (team, channel) = (request.Conversation.Team, request.Conversation.Channel);
        return channel.Value.StartsWith('D') && await Beside.FindAsync(store, team.Value, request.User, time.GetUtcNow(), cancellationToken) is { Channel: { } other }
            ? await naming.ChannelAsync(team, other, cancellationToken)
            : "";
    }

    private static void RecordDecisions(ActiveRun run, IReadOnlyList<RunStep> finished)
    {
        foreach (var approval in run.Approvals.Where(approval => approval.Status != ApprovalStatus.Pending))
        {
            var id = approval.Id.ToString();
            if (!finished.Any(step => step.Kind == StepKinds.Approval && step.Resume == id))
                run.Journal.Record(ApprovalRequests.StepOf(approval));
        }
    }

    /// <summary>Whether a user may have stopped it while it waited, or before the process died.</summary>
    private static bool MayBeStopped(LaneItem item, RunRequest request) => request.Resumes is not null || IsRepeated(item);

    /// <summary>Who has asked for its end, empty where Slack did not say; null when nobody has.</summary>
    private ValueTask<string?> StopperOfAsync(ItemId run, CancellationToken cancellationToken) => RunRecords.Stops.FindAsync(store, run, cancellationToken);

    private async ValueTask<Transition> RunAsync(
        LaneWork work,
        ActiveRun run,
        IReadOnlyList<RunStep> finished,
        CancellationTokenSource stopping,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, stopping.Token);
        var remembered = _remembering.For(run, finished);
        try
        {
            run.Journal.Change(record => record with { Status = RunStatus.Running });
            if (!agent.IsImmediate)
            {
                // Durable first: who shows that it is at work has to show its end.
                await run.Journal.CheckpointAsync(ending.Token);
                sessions.Begin(run.Request.Conversation, run.Id, run.HadBegun, IsRepeated(work.Item));
                run.Watch = observers.Watch(run);
                run.Watch.Started();
                await _reading.ReadAsync(run, finished, ending.Token);
            }

            return await _asking.AskAsync(run, remembered, finished, work.Item.TraceParent, ending.Token) switch
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
            return _remembering.Wait(run, remembered, e);
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
