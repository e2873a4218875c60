using System.Globalization;
using Holdfast.Items;
using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Opening;

/// <summary>Fills the index of lanes from the file, once, when the store is opened.</summary>
internal static class Recovery
{
    /// <summary>The fact that a graceful stop leaves behind, and that opening takes away: the number of the last item that was appended.</summary>
    public const string StoppedFact = "stopped_gracefully";

    /// <summary>The fact that says after which number fences began the last time.</summary>
    private const string FenceFact = "fence";

    /// <summary>More claims than one process ever makes.</summary>
    private const long MaxClaims = 1_000_000_000_000;

    /// <summary>
    /// How far the wall clock may have been set back since the last process handed something of the schedule out: an item that is not
    /// due yet may then have been in somebody's hands.
    /// </summary>
    private static readonly TimeSpan SetBack = TimeSpan.FromHours(1);

    public static void Load(SqliteConnection connection, LaneIndex index, DateTimeOffset now)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT {IndexRow.Columns}, queue FROM item WHERE queue <> {(int)LaneQueue.Scheduled} ORDER BY sequence";
            using var row = command.ExecuteReader();
            var owners = new Dictionary<ItemOwner, ItemOwner>();
            while (row.Read())
            {
                // One object for a person, however many items wait.
                var entry = IndexRow.Read(row);
                if (entry.Owner is { } owner && !owners.TryAdd(owner, owner))
                    entry = entry with { Owner = owners[owner] };
                index.Add((LaneQueue)row.GetInt32(8), entry);
            }
        }

        using (var transaction = connection.BeginTransaction())
        {
            index.StartFencesAfter(TakeFences(connection, transaction, now));
            var stoppedAt = TakeStoppedFact(connection, transaction);
            index.StartSequenceAfter(LastSequence(connection, stoppedAt));
            if (stoppedAt is null)
            {
                DoubtHeads(connection, transaction, index);
                DoubtSchedule(connection, transaction, now + SetBack);
            }

            transaction.Commit();
        }

        LoadSchedule(connection, index.Schedule);
    }

    /// <summary>Of the schedule only what is due next is loaded, however much there is.</summary>
    private static void LoadSchedule(SqliteConnection connection, QueueIndex schedule)
    {
        var window = schedule.Window!;
        using (var count = connection.CreateCommand())
        {
            count.CommandText = $"SELECT count(*) FROM item WHERE queue = {(int)LaneQueue.Scheduled}";
            window.Begin(Convert.ToInt32(count.ExecuteScalar()));
        }

        var from = window.Horizon!.Value;
        using var next = connection.CreateCommand();
        next.CommandText = IndexRow.NextScheduled;
        next.Parameters.AddWithValue("$1", from.OrderKey);
        next.Parameters.AddWithValue("$2", from.Sequence);
        next.Parameters.AddWithValue("$3", window.Size);
        using var row = next.ExecuteReader();
        schedule.Refill(from, row.ReadAll(IndexRow.Read));
    }

    /// <summary>
    /// Holds are not durable, so after a crash nobody knows which items were being worked on. A lane has one holder, who was
    /// given its first item; so the first of each lane is in doubt. (A run whose lane was joined by an older message meanwhile
    /// has its doubt written with its first checkpoint; in outbound lanes an older one joins only as the hold on its lane ends.) The doubt is written down at once: the next opening may be a short
    /// one that looks at nothing and stops gracefully.
    /// </summary>
    private static void DoubtHeads(SqliteConnection connection, SqliteTransaction transaction, LaneIndex index)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE item SET in_doubt = 1 WHERE sequence = $1";
        var sequence = command.Parameters.Add("$1", SqliteType.Integer);
        foreach (var head in index.Queues.SelectMany(queue => queue.Heads()))
        {
            head.InDoubt = true;
            sequence.Value = head.Sequence;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>
    /// The same for the schedule, in the file, since not all of it is going to be in memory. Only what had come due can have been in
    /// somebody's hands: a start must not write a row for each of a hundred thousand timers.
    /// </summary>
    private static void DoubtSchedule(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset dueBy)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"""
            UPDATE item SET in_doubt = 1 WHERE in_doubt = 0 AND sequence IN
                (SELECT sequence FROM
                    (SELECT sequence, row_number() OVER (PARTITION BY lane ORDER BY order_key, sequence) AS position
                     FROM item WHERE queue = {(int)LaneQueue.Scheduled} AND order_key <= $1)
                 WHERE position = 1)
            """;
        command.Parameters.AddWithValue("$1", dueBy.ToMicroseconds());
        command.ExecuteNonQuery();
    }

    private static string? TakeStoppedFact(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"DELETE FROM fact WHERE name = '{StoppedFact}' RETURNING value";
        return (string?)command.ExecuteScalar();
    }

    /// <summary>
    /// The number of the last item that was appended. It may be gone from its table, and what it delivered still stands in an order by these
    /// numbers. After a crash, and after earlier versions, that is looked through: only then, since there may be much of it.
    /// </summary>
    private static long LastSequence(SqliteConnection connection, string? stoppedAt)
    {
        var last = Math.Max(Last(connection, "item"), Last(connection, "dead_letter"));
        return Math.Max(last, long.TryParse(stoppedAt, NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : Last(connection, "delivery"));
    }

    /// <summary>
    /// Where fences begin. They live in memory here, but memory of conversations elsewhere has seen those of earlier processes. The time, in
    /// microseconds, is higher than any of these, also after a backup was restored; where the clock was set back, the file knows better.
    /// </summary>
    private static long TakeFences(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"""
            INSERT INTO fact (name, value) VALUES ('{FenceFact}', $1)
            ON CONFLICT (name) DO UPDATE
            SET value = CASE WHEN CAST($1 AS INTEGER) > CAST(value AS INTEGER) THEN $1 ELSE CAST(CAST(value AS INTEGER) + {MaxClaims} AS TEXT) END
            RETURNING value
            """;
        command.Parameters.AddWithValue("$1", now.ToMicroseconds().ToString(CultureInfo.InvariantCulture));
        return long.Parse((string)command.ExecuteScalar()!, CultureInfo.InvariantCulture);
    }

    private static long Last(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT coalesce(max(sequence), 0) FROM {table}";
        return Convert.ToInt64(command.ExecuteScalar());
    }
}
