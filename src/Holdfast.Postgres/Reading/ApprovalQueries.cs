using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Records;
using Npgsql;

namespace Holdfast.Postgres.Reading;

/// <summary>What is asked about approvals.</summary>
internal sealed class ApprovalQueries(Database database)
{
    private const string Columns =
        "id, run, call_id, conversation, requested_by, tool, shown, status, created_at, expires_at, decided_by, decided_at, used_at, card";

    public ValueTask<Approval?> ApprovalAsync(ItemId id, CancellationToken cancellationToken) =>
        database.FindAsync($"SELECT {Columns} FROM approval WHERE id = $1", Read, cancellationToken, id);

    public async ValueTask<IReadOnlyList<Approval>> OfRunAsync(ItemId run, CancellationToken cancellationToken) =>
        await database.QueryAsync($"SELECT {Columns} FROM approval WHERE run = $1 ORDER BY sequence", Read, cancellationToken, run);

    public async ValueTask<IReadOnlyList<Approval>> PendingAsync(string team, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        $"SELECT {Columns} FROM approval WHERE status = 1 AND {ConversationRange.OfTeam} ORDER BY sequence LIMIT $2", Read, cancellationToken, team, limit);

    public ValueTask<int> PendingCountAsync(string team, CancellationToken cancellationToken) =>
        database.CountAsync($"SELECT count(*) FROM approval WHERE status = 1 AND {ConversationRange.OfTeam}", cancellationToken, team);

    public ValueTask<int> PendingCountAsync(CancellationToken cancellationToken) =>
        database.CountAsync("SELECT count(*) FROM approval WHERE status = 1", cancellationToken);

    private static Approval Read(NpgsqlDataReader row) => new()
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
