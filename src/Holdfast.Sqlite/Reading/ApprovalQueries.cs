using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Reading;

/// <summary>What is asked about approvals.</summary>
internal sealed class ApprovalQueries(CommandSet commands)
{
    private const string Columns =
        "id, run, call_id, conversation, requested_by, tool, shown, status, created_at, expires_at, decided_by, decided_at, used_at, card";

    // As the index over what is pending has it.
    private const string IsPending = "status = 1";

    private readonly PreparedQuery _approval = new(commands, $"SELECT {Columns} FROM approval WHERE id = $1", 1);

    private readonly PreparedQuery _ofRun = new(commands, $"SELECT {Columns} FROM approval WHERE run = $1 ORDER BY sequence", 1);

    private readonly PreparedQuery _pendingOf = new(
        commands, $"SELECT {Columns} FROM approval WHERE {IsPending} AND {ConversationRange.OfTeam} ORDER BY sequence LIMIT $2", 2);

    private readonly PreparedQuery _pendingCountOf = new(
        commands, $"SELECT count(*) FROM approval WHERE {IsPending} AND {ConversationRange.OfTeam}", 1);

    private readonly PreparedQuery _pendingCount = new(commands, $"SELECT count(*) FROM approval WHERE {IsPending}", 0);

    public Approval? Approval(ItemId id)
    {
        using var row = _approval.Query(id);
        return row.Read() ? Read(row) : null;
    }

    public IReadOnlyList<Approval> OfRun(ItemId run)
    {
        using var row = _ofRun.Query(run);
        return row.ReadAll(Read);
    }

    public IReadOnlyList<Approval> Pending(string team, int limit)
    {
        using var row = _pendingOf.Query(team, (long)limit);
        return row.ReadAll(Read);
    }

    public int PendingCount(string team)
    {
        using var row = _pendingCountOf.Query(team);
        return row.ReadCount();
    }

    public int PendingCount()
    {
        using var row = _pendingCount.Query();
        return row.ReadCount();
    }

    private static Approval Read(SqliteDataReader row) => new()
    {
        Id = row.GetItemId(0),
        Run = row.GetItemId(1),
        CallId = row.GetString(2),
        Conversation = row.GetString(3),
        RequestedBy = row.GetString(4),
        Tool = row.GetString(5),
        Shown = row.GetString(6),
        Status = (ApprovalStatus)row.GetInt32(7),
        CreatedAt = row.GetMoment(8),
        ExpiresAt = row.GetMoment(9),
        DecidedBy = row.GetText(10),
        DecidedAt = row.GetMomentOrNull(11),
        UsedAt = row.GetMomentOrNull(12),
        Card = row.GetItemId(13),
    };
}
