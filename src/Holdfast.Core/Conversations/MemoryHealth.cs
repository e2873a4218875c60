using Holdfast.Diagnostics;
using Holdfast.Text;

namespace Holdfast.Conversations;

/// <summary>The state of conversation memory, for health. Problems with one conversation, and lost turns, are shown for an hour.</summary>
public sealed class MemoryHealth(TimeProvider time) : IHealthSource
{
    private static readonly TimeSpan Shown = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private (string Problem, DateTimeOffset Since)? _unreachable;
    private (string Conversation, string Problem, DateTimeOffset At)? _unreadable;
    private (int Runs, DateTimeOffset LastAt) _lost;

    /// <summary>The problems, in words; empty when there are none.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_lock)
            {
                var problems = new List<string>();
                if (_unreachable is { } unreachable)
                    problems.Add($"conversation memory has not answered since {unreachable.Since:u}: {unreachable.Problem}");
                if (_unreadable is { } unreadable && IsShown(unreadable.At))
                    problems.Add(unreadable.Problem);
                if (_lost.Runs > 0 && IsShown(_lost.LastAt))
                    problems.Add($"the turns of {Quantities.Count(_lost.Runs, "run")} could not be saved to conversation memory, last at {_lost.LastAt:u}");
                return problems;
            }
        }
    }

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<string>> IHealthSource.GetProblemsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Problems);

    /// <summary>It does not answer.</summary>
    /// <param name="problem">Why, without secrets.</param>
    public void Unreachable(string problem)
    {
        lock (_lock)
            _unreachable = (problem, _unreachable?.Since ?? time.GetUtcNow());
    }

    /// <summary>It answers.</summary>
    public void Reachable()
    {
        lock (_lock)
            _unreachable = null;
    }

    /// <summary>One conversation cannot be read.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="problem">Why.</param>
    public void Unreadable(string conversation, string problem)
    {
        lock (_lock)
            _unreadable = (conversation, problem, time.GetUtcNow());
    }

    /// <summary>A conversation can be read.</summary>
    /// <param name="conversation">Which.</param>
    public void Readable(string conversation)
    {
        lock (_lock)
        {
            if (_unreadable?.Conversation == conversation)
                _unreadable = null;
        }
    }

    /// <summary>The turns of a run could not be saved.</summary>
    public void NotRemembered()
    {
        lock (_lock)
            _lost = (IsShown(_lost.LastAt) ? _lost.Runs + 1 : 1, time.GetUtcNow());
    }

    private bool IsShown(DateTimeOffset at) => time.GetUtcNow() - at < Shown;
}
