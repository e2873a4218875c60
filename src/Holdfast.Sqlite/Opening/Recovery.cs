using Holdfast.Lanes;
using Holdfast.Sqlite.Lanes;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Opening;

/// <summary>Fills the index of lanes from the file, once, when the store is opened.</summary>
internal static class Recovery
{
    /// <summary>The fact that a graceful stop leaves behind, and that opening takes away.</summary>
    public const string StoppedFact = "stopped_gracefully";

    public static void Load(SqliteConnection connection, LaneIndex index)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT {ScheduledRow.Columns}, queue FROM item WHERE queue <> {(int)LaneQueue.Scheduled}";
            using var row = command.ExecuteReader();
            while (row.Read())
                index.Add((LaneQueue)row.GetInt32(6), ScheduledRow.Read(row));
        }

        LoadSchedule(connection, index.Schedule);

        index.StartSequenceAfter(Math.Max(Last(connection, "item"), Last(connection, "dead_letter")));
        using var transaction = connection.BeginTransaction();
        if (!TakeStoppedFact(connection, transaction))
            DoubtHeads(connection, transaction, index);
        transaction.Commit();
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

        using var next = connection.CreateCommand();
        next.CommandText = $"SELECT {ScheduledRow.Columns} FROM item WHERE queue = {(int)LaneQueue.Scheduled} ORDER BY order_key, sequence LIMIT {window.Size}";
        using var row = next.ExecuteReader();
        schedule.Refill(window.Horizon!.Value, row.ReadAll(ScheduledRow.Read));
    }

    /// <summary>
    /// Holds are not durable, so after a crash nobody knows which items were being worked on. A lane has one holder, who was
    /// given its first item; so the first of each lane is in doubt. (A run whose lane was joined by an older message meanwhile
    /// has its doubt written with its first checkpoint.) The doubt is written down at once: the next opening may be a short
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

    private static bool TakeStoppedFact(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"DELETE FROM fact WHERE name = '{StoppedFact}'";
        return command.ExecuteNonQuery() > 0;
    }

    private static long Last(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT coalesce(max(sequence), 0) FROM {table}";
        return Convert.ToInt64(command.ExecuteScalar());
    }
}
