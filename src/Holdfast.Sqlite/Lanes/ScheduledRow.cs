using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Lanes;

/// <summary>An item as the index of lanes needs it, read from the file.</summary>
internal readonly record struct ScheduledRow(string Lane, long Sequence, long OrderKey, DateTimeOffset EnqueuedAt, DateTimeOffset DueAt, bool InDoubt)
{
    public const string Columns = "lane, sequence, order_key, enqueued_at, due_at, in_doubt";

    public (long OrderKey, long Sequence) Place => (OrderKey, Sequence);

    public static ScheduledRow Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetMoment(3), row.GetMoment(4), row.GetInt32(5) != 0);
}
