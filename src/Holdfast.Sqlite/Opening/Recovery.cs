using Holdfast.Lanes;
using Holdfast.Sqlite.Lanes;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Opening;

/// <summary>Fills the index of lanes from the file, once, when the store is opened.</summary>
internal static class Recovery
{
    public static void Load(SqliteConnection connection, LaneIndex index)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT sequence, order_key, enqueued_at, due_at, queue, lane, in_doubt FROM item";
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                var entry = new Entry(row.GetInt64(0), row.GetInt64(1), row.GetMoment(2), row.GetMoment(3), item: null) { InDoubt = row.GetInt32(6) != 0 };
                index[(LaneQueue)row.GetInt32(4)].Add(row.GetString(5), entry);
            }
        }

        index.StartSequenceAfter(Math.Max(Last(connection, "item"), Last(connection, "dead_letter")));
        if (WasStopped(connection))
            return;

        // Holds are not durable, so after a crash nobody knows which items were being worked on. But a lane has one holder and
        // hands out its first item: only the first of each lane can have been, and had its effect.
        foreach (var head in index.Queues.SelectMany(queue => queue.Heads()))
            head.InDoubt = true;
    }

    /// <summary>The fact that a graceful stop leaves behind, and that opening takes away.</summary>
    public const string StoppedFact = "stopped_gracefully";

    private static bool WasStopped(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
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
