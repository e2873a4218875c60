using System.Buffers;
using System.Text;

namespace Holdfast.Slack;

/// <summary>
/// Takes the credentials out of payloads that Slack put into them. It is done in place and without reading the payload as JSON, so it
/// costs next to nothing where every event passes.
/// </summary>
public static class SlackCredentials
{
    private static readonly SearchValues<byte> EndsOfText = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    /// <summary>
    /// Empties what nobody here needs: the old verification <c>token</c>, the <c>action_token</c> of searches on behalf of a person, and
    /// the <c>bot_access_token</c> of a workflow's step.
    /// </summary>
    /// <param name="payload">JSON in UTF-8; its length stays.</param>
    public static void RemoveTokens(Span<byte> payload)
    {
        Empty(payload, "\"token\""u8);
        Empty(payload, "\"action_token\""u8);
        Empty(payload, "\"bot_access_token\""u8);
    }

    /// <summary>
    /// The token by which the workspace can be searched on behalf of whoever caused the event (<c>action_token</c>); null where there is none. Slack puts it into messages for an
    /// app with a scope such as <c>search:read.public</c>, and takes it for some minutes.
    /// </summary>
    /// <param name="payload">JSON in UTF-8, before <see cref="RemoveTokens"/>.</param>
    public static string? ActionTokenIn(ReadOnlySpan<byte> payload)
    {
        const int longest = 1_000;
        var name = "\"action_token\""u8;
        return payload.IndexOf(name) is >= 0 and var found && (found == 0 || payload[found - 1] != '\\')
            && TryFindText(payload, found + name.Length, out var start, out var end) && end - start is > 0 and <= longest && payload[start..end].IndexOf((byte)'\\') < 0
                ? Encoding.UTF8.GetString(payload[start..end])
                : null;
    }

    /// <summary>Empties what one can answer a person with: <c>response_url</c> and <c>trigger_id</c>.</summary>
    /// <param name="payload">JSON in UTF-8; its length stays.</param>
    public static void RemoveAnswerAddresses(Span<byte> payload)
    {
        Empty(payload, "\"response_url\""u8);
        Empty(payload, "\"trigger_id\""u8);
    }

    /// <summary>Makes the text of every property of this name the empty one, and the bytes that were it blanks behind it.</summary>
    private static void Empty(Span<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var at = 0;
        while (json[at..].IndexOf(quotedName) is >= 0 and var found)
        {
            var name = at + found;
            at = name + quotedName.Length;

            // Behind a backslash it is the end of a longer name that holds a quotation mark.
            if (name > 0 && json[name - 1] == '\\' || !TryFindText(json, at, out var start, out var end))
                continue;
            if (start < end)
            {
                json[start] = (byte)'"';
                json[(start + 1)..(end + 1)].Fill((byte)' ');
            }

            at = end + 1;
        }
    }

    /// <summary>The text between its quotation marks, when a colon and a text follow.</summary>
    private static bool TryFindText(ReadOnlySpan<byte> json, int from, out int start, out int end)
    {
        start = end = 0;
        var colon = SkipBlanks(json, from);
        if (colon == json.Length || json[colon] != ':')
            return false;
        var quote = SkipBlanks(json, colon + 1);
        if (quote == json.Length || json[quote] != '"')
            return false;
        start = end = quote + 1;
        while (json[end..].IndexOfAny(EndsOfText) is >= 0 and var found)
        {
            end += found;
            if (json[end] == '"')
                return true;
            end = Math.Min(end + 2, json.Length);
        }

        return false;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> json, int from)
    {
        var skipped = json[from..].IndexOfAnyExcept(Blanks);
        return skipped < 0 ? json.Length : from + skipped;
    }
}
