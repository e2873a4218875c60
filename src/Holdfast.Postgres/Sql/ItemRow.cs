using Holdfast.Items;
using Npgsql;

namespace Holdfast.Postgres.Sql;

/// <summary>Reads items from rows of <c>item</c> and <c>dead_letter</c>, which share these columns.</summary>
internal static class ItemRow
{
    public const string Columns = "sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, attempt, in_doubt, trace, team, \"user\"";

    /// <summary>The same for lists: payloads may be megabytes each, and nobody reads them there.</summary>
    public const string ColumnsWithoutPayload = "sequence, id, queue, lane, order_key, kind, ''::bytea, dedupe_key, enqueued_at, attempt, in_doubt, trace, team, \"user\"";

    /// <summary>How many columns <see cref="Columns"/> names: further ones of a query come after.</summary>
    public const int Count = 14;

    public static LaneItem Read(NpgsqlDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Id = row.GetItemId(1),
        Queue = (LaneQueue)row.GetInt16(2),
        Lane = row.GetString(3),
        OrderKey = row.GetInt64(4),
        Kind = row.GetString(5),
        Payload = row.GetFieldValue<byte[]>(6),
        DedupeKey = row.GetText(7),
        EnqueuedAt = row.GetMoment(8),
        Attempt = row.GetInt32(9),
        InDoubt = row.GetBoolean(10),
        TraceParent = row.GetText(11),
        Owner = row.IsDBNull(12) ? null : new ItemOwner(row.GetString(12), row.GetString(13)),
    };
}
