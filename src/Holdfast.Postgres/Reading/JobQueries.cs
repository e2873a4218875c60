using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Records;
using Npgsql;

namespace Holdfast.Postgres.Reading;

/// <summary>What is asked about jobs.</summary>
internal sealed class JobQueries(Database database)
{
    private const string Columns =
        "id, run, conversation, requested_by, approved_by, tool, shown, task, status, created_at, started_at, ended_at, exit_code, output_bytes, notice";

    public ValueTask<Job?> JobAsync(ItemId id, CancellationToken cancellationToken) =>
        database.FindAsync($"SELECT {Columns} FROM job WHERE id = $1", Read, cancellationToken, id);

    public async ValueTask<IReadOnlyList<Job>> RecentAsync(int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync($"SELECT {Columns} FROM job ORDER BY sequence DESC LIMIT $1", Read, cancellationToken, limit);

    public async ValueTask<IReadOnlyList<Job>> RecentAsync(string team, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        $"SELECT {Columns} FROM job WHERE {ConversationRange.OfTeam} ORDER BY sequence DESC LIMIT $2", Read, cancellationToken, team, limit);

    public ValueTask<int> OpenCountAsync(string team, CancellationToken cancellationToken) =>
        database.CountAsync($"SELECT count(*) FROM job WHERE ended_at IS NULL AND {ConversationRange.OfTeam}", cancellationToken, team);

    public ValueTask<int> OpenCountAsync(CancellationToken cancellationToken) =>
        database.CountAsync("SELECT count(*) FROM job WHERE ended_at IS NULL", cancellationToken);

    private static Job Read(NpgsqlDataReader row) => new()
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
