using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>What runs have to do with memory: read at their beginning, written at their end, and waited for when it is away.</summary>
internal sealed partial class RunRemembering(
    IMemoryKeeper keeper, IOptions<MemoryOptions> options, MemoryHealth health, RunTransitions transitions, IHoldfastStore store, TimeProvider time, ILogger<RunRemembering> logger)
{
    /// <summary>Among so many runs of a channel it is looked for one of a conversation.</summary>
    private const int MaxLookedThrough = 200;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    /// <summary>Memory for one run.</summary>
    public RunMemory For(ActiveRun run)
    {
        var waited = run.Journal.Finished.Reverse().TakeWhile(step => step is { Kind: StepKinds.Retry, Name: RunMemory.WaitName }).Reverse().ToList();
        return new RunMemory(keeper, run, time.GetUtcNow(), waited, options.Value.Patience, new RunSummaries(run, store, options.Value, time), time, logger);
    }

    /// <summary>The run waits in its lane, the last time until its patience is at its end.</summary>
    public Transition Wait(ActiveRun run, RunMemory memory, MemoryException error)
    {
        var backoff = Backoff.After(memory.Waits + 1, FirstDelay, LongestDelay);
        var rest = memory.Patience;
        var delay = rest > backoff ? backoff : rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        LogWaiting(error, run.Id, delay);
        return transitions.WaitingForMemory(run, memory.Tried, delay, isFirst: memory.Waits == 0);
    }

    /// <summary>
    /// Whether the agent takes part in a conversation. When memory does not answer, the runs that are kept can tell too: a user who talks
    /// with the agent is not to be taken for a stranger.
    /// </summary>
    public async ValueTask<bool> KnowsAsync(LaneItem item, ConversationId conversation, CancellationToken cancellationToken)
    {
        try
        {
            return await keeper.KnowsAsync(conversation, cancellationToken);
        }
        catch (MemoryException e)
        {
            var recent = await store.GetRecentRunsAsync(conversation.Place, MaxLookedThrough, cancellationToken);
            if (recent.Any(run => run.Conversation == item.Lane))
                return true;
            if (e.IsTransient && time.GetUtcNow() - item.EnqueuedAt < options.Value.Patience)
                throw;

            // It holds back its lane, where a later message may mention the app.
            LogNotKnown(e, item.Id);
            return false;
        }
    }

    /// <summary>Only memory could tell whether the message is for the app: it waits, and nothing is posted.</summary>
    public Transition Undecided(Claim claim, MemoryException error)
    {
        LogUndecided(error, claim.Item.Id, LongestDelay);
        return Transition.Of(claim, new ItemOutcome.Retry(LongestDelay, "memory", CountsAsAttempt: false, InDoubt: false));
    }

    /// <summary>
    /// Remembers what was said in a run that ends. When memory cannot take it the run ends all the same: its answer is there, people
    /// wait for it, and to ask the model again would not make memory any better.
    /// </summary>
    public async ValueTask<Transition> KeepAsync(RunRequest request, Transition transition)
    {
        if (transition.Turns.Count == 0)
            return transition;
        try
        {
            // Not cancelled with the run, which is over: what it said would be thrown away with its answer.
            var left = await keeper.RememberAsync(
                new RunHold(request.Run, transition.Claim.Fence), request.Conversation, [.. transition.Turns.Select(turn => turn.Turn)], CancellationToken.None);
            return transition with { Turns = left };
        }
        catch (MemoryException e)
        {
            // Where it was overtaken, the store is going to say the same of its commit.
            if (!e.IsOvertaken)
                health.NotRemembered();
            LogNotRemembered(e, request.Run, transition.Turns.Count);
            return transition with { Turns = [] };
        }
    }

    [LoggerMessage(507, LogLevel.Warning, "Run {Run} is waiting for conversation memory, which does not answer; trying again in {Delay}")]
    private partial void LogWaiting(Exception error, ItemId run, TimeSpan delay);

    [LoggerMessage(508, LogLevel.Warning, "Message {Item} in a thread is waiting: conversation memory does not answer, and only it can tell whether the message is for the app; trying again in {Delay}")]
    private partial void LogUndecided(Exception error, ItemId item, TimeSpan delay);

    [LoggerMessage(509, LogLevel.Warning, "Message {Item} in a thread is taken as not for the app: conversation memory does not answer, and no run of its conversation is kept")]
    private partial void LogNotKnown(Exception error, ItemId item);

    [LoggerMessage(520, LogLevel.Error, "Run {Run}: its {Turns} turns could not be saved to conversation memory")]
    private partial void LogNotRemembered(Exception error, ItemId run, int turns);
}
