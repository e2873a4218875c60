using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Testing;

namespace Holdfast.Tests.Runs;

/// <summary>Remembers the signs that were shown, and what it was told of runs.</summary>
internal sealed class ShownSigns : IWaitingSign, IRunObserver
{
    public List<string> In { get; } = [];

    public List<string> Waiting { get; } = [];

    /// <summary>What it was told of runs, in order.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Runs whose end it was told of.</summary>
    public Counted Ended { get; } = new("runs that ended");

    /// <summary>What it does when it is told of something, besides remembering it.</summary>
    public Func<string, WatchedRun, CancellationToken, Task> Does { get; set; } = (_, _, _) => Task.CompletedTask;

    public bool WantsDeltas => true;

    public void ShowWaiting(ConversationId conversation, SlackTs message, string emoji) => Waiting.Add($"{conversation.Channel}/{message} {emoji}");

    public ValueTask StartedAsync(WatchedRun run, CancellationToken cancellationToken)
    {
        In.Add(run.Conversation.ToString());
        return TellAsync("started", run, cancellationToken);
    }

    public ValueTask DeltaAsync(WatchedRun run, string text, CancellationToken cancellationToken) => TellAsync($"delta {text}", run, cancellationToken);

    public ValueTask StepStartedAsync(WatchedRun run, AgentUpdate.StepStarted step, CancellationToken cancellationToken) =>
        TellAsync($"step {step.Name}", run, cancellationToken);

    public ValueTask StepFinishedAsync(WatchedRun run, AgentUpdate.StepFinished step, CancellationToken cancellationToken) =>
        TellAsync($"step done {step.Output}", run, cancellationToken);

    public async ValueTask EndedAsync(WatchedRun run, RunStatus status, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync($"ended {status}", run, cancellationToken);
        }
        finally
        {
            Ended.Happened();
        }
    }

    private async ValueTask TellAsync(string what, WatchedRun run, CancellationToken cancellationToken)
    {
        Told.Add(what);
        await Does(what, run, cancellationToken);
    }
}
