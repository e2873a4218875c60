using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Runs;
using Microsoft.Extensions.Options;

namespace Holdfast.Streams;

/// <summary>Shows answers while the agent writes them, and the tools that it uses meanwhile.</summary>
/// <param name="options">How.</param>
/// <param name="writers">Makes what writes one answer.</param>
public sealed class AnswerStreamer(IOptions<StreamOptions> options, LiveWriters writers) : IRunObserver
{
    /// <summary>Of runs that write something; the others cost nothing.</summary>
    private readonly ConditionalWeakTable<WatchedRun, LiveWriter> _writers = [];

    /// <inheritdoc/>
    public bool WantsDeltas => IsOn;

    private bool IsOn => options.Value.Mode != StreamMode.Off;

    /// <inheritdoc/>
    public ValueTask DeltaAsync(WatchedRun run, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.IsShownAsWritten)
            WriterOf(run, cancellationToken).Add(text);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask TakenBackAsync(WatchedRun run, int characters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.IsShownAsWritten)
            WriterOf(run, cancellationToken).TakeBack(characters);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StepStartedAsync(WatchedRun run, AgentUpdate.StepStarted step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        if (IsOn && run.IsShownAsWritten && step.Kind is (StepKinds.Tool or StepKinds.File))
            WriterOf(run, cancellationToken).Begin(step.Name, step.Kind == StepKinds.File ? "Reading" : null, step.Id);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StepFinishedAsync(WatchedRun run, AgentUpdate.StepFinished step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        if (_writers.TryGetValue(run, out var writer))
            writer.Finish(step.Error is null, step.Id);
        return ValueTask.CompletedTask;
    }

    private LiveWriter WriterOf(WatchedRun run, CancellationToken cancellationToken) => _writers.GetValue(run, watched => writers.Begin(watched, cancellationToken));
}
