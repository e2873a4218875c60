using System.Text;
using Holdfast.Lanes;

namespace Holdfast.Runs;

/// <summary>A run while it is executed.</summary>
/// <param name="request">What it was asked.</param>
/// <param name="journal">Its book.</param>
/// <param name="retention">How long it is kept after its end.</param>
internal sealed class RunInHand(RunRequest request, RunJournal journal, TimeSpan retention)
{
    /// <summary>What a stopped run shows of what it was about to say: as much as fits into some messages.</summary>
    private const int MostKept = 40_000;

    private readonly StringBuilder _soFar = new();

    public ItemId Id => journal.Run.Id;

    public RunRequest Request => request;

    public RunJournal Journal => journal;

    public TimeSpan Retention => retention;

    /// <summary>The text that the agent has written, and would have been its answer.</summary>
    public string SoFar => _soFar.ToString().Trim();

    public void Add(string delta)
    {
        if (_soFar.Length < MostKept)
            _soFar.Append(delta);
    }
}
