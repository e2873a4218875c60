using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Ingress;
using Holdfast.Lanes;
using Holdfast.Storage;
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
    IConversationMemory memory,
    IRunReader runs,
    ReplyComposer replies,
    IThinkingStatus thinking,
    Workspace workspace,
    IOptions<RunOptions> options,
    IOptions<AgentOptions> agentOptions,
    TimeProvider time,
    ILogger<RunExecutor> logger) : ILaneHandler
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public LaneQueue Queue => LaneQueue.Inbound;

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var me = await workspace.GetIdentityAsync(cancellationToken);
        if (InboundMessage.Read(work.Item, me) is not { } message)
            return Ignored(work.Claim, "unreadable payload");
        if (await ReasonToIgnoreAsync(work.Item, message, cancellationToken) is { } reason)
            return Ignored(work.Claim, reason);
        var (journal, finished) = await OpenJournalAsync(work, message, cancellationToken);
        if (journal.Run.Starts > options.Value.MaxStarts)
            return StartedTooOften(work.Claim, message, journal);
        if (message.Text.Length == 0)
        {
            journal.End(RunStatus.Completed, options.Value.Retention, error: null);
            return Ended(work.Claim, message, journal, Wording.NothingAsked);
        }

        return await RunAsync(work, message, journal, finished, cancellationToken);
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        var dead = new Transition { Claim = claim, Outcome = new ItemOutcome.Dead(error.GetType().Name) };

        // Nobody in a thread waits for an answer to what was perhaps not for the app at all.
        return claim.Item.Kind != InboundKinds.ThreadReply && workspace.Identity is { } me && InboundMessage.Read(claim.Item, me) is { } message
            ? dead with { Append = replies.Compose(message.Conversation, claim.Item, Wording.GaveUp) }
            : dead;
    }

    private async ValueTask<string?> ReasonToIgnoreAsync(LaneItem item, InboundMessage message, CancellationToken cancellationToken)
    {
        if (item.Kind != InboundKinds.ThreadReply)
            return null;
        if (message.Text.StartsWith("<@", StringComparison.Ordinal))
            return "addressed to somebody else";
        var turns = await memory.GetTurnsAsync(message.Conversation, cancellationToken);
        return turns.Count == 0 ? "not addressed to the app" : null;
    }

    private async ValueTask<(RunJournal Journal, IReadOnlyList<RunStep> Finished)> OpenJournalAsync(
        LaneWork work, InboundMessage message, CancellationToken cancellationToken)
    {
        var item = work.Item;
        var known = item.InDoubt || item.Attempt > 0 ? await runs.GetRunAsync(item.Id, cancellationToken) : null;
        var finished = known is null ? [] : await runs.GetStepsAsync(item.Id, cancellationToken);

        // A run that had ended is here because an operator replayed it: it begins anew, after the steps it has.
        var run = known is { EndedAt: not null } ? known with { Status = RunStatus.Running, EndedAt = null, Error = null, Starts = 0 } : known;
        run ??= new RunRecord
        {
            Id = item.Id,
            Conversation = item.Lane,
            User = message.User,
            Status = RunStatus.Running,
            StartedAt = time.GetUtcNow(),
            Model = agent.Name,
        };
        return (new RunJournal(work, run with { Starts = run.Starts + 1 }, finished, agentOptions.Value, time), finished);
    }

    private async ValueTask<Transition> RunAsync(
        LaneWork work, InboundMessage message, RunJournal journal, IReadOnlyList<RunStep> finished, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (!agent.IsImmediate)
            {
                thinking.Show(message.Conversation);
                await journal.CheckpointAsync(ending.Token);
            }

            var answer = await AskAsync(message, journal, finished, ending.Token);
            journal.End(RunStatus.Completed, options.Value.Retention, error: null);
            var reply = string.IsNullOrWhiteSpace(answer.Text) ? Wording.EmptyAnswer : answer.Text;
            return Ended(work.Claim, message, journal, reply, new Turn(Turn.User, message.Text), new Turn(Turn.Assistant, reply));
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogTimedOut(e, work.Item.Id, options.Value.Timeout);
            journal.End(RunStatus.TimedOut, options.Value.Retention, $"no answer within {options.Value.Timeout}");
            return Ended(work.Claim, message, journal, Wording.TimedOut(options.Value.Timeout), new Turn(Turn.User, message.Text));
        }
        catch (AgentException e)
        {
            return Failed(work.Claim, message, journal, e);
        }
    }

    private async ValueTask<AgentUpdate.Answer> AskAsync(
        InboundMessage message, RunJournal journal, IReadOnlyList<RunStep> finished, CancellationToken cancellationToken)
    {
        var turn = new AgentTurn
        {
            Run = journal.Run.Id,
            Conversation = message.Conversation,
            User = message.User,
            Text = message.Text,
            Memory = memory,
            FinishedSteps = [.. finished.Where(step => step.Error is null)],
        };
        await foreach (var update in agent.RunAsync(turn, cancellationToken))
        {
            switch (update)
            {
                case AgentUpdate.StepStarted started:
                    await journal.BeginStepAsync(started, used: null, cancellationToken);
                    break;
                case AgentUpdate.StepFinished ended:
                    journal.EndStep(ended);
                    break;
                case AgentUpdate.Answer answer:
                    return answer;
                default:
                    break;
            }
        }

        throw new InvalidOperationException($"The agent '{agent.Name}' ended without an answer.");
    }

    /// <summary>The process did not survive this run, again and again.</summary>
    private Transition StartedTooOften(Claim claim, InboundMessage message, RunJournal journal)
    {
        LogStartedTooOften(claim.Item.Id, options.Value.MaxStarts);
        journal.End(RunStatus.Failed, options.Value.Retention, $"started {options.Value.MaxStarts} times without an end");
        return new Transition
        {
            Claim = claim,
            Outcome = new ItemOutcome.Dead("started too often"),
            Run = journal.Run,
            Append = replies.Compose(message.Conversation, claim.Item, Wording.GaveUp),
        };
    }

    private Transition Failed(Claim claim, InboundMessage message, RunJournal journal, AgentException error)
    {
        var attempts = claim.Item.Attempt + 1;
        if (error.IsTransient && attempts < options.Value.MaxAttempts)
        {
            var delay = error.RetryAfter ?? Backoff.After(attempts, options.Value.RetryDelay, LongestRetryDelay);
            LogRetrying(error, claim.Item.Id, attempts, delay);
            journal.FailStep(error.InnerException?.GetType().Name ?? "failed");
            return journal.With(new ItemOutcome.Retry(time.GetUtcNow() + delay, "agent", CountsAsAttempt: true, InDoubt: true));
        }

        LogFailed(error, claim.Item.Id, attempts);
        journal.End(RunStatus.Failed, options.Value.Retention, error.Message);
        return Ended(claim, message, journal, error.Message, new Turn(Turn.User, message.Text));
    }

    /// <summary>
    /// The end of a run. A question that got no answer is remembered all the same, so that "try again" means something; what
    /// Holdfast itself said is not, since it is not part of the conversation with the agent.
    /// </summary>
    private Transition Ended(Claim claim, InboundMessage message, RunJournal journal, string reply, params ReadOnlySpan<Turn> turns)
    {
        var conversation = message.Conversation.ToString();
        var remembered = new NewTurn[turns.Length];
        for (var i = 0; i < turns.Length; i++)
            remembered[i] = new NewTurn(conversation, turns[i]);
        var transition = journal.With(ItemOutcome.Answered);
        return transition with { Turns = remembered, Append = [.. transition.Append, .. replies.Compose(message.Conversation, claim.Item, reply)] };
    }

    private static Transition Ignored(Claim claim, string reason) => new() { Claim = claim, Outcome = ItemOutcome.Ignored(reason) };

    [LoggerMessage(500, LogLevel.Warning, "Run {Run} had no answer within {Timeout}; the user is told")]
    private partial void LogTimedOut(Exception error, ItemId run, TimeSpan timeout);

    [LoggerMessage(501, LogLevel.Warning, "Run {Run} failed (attempt {Attempt}); trying again in {Delay}")]
    private partial void LogRetrying(Exception error, ItemId run, int attempt, TimeSpan delay);

    [LoggerMessage(502, LogLevel.Error, "Run {Run} failed for good after {Attempts} attempts; the user is told")]
    private partial void LogFailed(Exception error, ItemId run, int attempts);

    [LoggerMessage(503, LogLevel.Error, "Run {Run} was started {Starts} times without coming to an end; it is kept as a dead letter")]
    private partial void LogStartedTooOften(ItemId run, int starts);
}
