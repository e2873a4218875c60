using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Reading;

/// <summary>What is asked about timers.</summary>
internal sealed class TimerQueries(CommandSet commands)
{
    private const string Columns =
        "id, team, user, conversation, status, due_at, repeats, zone, ring, created_at, rung_at, ended_at, label";

    // As the index over what is pending has it.
    private const string IsPending = "status = 1";

    private readonly PreparedQuery _timer = new(commands, $"SELECT {Columns} FROM timer WHERE id = $1", 1);

    private readonly PreparedQuery _pending = new(
        commands, $"SELECT {Columns} FROM timer WHERE {IsPending} AND team = $1 AND user = $2 ORDER BY due_at, sequence LIMIT $3", 3);

    private readonly PreparedQuery _pendingOfUser = new(commands, $"SELECT count(*) FROM timer WHERE {IsPending} AND team = $1 AND user = $2", 2);

    private readonly PreparedQuery _pendingCount = new(commands, $"SELECT count(*) FROM timer WHERE {IsPending}", 0);

    public TimerRecord? Timer(ItemId id)
    {
        using var row = _timer.Query(id);
        return row.Read() ? Read(row) : null;
    }

    public IReadOnlyList<TimerRecord> Pending(string team, string user, int limit)
    {
        using var row = _pending.Query(team, user, (long)limit);
        return row.ReadAll(Read);
    }

    public int PendingCount(string team, string user)
    {
        using var row = _pendingOfUser.Query(team, user);
        return row.ReadCount();
    }

    public int PendingCount()
    {
        using var row = _pendingCount.Query();
        return row.ReadCount();
    }

    private static TimerRecord Read(SqliteDataReader row) => new()
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
