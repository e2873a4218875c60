using System.Diagnostics;
using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>
/// Keeps book of one run: steps are numbered, timed, and made durable as soon as the agent goes on to another one. The steps
/// that ended last go into the run's final transition, so the usual run of one step costs no commit of its own.
/// </summary>
internal sealed class RunJournal(LaneWork work, RunRecord run, IReadOnlyList<RunStep> finished, RunUsage usage, ModelCalls calls, TimeProvider time)
{
    private const string Abandoned = "abandoned";

    private readonly List<RunStep> _steps = [];
    private readonly List<string> _tools = [.. finished.Where(IsDone).Select(step => step.Name)];
    private Effects _effects = Effects.None;
    private int _number = finished.Count == 0 ? 0 : finished[^1].Number;
    private readonly List<OpenStep> _open = [];
    private readonly ActivityContext _span = Activity.Current?.Context ?? default;

    /// <summary>What had been finished before this attempt.</summary>
    public IReadOnlyList<RunStep> Finished => finished;

    /// <summary>The tools that have done their work, each as often as it did: what a run that ends without an answer leaves behind.</summary>
    public IReadOnlyList<string> ToolsDone => _tools;

    /// <summary>The hold under which the run is at work.</summary>
    public Claim Claim => work.Claim;

    /// <summary>Whether a step is under way.</summary>
    public bool HasOpenSteps => _open.Count > 0;

    /// <summary>The span of the step that began last and is under way; null for none.</summary>
    public Activity? Span => _open.Count == 0 ? null : _open[^1].Span;

    public RunRecord Run { get; private set; } = run;

    /// <summary>Whether the run was begun before: what it has said then, as that it failed, it says anew.</summary>
    public bool IsAgain { get; init; }

    /// <summary>
    /// The run as it was written down since it was started this time, or may have been; null when it was not. Unlike <see cref="Run"/> it
    /// does not know of an end that was not committed.
    /// </summary>
    public RunRecord? Begun { get; private set; }

    /// <summary>What is not durable yet, for a transition that ends the item: the run, its steps and what they led to.</summary>
    public Transition With(ItemOutcome outcome) => new()
    {
        Claim = Claim,
        Outcome = outcome,
        Run = Run,
        Steps = [.. _steps],
        Append = _effects.Append,
        Records = [.. _effects.Records, .. usage.Entries()],
        ReplacesTurns = IsAgain,
    };

    /// <summary>What was used and is in no commit yet, for an end that leaves the steps out.</summary>
    public IReadOnlyList<StoredRecord> Unbooked() => usage.Entries();

    /// <summary>Makes durable that the run has begun, and what has been finished so far.</summary>
    public async ValueTask CheckpointAsync(CancellationToken cancellationToken, Effects? besides = null)
    {
        var checkpoint = With(ItemOutcome.Checkpoint);
        Begun = Run;

        // The commit is waited for to its end, whatever the time: a wait that was cut short would leave it open whether these
        // steps are written, and writing them again with the run's end is refused.
        await work.CheckpointAsync(besides is null ? checkpoint : checkpoint.And(besides), CancellationToken.None);
        _steps.Clear();
        _effects = Effects.None;
        usage.Booked();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask BeginStepAsync(AgentUpdate.StepStarted step, Approval? used, CancellationToken cancellationToken)
    {
        // Those that are told apart may be under way beside each other; any other has ended where the next begins.
        foreach (var left in _open.Where(open => step.Id is null || open.Step.Id is null || open.Step.Id == step.Id).ToList())
            End(left, new AgentUpdate.StepFinished(Output: null, Abandoned));
        List<StoredRecord> begun = [];
        if (used is not null)
            begun.Add(used.ToRecord());
        if (step.BegunCall is { } call)
            begun.Add(RunRecords.BegunCall(Run, call));
        var effects = step.Effects.And(new Effects { Records = begun });
        if (_steps.Count + effects.Records.Count + effects.Append.Count > 0)
            await CheckpointAsync(cancellationToken, effects);
        _open.Add(new OpenStep(step, time.GetUtcNow(), time.GetTimestamp(), ModelCalls.Begin(step, _span)));
    }

    /// <summary>Ends the step that is meant, if it is open.</summary>
    public void EndStep(AgentUpdate.StepFinished end)
    {
        if (_open.FindLast(open => end.Id is null || open.Step.Id == end.Id) is { } open)
            End(open, end);
    }

    /// <summary>Ends all steps that are open.</summary>
    public void EndSteps(AgentUpdate.StepFinished end)
    {
        foreach (var open in _open.ToList())
            End(open, end);
    }

    private void End(OpenStep open, AgentUpdate.StepFinished end)
    {
        _open.Remove(open);
        var ended = new RunStep
        {
            Run = Run.Id,
            Number = 0,
            Kind = open.Step.Kind,
            Name = open.Step.Name,
            StartedAt = open.StartedAt,
            Duration = time.GetElapsedTime(open.Timestamp),
            Error = end.Error,
            Input = StepText.Bounded(open.Step.Input),
            Output = StepText.Bounded(end.Output),
            Resume = end.Resume,
            InputTokens = end.Usage?.InputTokens,
            OutputTokens = end.Usage?.OutputTokens,
        };
        Record(ended);
        _effects = _effects.And(end.Effects);
        var cost = end.Usage is { } used ? Count(used) : null;
        calls.Ended(Run, ended, end.Usage, cost, open.Span);
    }

    /// <summary>Ends all steps that are open as failed.</summary>
    public void FailSteps(string? error) => EndSteps(new AgentUpdate.StepFinished(Output: null, error ?? Abandoned));

    /// <summary>Adds a step that is over already; it gets the next number.</summary>
    public void Record(RunStep step)
    {
        _steps.Add(step with { Run = Run.Id, Number = ++_number });
        if (IsDone(step))
            _tools.Add(step.Name);
    }

    /// <summary>Records that become durable with what is written down next.</summary>
    public void Keep(IReadOnlyList<StoredRecord> records) => _effects = _effects.And(new Effects { Records = records });

    public void Change(Func<RunRecord, RunRecord> change) => Run = change(Run);

    public void End(RunStatus status, TimeSpan retention, string? error)
    {
        FailSteps(error);
        if (status is RunStatus.Failed or RunStatus.TimedOut)
            usage.Failed();
        var now = time.GetUtcNow();
        Run = Run with { Status = status, EndedAt = now, ExpiresAt = now + retention, Error = error };
    }

    private static bool IsDone(RunStep step) => step is { Kind: StepKinds.Tool, Error: null };

    private long? Count(AgentUsage used)
    {
        var cost = usage.Asked(used);
        Run = Run with
        {
            Model = used.Model ?? Run.Model,
            InputTokens = Sum(Run.InputTokens, used.InputTokens),
            OutputTokens = Sum(Run.OutputTokens, used.OutputTokens),
            CostMicros = Sum(Run.CostMicros, cost),
        };
        return cost;
    }

    private static long? Sum(long? a, long? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);

    /// <summary>A step that is under way.</summary>
    private sealed record OpenStep(AgentUpdate.StepStarted Step, DateTimeOffset StartedAt, long Timestamp, Activity? Span);
}
