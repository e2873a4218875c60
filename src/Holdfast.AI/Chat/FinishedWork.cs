using Holdfast.Agents;
using Holdfast.Records;

namespace Holdfast.AI.Chat;

/// <summary>What a run has done before it was interrupted, or waited: read from its steps, and not done again.</summary>
internal sealed class FinishedWork
{
    private readonly Dictionary<string, string> _results = new(StringComparer.Ordinal);

    public FinishedWork(AgentTurn turn)
    {
        foreach (var step in turn.FinishedSteps)
        {
            if (step.Kind == StepKinds.Again)
                CallsBefore = ModelCalls;

            // A step that was ended from outside (out of time, stopped) has nothing to resume from: it counts as not done.
            if (step.Kind == StepKinds.Model)
            {
                // Failed calls count too: an answer's number must never be given to another one, whose calls would then be
                // taken for done.
                ModelCalls++;
                if (step.Error is null && ModelAnswer.Read(step.Resume) is { } answer)
                    Answers.Enqueue((ModelCalls, answer));
            }
            else if (step is { Kind: StepKinds.Tool, Resume: { } call })
            {
                _results[call] = ToolWording.Result(step.Output);
            }
        }
    }

    /// <summary>How often the model was called.</summary>
    public int ModelCalls { get; }

    /// <summary>How many of these calls were made before somebody asked for another try: they do not count towards what a try may take.</summary>
    public int CallsBefore { get; }

    /// <summary>What the model answered, with each answer's number.</summary>
    public Queue<(int Number, ModelAnswer Answer)> Answers { get; } = new();

    /// <summary>The result of a call that the model got; null when the call is still to be made.</summary>
    public string? ResultOf(string call) => _results.GetValueOrDefault(call);
}
