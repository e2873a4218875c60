using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Reading;

/// <summary>One reading connection with its prepared queries; used by one caller at a time.</summary>
internal sealed class Reader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly CommandSet _commands;
    private readonly PreparedQuery _item;
    private readonly PreparedQuery _turns;
    private readonly PreparedQuery _deadCount;
    private readonly PreparedQuery _dead;
    private readonly PreparedQuery _conversations;
    private readonly PreparedQuery _receipt;

    public Reader(SqliteConnection connection)
    {
        _connection = connection;
        _commands = new CommandSet(connection);
        Runs = new RunQueries(_commands);
        Records = new RecordQueries(_commands);
        Personal = new PersonalQueries(_commands);
        _item = new(_commands, $"SELECT {ItemSql.Columns} FROM item WHERE sequence = $1", 1);
        _turns = new(_commands, "SELECT role, content, added_at, attachments, speaker FROM turn WHERE conversation = $1 AND ($3 IS NULL OR run IS NOT $3) ORDER BY sequence DESC LIMIT $2", 3);
        _receipt = new(_commands, "SELECT outcome, reason FROM receipt WHERE dedupe_key = $1", 1);
        _deadCount = new(_commands, "SELECT count(*) FROM dead_letter", 0);
        _dead = new(
            _commands, $"SELECT {ItemSql.BeforePayload}, x'', {ItemSql.AfterPayload}, error, died_at FROM dead_letter ORDER BY died_at DESC, sequence DESC LIMIT $1", 1);
        _conversations = new(_commands, SweepSql.Conversations, 2);
    }

    public RunQueries Runs { get; }

    public RecordQueries Records { get; }

    public PersonalQueries Personal { get; }

    public LaneItem? Item(long sequence)
    {
        using var row = _item.Query(sequence);
        return row.Read() ? StoreRows.Item<SqliteFormat>(row) : null;
    }

    public IReadOnlyList<Turn> Turns(string conversation, DateTimeOffset newerThan, int limit, ItemId? except)
    {
        var turns = new List<Turn>();
        using var row = _turns.Query(conversation, (long)limit, except);
        while (row.Read())
        {
            if (turns.Count == 0 && row.GetMoment(2) < newerThan)
                return [];
            turns.Add(StoreRows.Turn(row));
        }

        turns.Reverse();
        return turns;
    }

    public ItemReceipt? Receipt(string dedupeKey)
    {
        using var row = _receipt.Query(dedupeKey);
        return row.Read() ? StoreRows.Receipt(row) : null;
    }

    public int DeadCount()
    {
        using var row = _deadCount.Query();
        return row.ReadCount();
    }

    public IReadOnlyList<DeadLetter> Dead(int limit)
    {
        using var row = _dead.Query((long)limit);
        return row.ReadAll(StoreRows.DeadLetter<SqliteFormat>);
    }

    /// <summary>The next conversations by name, with the moment of their newest turn and how many turns they have.</summary>
    public IReadOnlyList<(string Conversation, DateTimeOffset NewestTurnAt, int Turns)> Conversations(string after, int limit)
    {
        using var row = _conversations.Query(after, (long)limit);
        return row.ReadAll(turns => (turns.GetString(0), turns.GetMoment(1), turns.GetInt32(2)));
    }

    public void Dispose()
    {
        _commands.Dispose();
        _connection.Dispose();
    }
}
