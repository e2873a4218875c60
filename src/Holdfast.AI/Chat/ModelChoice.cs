using Holdfast.AI.Models;

namespace Holdfast.AI.Chat;

/// <summary>Which of the models that may answer a run is asked: the one that has answered in it already, else the first that is not left alone.</summary>
internal sealed class ModelChoice
{
    private readonly List<ChatModel> _line;
    private readonly HashSet<ChatModel> _tried = [];

    /// <summary>Chooses.</summary>
    /// <param name="models">Those that may answer, in the order in which they are asked; at least one.</param>
    /// <param name="finished">What the run has done before.</param>
    public ModelChoice(IReadOnlyList<ChatModel> models, FinishedWork finished)
    {
        _line = [.. models.OrderBy(model => finished.HasFailed(model.Name)).ThenByDescending(model => model.Name == finished.LastModel)];

        // Where all are left alone, the one that is not for the shortest time: somebody waits for an answer.
        Current = _line.Count == 1 ? _line[0] : _line.Find(model => model.Health.TryAsk()) ?? _line.MinBy(model => model.Health.RestLeft)!;
    }

    /// <summary>The one that is asked.</summary>
    public ChatModel Current { get; private set; }

    /// <summary>Whether there is another one.</summary>
    public bool HasOthers => _line.Count > 1;

    /// <summary>Why it is not one that comes before it, for whoever looks at the run; null where none does.</summary>
    public string? Note
    {
        get
        {
            var passed = _line.TakeWhile(model => model != Current).Where(model => !_tried.Contains(model) && model.Health.Problem is not null).ToList();
            return passed.Count == 0 ? null : string.Join(' ', passed.Select(model => $"{model.Name} is left alone for now: {model.Health.Problem}."));
        }
    }

    /// <summary>Another answer is wanted: from the same one, as long as it can.</summary>
    public void Begin() => _tried.Clear();

    /// <summary>Goes on to another one.</summary>
    /// <returns>Whether there is one that was not asked for this answer, and is not left alone.</returns>
    public bool TryNext()
    {
        _tried.Add(Current);
        if (_line.Find(model => !_tried.Contains(model) && model.Health.TryAsk()) is not { } next)
            return false;
        Current = next;
        return true;
    }
}
