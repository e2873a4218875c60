using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Holdfast.Items;

/// <summary>
/// The identity of a lane item: unique for ever and everywhere, so a store that was wiped never hands out an old one again.
/// A run takes the id of the item that it executes; a delivery is known to Slack (in the message's metadata) by its item's id.
/// </summary>
/// <param name="Value">A version 7 UUID: ids made later sort later.</param>
[JsonConverter(typeof(ItemIdConverter))]
public readonly record struct ItemId(Guid Value)
{
    private const int ShortLength = 8;

    /// <summary>A new id, whose time part is the clock's present.</summary>
    /// <param name="time">The clock.</param>
    public static ItemId New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        RandomBytes.Fill(bytes[6..]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(new Guid(bytes, bigEndian: true));
    }

    /// <summary>When the id was made, to the millisecond: the time part of a version 7 UUID (RFC 9562).</summary>
    public DateTimeOffset MadeAt
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
        }
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">32 hexadecimal digits.</param>
    /// <param name="id">The id, when the text is one.</param>
    public static bool TryParse(string? text, out ItemId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new(value);
        return parsed;
    }

    /// <summary>The least that <see cref="IsMeantBy"/> takes for a part of an id.</summary>
    public const int ShortestPart = 4;

    /// <summary>The id as people see it: its end, since the beginning is the time and alike for ids of the same minute.</summary>
    public string ShortForm => ToString()[^ShortLength..];

    /// <summary>Whether somebody means it by what they typed: a part of it, from its beginning or its end.</summary>
    /// <param name="part">At least <see cref="ShortestPart"/> characters in lower case.</param>
    public bool IsMeantBy(string part)
    {
        var full = ToString();
        return full.StartsWith(part, StringComparison.Ordinal) || full.EndsWith(part, StringComparison.Ordinal);
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N", CultureInfo.InvariantCulture);
}
