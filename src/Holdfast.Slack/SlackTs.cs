using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack;

/// <summary>
/// A message's time stamp, such as <c>1700000000.000100</c>: Slack's key of a message within its channel, and its order.
/// </summary>
/// <remarks>
/// The text is kept exactly, because Slack compares it as text. Order and equality are those of <see cref="Micros"/>,
/// because text order is wrong as soon as the number of digits differs.
/// </remarks>
[JsonConverter(typeof(SlackIdConverter<SlackTs>))]
public readonly record struct SlackTs : ISlackId<SlackTs>, IComparable<SlackTs>, IComparable
{
    private const int MaxSecondsDigits = 12;
    private const int FractionDigits = 6;
    private const long MicrosPerSecond = 1_000_000;

    private readonly string? _value;

    /// <summary>Wraps a time stamp.</summary>
    /// <param name="value">The time stamp as Slack wrote it.</param>
    /// <exception cref="ArgumentException">The text is not <c>seconds[.fraction]</c>.</exception>
    public SlackTs(string value)
    {
        if (!TryReadMicros(value, out var micros))
            throw new ArgumentException("Not a Slack time stamp: expected seconds.fraction.", nameof(value));
        _value = value;
        Micros = micros;
    }

    private SlackTs(string value, long micros)
    {
        _value = value;
        Micros = micros;
    }

    /// <summary>The time stamp as Slack wrote it; empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Microseconds since 1970-01-01 UTC: an order key. The last digits are Slack's counter, not a measured time.</summary>
    public long Micros { get; }

    /// <summary>The time of the message.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddMicroseconds(Micros);

    /// <summary>Makes the time stamp of an order key, in Slack's form with six digits after the point.</summary>
    /// <param name="micros">Microseconds since 1970-01-01 UTC, not negative.</param>
    /// <returns>The time stamp.</returns>
    public static SlackTs FromMicros(long micros)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(micros);
        var (seconds, fraction) = Math.DivRem(micros, MicrosPerSecond);
        return new SlackTs(string.Create(CultureInfo.InvariantCulture, $"{seconds}.{fraction:D6}"), micros);
    }

    /// <summary>Reads a time stamp without throwing; the fraction may be absent or shorter than six digits.</summary>
    /// <param name="text">The text that may be a time stamp.</param>
    /// <param name="id">The time stamp, or <c>default</c>.</param>
    /// <returns>Whether the text is a time stamp.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out SlackTs id)
    {
        var valid = TryReadMicros(text, out var micros);
        id = valid ? new SlackTs(text!, micros) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(SlackTs other) => Micros.CompareTo(other.Micros);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        SlackTs other => CompareTo(other),
        _ => throw new ArgumentException("Not a SlackTs.", nameof(obj)),
    };

    /// <inheritdoc/>
    public bool Equals(SlackTs other) => Micros == other.Micros;

    /// <inheritdoc/>
    public override int GetHashCode() => Micros.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Whether <paramref name="left"/> is the older one.</summary>
    public static bool operator <(SlackTs left, SlackTs right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is the older one or the same.</summary>
    public static bool operator <=(SlackTs left, SlackTs right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is the newer one.</summary>
    public static bool operator >(SlackTs left, SlackTs right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is the newer one or the same.</summary>
    public static bool operator >=(SlackTs left, SlackTs right) => left.CompareTo(right) >= 0;

    private static bool TryReadMicros(ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        var point = text.IndexOf('.');
        var seconds = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (seconds.Length is 0 or > MaxSecondsDigits || fraction.Length > FractionDigits || (point >= 0 && fraction.IsEmpty))
            return false;
        if (seconds.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return false;

        long total = 0;
        foreach (var digit in seconds)
            total = (total * 10) + (digit - '0');
        for (var i = 0; i < FractionDigits; i++)
            total = (total * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        micros = total;
        return true;
    }
}
