using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Records;
using Npgsql;

namespace Holdfast.Postgres.Reading;

/// <summary>What is asked about runs, their steps and what was delivered for them.</summary>
internal sealed class RunQueries(Database database)
{
    private const string RunColumns =
        """id, conversation, "user", question, status, started_at, ended_at, expires_at, starts, model, input_tokens, output_tokens, cost, error, notice, merged""";

    private const string StepColumns =
        "number, kind, name, started_at, duration, error, input, output, input_tokens, output_tokens, resume";

    public ValueTask<RunRecord?> RunAsync(ItemId id, CancellationToken cancellationToken) =>
        database.FindAsync($"SELECT {RunColumns} FROM run WHERE id = $1", ReadRun, cancellationToken, id);

    public ValueTask<RunRecord?> OpenAsync(string conversation, CancellationToken cancellationToken) => database.FindAsync(
        $"SELECT {RunColumns} FROM run WHERE conversation = $1 AND ended_at IS NULL ORDER BY started_at DESC, id DESC LIMIT 1",
        ReadRun,
        cancellationToken,
        conversation);

    // '0' comes after '/'.
    public async ValueTask<IReadOnlyList<RunRecord>> RecentAsync(string channel, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        $"""
        SELECT {RunColumns} FROM run WHERE conversation = $1 OR (conversation > $1 || '/' AND conversation < $1 || '0')
        ORDER BY started_at DESC, id DESC LIMIT $2
        """,
        ReadRun,
        cancellationToken,
        channel,
        limit);

    public async ValueTask<IReadOnlyList<RunStep>> StepsAsync(ItemId run, CancellationToken cancellationToken) => await database.QueryAsync(
        $"SELECT {StepColumns} FROM run_step WHERE run = $1 ORDER BY number", row => ReadStep(row, run, int.MaxValue), cancellationToken, run);

    public ValueTask<RunStep?> StepAsync(ItemId run, int number, CancellationToken cancellationToken) => database.FindAsync(
        $"SELECT {StepColumns} FROM run_step WHERE run = $1 AND number = $2", row => ReadStep(row, run, int.MaxValue), cancellationToken, run, number);

    public ValueTask<int> StepCountAsync(ItemId run, CancellationToken cancellationToken) =>
        database.CountAsync("SELECT count(*) FROM run_step WHERE run = $1", cancellationToken, run);

    public async ValueTask<IReadOnlyList<StepOutline>> OutlinesAsync(ItemId run, int after, int limit, int maxText, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            """
            SELECT number, kind, name, started_at, duration, error, substr(input, 1, $4), substr(output, 1, $4), input_tokens, output_tokens,
                NULL::text, coalesce(input_length, 0), coalesce(output_length, 0)
            FROM run_step WHERE run = $1 AND number > $2 ORDER BY number LIMIT $3
            """,
            row => new StepOutline(ReadStep(row, run, maxText), row.GetInt32(11), row.GetInt32(12)),
            cancellationToken,
            run,
            after,
            limit,
            maxText);

    public async ValueTask<IReadOnlyList<DeliveryReceipt>> DeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        "SELECT id, channel, ts, delivered_at FROM delivery WHERE cause = $1 ORDER BY sequence, id LIMIT $2",
        row => new DeliveryReceipt(row.GetItemId(0), cause, row.GetString(1), row.GetString(2), row.GetMoment(3)),
        cancellationToken,
        cause,
        limit);

    private static RunRecord ReadRun(NpgsqlDataReader row) => new()
    {
        Id = row.GetItemId(0),
        Conversation = row.GetString(1),
        User = row.GetString(2),
        Question = row.GetString(3),
        Status = (RunStatus)row.GetInt32(4),
        StartedAt = row.GetMoment(5),
        EndedAt = row.GetMomentOrNull(6),
        ExpiresAt = row.GetMomentOrNull(7),
        Starts = row.GetInt32(8),
        Model = row.GetText(9),
        InputTokens = row.GetNumber(10),
        OutputTokens = row.GetNumber(11),
        CostMicros = row.GetNumber(12),
        Error = row.GetText(13),
        Notice = row.IsDBNull(14) ? null : row.GetItemId(14),
        Merged = row.GetString(15),
    };

    private static RunStep ReadStep(NpgsqlDataReader row, ItemId run, int maxText) => new()
    {
        Run = run,
        Number = row.GetInt32(0),
        Kind = row.GetString(1),
        Name = row.GetString(2),
        StartedAt = row.GetMoment(3),
        Duration = row.GetTimeSpan(4),
        Error = row.GetText(5),
        Input = StepOutline.Cut(row.GetText(6), maxText),
        Output = StepOutline.Cut(row.GetText(7), maxText),
        InputTokens = row.GetNumber(8),
        OutputTokens = row.GetNumber(9),
        Resume = row.GetText(10),
    };
}
