using Holdfast.Items;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Lanes;

/// <summary>An item as the index of lanes needs it, read from the file.</summary>
internal readonly record struct IndexRow(string Lane, long Sequence, long OrderKey, DateTimeOffset EnqueuedAt, DateTimeOffset DueAt, bool InDoubt, ItemOwner? Owner)
{
    public const string Columns = "lane, sequence, order_key, enqueued_at, due_at, in_doubt, team, user";

    /// <summary>The next items of the schedule past a place, and the most of them.</summary>
    public static readonly string NextScheduled =
        $"""
        SELECT {Columns} FROM item
        WHERE queue = {(int)LaneQueue.Scheduled} AND (order_key, sequence) > ($1, $2) ORDER BY order_key, sequence LIMIT $3
        """;

    public (long OrderKey, long Sequence) Place => (OrderKey, Sequence);

    /// <summary>What is left of the item's wait. The file has its end by the wall clock, which may have been set since.</summary>
    /// <param name="now">What the wall clock shows.</param>
    public TimeSpan WaitLeft(DateTimeOffset now)
    {
        var (left, whole) = (DueAt - now, DueAt - EnqueuedAt);
        var most = left < whole ? left : whole;
        return most > Waits.Longest ? TimeSpan.Zero : most;
    }

    public static IndexRow Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetMoment(3), row.GetMoment(4), row.GetInt32(5) != 0, row.GetOwner(6));
}
