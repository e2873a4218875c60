using Holdfast.Sqlite.Writing;
using Holdfast.Storage;

namespace Holdfast.Sqlite;

/// <summary>What one person said.</summary>
public sealed partial class SqliteStore
{
    private const int RunsAtOnce = 50;
    private const int TurnsAtOnce = 500;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SaidTurn>> GetSaidAsync(string user, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return ReadAsync(reader => reader.Personal.Said(user, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ForgottenRows> ForgetAsync(string user, DateTimeOffset before, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        var runs = await ReadAsync(reader => reader.Personal.Runs(user, before, RunsAtOnce), cancellationToken);
        var turns = runs.Count > 0 ? [] : await ReadAsync(reader => reader.Personal.Turns(user, before, TurnsAtOnce), cancellationToken);
        return await _writer.WriteAsync(new ForgetOperation(user, before, runs, turns)).WaitAsync(cancellationToken);
    }
}
