using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>What one person said.</summary>
public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SaidTurn>> GetSaidAsync(string user, long after, int limit, CancellationToken cancellationToken) => Read<IReadOnlyList<SaidTurn>>(() =>
        [.. _turns.Where(turn => IsOf(turn, user) && turn.Place > after).Take(limit).Select(turn => new SaidTurn(turn.Place, turn.Conversation, turn.At, turn.Turn))]);

    /// <inheritdoc/>
    public ValueTask<ForgottenRows> ForgetAsync(string user, DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var dead = _dead.RemoveAll(letter => letter.Item.Owner is { } owner && owner.User == user && letter.DiedAt < before);
            foreach (var id in _runsOfDead.Keys.Where(id => !_dead.Exists(letter => letter.Item.Id == id)).ToList())
                _runsOfDead.Remove(id);
            var where = _turns.Where(turn => turn.Turn.Speaker?.Id == user).Select(turn => turn.Conversation)
                .Concat(_runs.Values.Where(run => run.User == user).Select(run => run.Conversation)).ToHashSet();
            var runs = _runs.Values.Where(run => where.Contains(run.Conversation) && run.EndedAt is not null && run.StartedAt < before && !_runsOfDead.ContainsValue(run.Id)).ToList();
            foreach (var run in runs)
            {
                _runs.Remove(run.Id);
                _steps.RemoveAll(step => step.Run == run.Id);
                _records.RemoveAll(record => record.Run == run.Id);
            }

            var said = _turns.Where(turn => IsOf(turn, user) && turn.At < before).ToList();
            foreach (var turn in said)
                _turns.Remove(turn);
            return ValueTask.FromResult(new ForgottenRows(runs.Count, said.Count, dead));
        }
    }

    private bool IsOf(KeptTurn turn, string user) => (turn.Turn.Speaker?.Id == user || (turn.Run is { } run && _turns.Exists(other => other.Run == run && other.Turn.Speaker?.Id == user)));
}
