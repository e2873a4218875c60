using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Reading;

/// <summary>What is asked about jobs.</summary>
internal sealed class JobQueries(CommandSet commands)
{
    private const string Columns =
        "id, run, conversation, requested_by, approved_by, tool, shown, task, status, created_at, started_at, ended_at, exit_code, output_bytes, notice";

    private readonly PreparedQuery _job = new(commands, $"SELECT {Columns} FROM job WHERE id = $1", 1);

    private readonly PreparedQuery _recent = new(commands, $"SELECT {Columns} FROM job ORDER BY sequence DESC LIMIT $1", 1);

    private readonly PreparedQuery _recentOf = new(
        commands, $"SELECT {Columns} FROM job WHERE {ConversationRange.OfTeam} ORDER BY sequence DESC LIMIT $2", 2);

    private readonly PreparedQuery _openCountOf = new(commands, $"SELECT count(*) FROM job WHERE ended_at IS NULL AND {ConversationRange.OfTeam}", 1);

    private readonly PreparedQuery _openCount = new(commands, "SELECT count(*) FROM job WHERE ended_at IS NULL", 0);

    public Job? Job(ItemId id)
    {
        using var row = _job.Query(id);
        return row.Read() ? Read(row) : null;
    }

    public IReadOnlyList<Job> Recent(int limit)
    {
        using var row = _recent.Query((long)limit);
        return row.ReadAll(Read);
    }

    public IReadOnlyList<Job> Recent(string team, int limit)
    {
        using var row = _recentOf.Query(team, (long)limit);
        return row.ReadAll(Read);
    }

    public int OpenCount(string team)
    {
        using var row = _openCountOf.Query(team);
        return row.ReadCount();
    }

    public int OpenCount()
    {
        using var row = _openCount.Query();
        return row.ReadCount();
    }

    private static Job Read(SqliteDataReader row) => new()
    {
        Id = row.GetItemId(0),
        Run = row.GetItemId(1),
        Conversation = row.GetString(2),
        RequestedBy = row.GetString(3),
        ApprovedBy = row.GetText(4),
        Tool = row.GetString(5),
        Shown = row.GetString(6),
        Order = row.GetString(7),
        Status = (JobStatus)row.GetInt32(8),
        CreatedAt = row.GetMoment(9),
        StartedAt = row.GetMomentOrNull(10),
        EndedAt = row.GetMomentOrNull(11),
        ExitCode = (int?)row.GetNumber(12),
        OutputBytes = row.GetInt64(13),
        Notice = row.GetItemId(14),
    };
}
