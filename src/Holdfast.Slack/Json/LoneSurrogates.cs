using System.Buffers.Text;

namespace Holdfast.Slack.Json;

/// <summary>
/// Makes JSON readable in which half of a surrogate pair is escaped, as it is where a text was cut within an emoji: no reader gives such
/// a string out, and one of them made the whole event unreadable.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Puts U+FFFD in the place of every half of a pair that stands alone; the length stays.</summary>
    /// <param name="json">JSON in UTF-8.</param>
    internal static void Replace(Span<byte> json)
    {
        var at = 0;
        while (json[at..].IndexOf((byte)'\\') is >= 0 and var found)
        {
            at += found;
            if (!TryReadEscape(json[at..], out var unit))
            {
                // Another escape, of two bytes: a backslash that is escaped begins none.
                at = Math.Min(at + 2, json.Length);
                continue;
            }

            var next = at + EscapeLength;
            if (char.IsHighSurrogate(unit) && TryReadEscape(json[next..], out var second) && char.IsLowSurrogate(second))
                next += EscapeLength;
            else if (char.IsSurrogate(unit))
                "fffd"u8.CopyTo(json[(at + 2)..]);
            at = next;
        }
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < EscapeLength || json[0] != '\\' || json[1] != 'u'
            || !Utf8Parser.TryParse(json[2..EscapeLength], out ushort value, out var read, 'x') || read != EscapeLength - 2)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
