using System.Data.Common;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage.Rows;

/// <summary>Reads rows, whose columns stand in the order in which the SQL of this folder names them.</summary>
public static class StoreRows
{
    /// <summary>An item; see <see cref="ItemSql"/>.</summary>
    /// <typeparam name="TFormat">The provider's.</typeparam>
    /// <param name="row">The row.</param>
    public static LaneItem Item<TFormat>(DbDataReader row)
        where TFormat : IRowFormat
    {
        ArgumentNullException.ThrowIfNull(row);
        return new LaneItem
        {
            Sequence = row.GetInt64(0),
            Id = TFormat.Id(row, 1),
            Queue = (LaneQueue)row.GetInt32(2),
            Lane = row.GetString(3),
            OrderKey = row.GetInt64(4),
            Kind = row.GetString(5),
            Payload = row.GetFieldValue<byte[]>(6),
            DedupeKey = Text(row, 7),
            EnqueuedAt = TFormat.Moment(row, 8),
            Attempt = row.GetInt32(9),
            InDoubt = TFormat.Flag(row, 10),
            TraceParent = Text(row, 11),
            Owner = Text(row, 12) is { } team ? new ItemOwner(team, row.GetString(13)) : null,
        };
    }

    /// <summary>A dead letter: an item, and what else is known of it.</summary>
    /// <typeparam name="TFormat">The provider's.</typeparam>
    /// <param name="row">The row.</param>
    public static DeadLetter DeadLetter<TFormat>(DbDataReader row)
        where TFormat : IRowFormat
    {
        ArgumentNullException.ThrowIfNull(row);
        return new DeadLetter(Item<TFormat>(row), row.GetString(ItemSql.Count), TFormat.Moment(row, ItemSql.Count + 1));
    }

    /// <summary>How what was accepted ended: its outcome and the reason.</summary>
    /// <param name="row">The row.</param>
    public static ItemReceipt Receipt(DbDataReader row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ItemReceipt(row.IsDBNull(0) ? null : new Settlement((SettlementKind)row.GetInt32(0), Text(row, 1)));
    }

    /// <summary>A run; see <see cref="RunSql.Columns"/>.</summary>
    /// <typeparam name="TFormat">The provider's.</typeparam>
    /// <param name="row">The row.</param>
    public static RunRecord Run<TFormat>(DbDataReader row)
        where TFormat : IRowFormat
    {
        ArgumentNullException.ThrowIfNull(row);
        return new RunRecord
        {
            Id = TFormat.Id(row, 0),
            Conversation = row.GetString(1),
            User = row.GetString(2),
            Status = (RunStatus)row.GetInt32(3),
            StartedAt = TFormat.Moment(row, 4),
            EndedAt = Moment<TFormat>(row, 5),
            ExpiresAt = Moment<TFormat>(row, 6),
            Starts = row.GetInt32(7),
            Model = Text(row, 8),
            InputTokens = Number(row, 9),
            OutputTokens = Number(row, 10),
            CostMicros = Number(row, 11),
            Error = Text(row, 12),
            Notice = Id<TFormat>(row, 13),
            Question = MessageContent.Of(row.GetString(14), Text(row, 16)),
            Merged = row.GetString(15),
        };
    }

    /// <summary>A turn: role, text, the moment, attachments, the speaker.</summary>
    /// <param name="row">The row.</param>
    public static Turn Turn(DbDataReader row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new Turn(row.GetString(0), MessageContent.Of(row.GetString(1), Text(row, 3))) { Speaker = Speaker.Of(Text(row, 4)) };
    }

    /// <summary>A step of a run; see <see cref="RunSql.GetSteps"/>.</summary>
    /// <typeparam name="TFormat">The provider's.</typeparam>
    /// <param name="row">The row.</param>
    /// <param name="run">The run.</param>
    /// <param name="maxText">The most characters of each text.</param>
    public static RunStep Step<TFormat>(DbDataReader row, ItemId run, int maxText = int.MaxValue)
        where TFormat : IRowFormat
    {
        ArgumentNullException.ThrowIfNull(row);
        return new RunStep
        {
            Run = run,
            Number = row.GetInt32(0),
            Kind = row.GetString(1),
            Name = row.GetString(2),
            StartedAt = TFormat.Moment(row, 3),
            Duration = TFormat.Length(row, 4),
            Error = Text(row, 5),
            Input = StepOutline.Cut(Text(row, 6), maxText),
            Output = StepOutline.Cut(Text(row, 7), maxText),
            InputTokens = Number(row, 8),
            OutputTokens = Number(row, 9),
            Resume = Text(row, 10),
        };
    }

    /// <summary>A step for a list; see <see cref="RunSql.GetOutlines"/>.</summary>
    /// <typeparam name="TFormat">The provider's.</typeparam>
    /// <param name="row">The row.</param>
    /// <param name="run">The run.</param>
    /// <param name="maxText">The most characters of each text.</param>
    public static StepOutline Outline<TFormat>(DbDataReader row, ItemId run, int maxText)
        where TFormat : IRowFormat
    {
        ArgumentNullException.ThrowIfNull(row);
        return new StepOutline(Step<TFormat>(row, run, maxText), row.GetInt32(11), row.GetInt32(12));
    }

    /// <summary>What was delivered; see <see cref="RunSql.GetDelivered"/>.</summary>
    /// <typeparam name="TFormat">The provider's.</typeparam>
    /// <param name="row">The row.</param>
    public static DeliveryReceipt Delivered<TFormat>(DbDataReader row)
        where TFormat : IRowFormat
    {
        ArgumentNullException.ThrowIfNull(row);
        return new DeliveryReceipt(TFormat.Id(row, 1), TFormat.Id(row, 0), row.GetString(2), row.GetString(3), TFormat.Moment(row, 4));
    }

    /// <summary>A record; see <see cref="RecordSql.Columns"/>.</summary>
    /// <typeparam name="TFormat">The provider's.</typeparam>
    /// <param name="row">The row.</param>
    public static StoredRecord Record<TFormat>(DbDataReader row)
        where TFormat : IRowFormat
    {
        ArgumentNullException.ThrowIfNull(row);
        return new StoredRecord
        {
            Key = new RecordKey(row.GetString(0), row.GetString(1)),
            Team = row.GetString(2),
            User = row.GetString(3),
            Run = Id<TFormat>(row, 4),
            DueAt = Moment<TFormat>(row, 5),
            EndedAt = Moment<TFormat>(row, 6),
            Value = row.GetString(7),
        };
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static ItemId? Id<TFormat>(DbDataReader row, int column)
        where TFormat : IRowFormat => row.IsDBNull(column) ? null : TFormat.Id(row, column);

    private static DateTimeOffset? Moment<TFormat>(DbDataReader row, int column)
        where TFormat : IRowFormat => row.IsDBNull(column) ? null : TFormat.Moment(row, column);
}
