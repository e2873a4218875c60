using Holdfast.Agents;
using Holdfast.Records;

namespace Holdfast.Runs;

/// <summary>
/// Watches runs while the agent works on them, to show people something of it: a status, a notice, what it writes. What a run leads to does
/// not depend on it.
/// </summary>
/// <remarks>
/// It is called in order, beside the run and never on the run's own thread: one that throws or hangs is logged and costs the run nothing. After
/// an exception it is told only of the run's end. A process that dies tells nothing, and a run that resumes after a crash begins again with
/// <see cref="StartedAsync"/>. Runs of an immediate agent are not observed: they are over before anything could be shown.
/// </remarks>
public interface IRunObserver
{
    /// <summary>Whether it wants to hear each piece of text that the agent writes. Default: it does not.</summary>
    bool WantsDeltas => false;

    /// <summary>The agent begins, or goes on after a decision, a failure or a crash.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Fires when the run ends for now.</param>
    ValueTask StartedAsync(WatchedRun run, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The agent wrote some more of its answer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="text">What it added.</param>
    /// <param name="cancellationToken">Fires when the run ends for now.</param>
    ValueTask DeltaAsync(WatchedRun run, string text, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The end of what the agent wrote is no part of its answer after all. Told to those who want to hear each piece.</summary>
    /// <param name="run">The run.</param>
    /// <param name="characters">How much of it.</param>
    /// <param name="cancellationToken">Fires when the run ends for now.</param>
    ValueTask TakenBackAsync(WatchedRun run, int characters, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A step has begun: what was finished before it is durable.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The step.</param>
    /// <param name="cancellationToken">Fires when the run ends for now.</param>
    ValueTask StepStartedAsync(WatchedRun run, AgentUpdate.StepStarted step, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A step is over: that of its id, otherwise the one that began last.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">How it ended.</param>
    /// <param name="cancellationToken">Fires when the run ends for now.</param>
    ValueTask StepFinishedAsync(WatchedRun run, AgentUpdate.StepFinished step, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The agent is done for now; that may not be durable yet.</summary>
    /// <param name="run">The run.</param>
    /// <param name="status">
    /// How the run stands: <see cref="RunStatus.Waiting"/> for an approval, <see cref="RunStatus.Running"/> where it was interrupted and is tried again.
    /// </param>
    /// <param name="cancellationToken">Fires after 10 seconds, when it is not waited for any longer.</param>
    ValueTask EndedAsync(WatchedRun run, RunStatus status, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
