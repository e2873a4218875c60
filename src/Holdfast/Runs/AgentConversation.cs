using System.Diagnostics;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Lanes;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>Asks the agent: keeps book of what it does, and tells the observers.</summary>
internal sealed partial class AgentConversation(IAgent agent, RunTransitions transitions, TimeProvider time, ILogger<AgentConversation> logger)
{
    /// <summary>An agent that ignores its cancellation for this long is abandoned: its lane must not wait for it.</summary>
    private static readonly TimeSpan RestPatience = TimeSpan.FromSeconds(10);

    /// <summary>Asks the agent, keeps book of what it does, and returns the update that ends it; null when none did.</summary>
    public async ValueTask<AgentUpdate?> AskAsync(
        ActiveRun run, IConversationMemory memory, string? traceParent, CancellationToken cancellationToken)
    {
        var turn = new AgentTurn
        {
            Run = run.Id,
            Conversation = run.Request.Conversation,
            User = run.Request.User,
            Speaker = run.Request.Speaker,
            Place = run.Request.Place,
            Content = run.Request.Content,
            Settings = run.Settings,
            Memory = memory,
            FinishedSteps = run.Journal.Finished,
            Approvals = run.Approvals,
            BegunCalls = run.BegunCalls,
            Grants = run.Grants,
        };
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var notice = run.Watch?.Run is { HasNotice: false } watched ? watched.NoticeWanted : null;
        var updates = agent.RunAsync(turn, asking.Token).GetAsyncEnumerator(asking.Token);
        var next = Task.FromResult(false);
        var own = Activity.Current;
        try
        {
            while (true)
            {
                next = updates.MoveNextAsync().AsTask();
                if (notice is not null && !next.IsCompleted && await Task.WhenAny(next, notice) == notice)
                    await NoticeAsync();
                if (!await next)
                    return null;
                if (updates.Current is AgentUpdate.Answer or AgentUpdate.ApprovalNeeded)
                    return updates.Current;
                await KeepAsync(run, updates.Current, cancellationToken);

                // What the agent calls next belongs to the step that it is in.
                if (own is not null)
                    Activity.Current = run.Journal.Span ?? own;

                // An agent that writes without a pause leaves no moment to wait for it.
                if (notice?.IsCompleted == true)
                    await NoticeAsync();
            }
        }
        finally
        {
            await asking.CancelAsync();
            await EndAsync(updates, next, run.Id);
        }

        async ValueTask NoticeAsync()
        {
            await transitions.NoticeAsync(run, await notice!, traceParent, CancellationToken.None);
            notice = null;
        }
    }

    /// <summary>An agent that was cancelled is waited for, and not for ever: it may have calls of tools under way, also where it was not asked for more.</summary>
    private async Task EndAsync(IAsyncEnumerator<AgentUpdate> updates, Task<bool> next, ItemId run)
    {
        using var patience = new CancellationTokenSource();
        var rest = RestAsync(updates, next);
        if (!rest.IsCompleted && await Task.WhenAny(rest, Task.Delay(RestPatience, time, patience.Token)) != rest)
        {
            LogRestless(run, RestPatience);
            return;
        }

        await patience.CancelAsync();
        await rest;
    }

    /// <summary>The agent must have come to rest before it is disposed of, also when it was the notice that failed.</summary>
    private static async Task RestAsync(IAsyncEnumerator<AgentUpdate> updates, Task<bool> next)
    {
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await updates.DisposeAsync();
    }

    private async ValueTask KeepAsync(ActiveRun run, AgentUpdate update, CancellationToken cancellationToken)
    {
        switch (update)
        {
            case AgentUpdate.StepStarted started:
                var used = started.Approval is { } id ? run.Approvals.First(approval => approval.Id == id) with { UsedAt = time.GetUtcNow() } : null;
                await run.Journal.BeginStepAsync(started, used, cancellationToken);

                run.Watch?.StepStarted(started);

                // What the step does outside comes next, by whatever way.
                LaneHold.Current?.ThrowUnlessGoodFor(TimeSpan.Zero);
                break;
            case AgentUpdate.StepFinished ended:
                run.Journal.EndStep(ended);

                // The next that begins writes down what is done. While others are under way that may be long, and a crash would have it done again.
                if (run.Journal.HasOpenSteps)
                    await run.Journal.CheckpointAsync(cancellationToken);
                run.Watch?.StepFinished(ended);
                break;
            case AgentUpdate.TextDelta delta:
                run.Add(delta.Text);
                run.Watch?.Delta(delta.Text);
                break;
            case AgentUpdate.TextTakenBack taken:
                run.TakeBack(taken.Characters);
                run.Watch?.TakenBack(taken.Characters);
                break;
            default:
                break;
        }
    }

    [LoggerMessage(505, LogLevel.Error, "Run {Run}: the agent still runs {Patience} after it was cancelled, and is abandoned. A tool or model client ignores cancellation")]
    private partial void LogRestless(ItemId run, TimeSpan patience);
}
