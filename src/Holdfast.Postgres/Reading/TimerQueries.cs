using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Records;
using Npgsql;

namespace Holdfast.Postgres.Reading;

/// <summary>What is asked about timers.</summary>
internal sealed class TimerQueries(Database database)
{
    private const string Columns =
        """id, team, "user", conversation, status, due_at, repeats, zone, ring, created_at, rung_at, ended_at, label""";

    public ValueTask<TimerRecord?> TimerAsync(ItemId id, CancellationToken cancellationToken) =>
        database.FindAsync($"SELECT {Columns} FROM timer WHERE id = $1", Read, cancellationToken, id);

    public async ValueTask<IReadOnlyList<TimerRecord>> PendingAsync(string team, string user, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""SELECT {Columns} FROM timer WHERE status = 1 AND team = $1 AND "user" = $2 ORDER BY due_at, sequence LIMIT $3""", Read, cancellationToken, team, user, limit);

    public ValueTask<int> PendingCountAsync(string team, string user, CancellationToken cancellationToken) =>
        database.CountAsync("""SELECT count(*) FROM timer WHERE status = 1 AND team = $1 AND "user" = $2""", cancellationToken, team, user);

    public ValueTask<int> PendingCountAsync(CancellationToken cancellationToken) =>
        database.CountAsync("SELECT count(*) FROM timer WHERE status = 1", cancellationToken);

    private static TimerRecord Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetItemId(0),
        Team = row.GetString(1),
        User = row.GetString(2),
        Conversation = row.GetString(3),
        Status = (TimerStatus)row.GetInt32(4),
        DueAt = row.GetMoment(5),
        Repeats = row.GetText(6),
        Zone = row.GetString(7),
        Ring = row.GetInt32(8),
        CreatedAt = row.GetMoment(9),
        RungAt = row.GetMomentOrNull(10),
        EndedAt = row.GetMomentOrNull(11),
        Label = row.GetString(12),
    };
}
