using Holdfast.Agents;
using Holdfast.Records;

namespace Holdfast.AI.Chat;

/// <summary>What a run has done before it was interrupted, or waited: read from its steps, and not done again.</summary>
internal sealed class FinishedWork
{
    private readonly Dictionary<string, (string Text, IReadOnlyList<Attachment> Pictures)> _results = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    public FinishedWork(AgentTurn turn)
    {
        foreach (var step in turn.FinishedSteps)
        {
            if (step.Kind == StepKinds.Again)
                CallsBefore = ModelCalls;

            HasSummarized = step.Kind != StepKinds.Again && (HasSummarized || step.Kind == StepKinds.Summary);

            // After a wait each is as good as any other.
            if (step.Kind is StepKinds.Again or StepKinds.Retry)
                _failed.Clear();

            // A step that was ended from outside (out of time, stopped) has nothing to resume from: it counts as not done.
            if (step.Kind == StepKinds.Model)
            {
                // Failed calls count too: an answer's number must never be given to another one, whose calls would then be
                // taken for done.
                ModelCalls++;
                if (step.Error is null && ModelAnswer.Read(step.Resume) is { } answer)
                {
                    Answers.Enqueue((ModelCalls, answer, step.Name));
                    LastModel = step.Name;
                }
                else if (step.Error is not (null or ModelFailure.TooLong or ModelFailure.Waiting))
                {
                    _failed.Add(step.Name);
                }
            }
            else if (step is { Kind: StepKinds.Tool, Resume: { } resume })
            {
                var (call, pictures) = CallResume.Read(resume);
                _results[call] = (ToolWording.Result(step.Output), pictures);
            }
        }
    }

    /// <summary>How often the model was called.</summary>
    public int ModelCalls { get; }

    /// <summary>How many of these calls were made before somebody asked for another try: they do not count towards what a try may take.</summary>
    public int CallsBefore { get; }

    /// <summary>What the models answered, with each answer's number, and which of them it was.</summary>
    public Queue<(int Number, ModelAnswer Answer, string Model)> Answers { get; } = new();

    /// <summary>Whether a summary was made in this try, or could not be.</summary>
    public bool HasSummarized { get; }

    /// <summary>The model that answered last; null when none has.</summary>
    public string? LastModel { get; }

    /// <summary>Whether a model could not answer in this run, and nothing was waited for since.</summary>
    public bool HasFailed(string model) => _failed.Contains(model);

    /// <summary>The result of a call that the model got; null when the call is still to be made.</summary>
    public (string Text, IReadOnlyList<Attachment> Pictures)? ResultOf(string call) => _results.TryGetValue(call, out var result) ? result : null;
}
