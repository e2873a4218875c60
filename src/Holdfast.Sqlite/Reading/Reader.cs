using Holdfast.Conversations;
using Holdfast.Lanes;
using Holdfast.Runs;
using Holdfast.Sqlite.Writing;
using Holdfast.Storage;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Reading;

/// <summary>One reading connection with its prepared queries; used by one caller at a time.</summary>
internal sealed class Reader(SqliteConnection connection) : IDisposable
{
    private readonly PreparedCommand _item = new(connection, $"SELECT {ItemRow.Columns} FROM item WHERE sequence = $1", 1);

    private readonly PreparedCommand _turns = new(
        connection, "SELECT role, content, added_at FROM turn WHERE conversation = $1 ORDER BY sequence DESC LIMIT $2", 2);

    private readonly PreparedCommand _run = new(
        connection,
        "SELECT conversation, user, status, started_at, ended_at, starts, model, input_tokens, output_tokens, error FROM run WHERE id = $1",
        1);

    private readonly PreparedCommand _steps = new(
        connection, "SELECT number, kind, name, started_at, duration, error, output FROM run_step WHERE run = $1 ORDER BY number", 1);

    private readonly PreparedCommand _deadCount = new(connection, "SELECT count(*) FROM dead_letter", 0);

    private readonly PreparedCommand _dead = new(
        connection, $"SELECT {ItemRow.ColumnsWithoutPayload}, error, died_at FROM dead_letter ORDER BY died_at DESC, sequence DESC LIMIT $1", 1);

    private readonly PreparedCommand _conversations = new(
        connection,
        """
        SELECT c.conversation, (SELECT added_at FROM turn t WHERE t.sequence = c.newest), c.turns
        FROM (SELECT conversation, max(sequence) AS newest, count(*) AS turns FROM turn WHERE conversation > $1 GROUP BY conversation ORDER BY conversation LIMIT $2) c
        """,
        2);

    public LaneItem? Item(long sequence)
    {
        using var row = _item.Query(sequence);
        return row.Read() ? ItemRow.Read(row) : null;
    }

    public IReadOnlyList<Turn> Turns(string conversation, DateTimeOffset newerThan, int limit)
    {
        var turns = new List<Turn>();
        using var row = _turns.Query(conversation, (long)limit);
        while (row.Read())
        {
            if (turns.Count == 0 && row.GetMoment(2) < newerThan)
                return [];
            turns.Add(new Turn(row.GetString(0), row.GetString(1)));
        }

        turns.Reverse();
        return turns;
    }

    public RunRecord? Run(ItemId id)
    {
        using var row = _run.Query(id);
        if (!row.Read())
            return null;
        return new RunRecord
        {
            Id = id,
            Conversation = row.GetString(0),
            User = row.GetString(1),
            Status = (RunStatus)row.GetInt32(2),
            StartedAt = row.GetMoment(3),
            EndedAt = row.GetNumber(4) is { } ended ? SqliteValues.FromMicroseconds(ended) : null,
            Starts = row.GetInt32(5),
            Model = row.GetText(6),
            InputTokens = row.GetNumber(7),
            OutputTokens = row.GetNumber(8),
            Error = row.GetText(9),
        };
    }

    public IReadOnlyList<RunStep> Steps(ItemId run)
    {
        var steps = new List<RunStep>();
        using var row = _steps.Query(run);
        while (row.Read())
        {
            steps.Add(new RunStep
            {
                Run = run,
                Number = row.GetInt32(0),
                Kind = row.GetString(1),
                Name = row.GetString(2),
                StartedAt = row.GetMoment(3),
                Duration = TimeSpan.FromMicroseconds(row.GetInt64(4)),
                Error = row.GetText(5),
                Output = row.GetText(6),
            });
        }

        return steps;
    }

    public int DeadCount()
    {
        using var row = _deadCount.Query();
        row.Read();
        return row.GetInt32(0);
    }

    public IReadOnlyList<DeadLetter> Dead(int limit)
    {
        var dead = new List<DeadLetter>();
        using var row = _dead.Query((long)limit);
        while (row.Read())
            dead.Add(new DeadLetter(ItemRow.Read(row), row.GetString(ItemRow.Count), row.GetMoment(ItemRow.Count + 1)));
        return dead;
    }

    /// <summary>The next conversations by name, with the moment of their newest turn and how many turns they have.</summary>
    public IReadOnlyList<(string Conversation, DateTimeOffset NewestTurnAt, int Turns)> Conversations(string after, int limit)
    {
        var conversations = new List<(string, DateTimeOffset, int)>();
        using var row = _conversations.Query(after, (long)limit);
        while (row.Read())
            conversations.Add((row.GetString(0), row.GetMoment(1), row.GetInt32(2)));
        return conversations;
    }

    public void Dispose()
    {
        foreach (var command in (PreparedCommand[])[_item, _turns, _run, _steps, _deadCount, _dead, _conversations])
            command.Dispose();
        connection.Dispose();
    }
}
