using Holdfast.Agents;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>
/// Keeps book of one run: steps are numbered, timed, and made durable as soon as the agent goes on to another one. The steps
/// that ended last go into the run's final transition, so the usual run of one step costs no commit of its own.
/// </summary>
internal sealed class RunJournal(LaneWork work, RunRecord run, IReadOnlyList<RunStep> finished, TimeProvider time)
{
    private readonly List<RunStep> _unwritten = [];
    private int _number = finished.Count == 0 ? 0 : finished[^1].Number;
    private (string Kind, string Name, DateTimeOffset StartedAt, long Timestamp)? _open;

    public RunRecord Run { get; private set; } = run;

    /// <summary>Steps that are not durable yet, for the final transition.</summary>
    public IReadOnlyList<RunStep> Unwritten => _unwritten;

    /// <summary>Makes durable that the run has begun, and what has been finished so far.</summary>
    public async ValueTask CheckpointAsync(CancellationToken cancellationToken)
    {
        // The commit is waited for to its end, whatever the time: a wait that was cut short would leave it open whether these
        // steps are written, and writing them again with the run's end is refused.
        await work.CheckpointAsync(
            new Transition { Claim = work.Claim, Outcome = ItemOutcome.Checkpoint, Run = Run, Steps = [.. _unwritten] },
            CancellationToken.None);
        _unwritten.Clear();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask BeginStepAsync(AgentUpdate.StepStarted step, CancellationToken cancellationToken)
    {
        EndStep(output: null, "abandoned");
        if (_unwritten.Count > 0)
            await CheckpointAsync(cancellationToken);
        _open = (step.Kind, step.Name, time.GetUtcNow(), time.GetTimestamp());
    }

    /// <summary>Ends the step that is open, if one is.</summary>
    public void EndStep(string? output, string? error)
    {
        if (_open is not { } open)
            return;
        _open = null;
        _unwritten.Add(new RunStep
        {
            Run = Run.Id,
            Number = ++_number,
            Kind = open.Kind,
            Name = open.Name,
            StartedAt = open.StartedAt,
            Duration = time.GetElapsedTime(open.Timestamp),
            Error = error,
            Output = output,
        });
    }

    public void End(RunStatus status, AgentUsage? usage, string? error)
    {
        EndStep(output: null, error ?? "abandoned");
        Run = Run with
        {
            Status = status,
            EndedAt = time.GetUtcNow(),
            Model = usage?.Model ?? Run.Model,
            InputTokens = usage?.InputTokens,
            OutputTokens = usage?.OutputTokens,
            Error = error,
        };
    }
}
