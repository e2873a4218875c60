using Holdfast.Postgres.Sql;
using Holdfast.Postgres.Writing;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Postgres;

/// <summary>What one person said.</summary>
public sealed partial class PostgresStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SaidTurn>> GetSaidAsync(string user, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return await _database.QueryAsync(
            ForgetSql.GetSaid,
            static row => new SaidTurn(row.GetInt64(5), row.GetString(6), row.GetMoment(2), StoreRows.Turn(row)),
            cancellationToken,
            ForgetSql.SpeakerPattern(user),
            after,
            limit);
    }

    /// <inheritdoc/>
    public ValueTask<ForgottenRows> ForgetAsync(string user, DateTimeOffset before, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return Forget.RunAsync(_database, user, before, cancellationToken);
    }
}
