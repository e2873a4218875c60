using System.Text.Json;
using Holdfast.Records;

namespace Holdfast.Tools.Web;

/// <summary>
/// Which addresses somebody has named: people in the conversation, or what tools have read in this run. One that a model puts together by itself could carry
/// anything out that the model has read; of one that stood there before nothing can be learned but that it was asked.
/// </summary>
internal static class NamedAddresses
{
    /// <summary>So often a host is looked for in one text.</summary>
    private const int MaxSeen = 1_000;

    private const int MaxLength = 4_000;

    /// <summary>Behind these a host is the end of something else.</summary>
    private const string Within = "-._@/:=&?%#~+";

    /// <summary>What is no part of an address.</summary>
    private const string Around = "<>\"'`|\\^{}";

    /// <summary>Whether an address was named.</summary>
    /// <param name="address">The address.</param>
    /// <param name="call">The call that wants it.</param>
    /// <param name="cancellationToken">Ends the wait for memory.</param>
    public static async ValueTask<bool> IncludeAsync(Uri address, ToolCall call, CancellationToken cancellationToken)
    {
        if (Holds(call.Turn.Content.Text, address) || IsRead(address, call))
            return true;
        var turns = await call.Turn.Memory.GetTurnsAsync(call.Turn.Conversation, cancellationToken);
        return turns.Any(turn => turn.Role == Turn.User && Holds(turn.Content.Text, address));
    }

    /// <summary>What another tool says again of what the model has told it is the model's own.</summary>
    private static bool IsRead(Uri wanted, ToolCall call)
    {
        try
        {
            return call.Earlier.Any(earlier => Holds(earlier.Result, wanted))
                && !call.Earlier.Any(earlier => earlier.Tool != FetchPageTool.ToolName && Texts(earlier.Arguments).Any(text => Holds(text, wanted)));
        }
        catch (InvalidOperationException)
        {
            // Half a character in what the model wrote: what cannot be read may hold the address.
            return false;
        }
    }

    private static IEnumerable<string> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Texts(property.Value).Prepend(property.Name)),
        _ => [],
    };

    private static bool Holds(string text, Uri wanted)
    {
        var (key, host, at) = (KeyOf(wanted), wanted.Host, 0);
        for (var seen = 0; seen < MaxSeen && (at = text.IndexOf(host, at, StringComparison.OrdinalIgnoreCase)) >= 0; seen++, at++)
        {
            if (IsAt(text, at, key))
                return true;
        }

        return false;
    }

    /// <summary>Whether the address stands there, its host at that place. People leave out how it begins.</summary>
    private static bool IsAt(string text, int at, string key)
    {
        var before = text.AsSpan(0, at);
        if (before.Length > 0 && !before.EndsWith("://", StringComparison.Ordinal) && (char.IsLetterOrDigit(before[^1]) || Within.Contains(before[^1])))
            return false;
        var end = at;
        while (end < text.Length && end - at < MaxLength && !char.IsWhiteSpace(text[end]) && !Around.Contains(text[end]))
            end++;

        // Whether a sign at the end is the sentence's or the address's nobody can say.
        for (; end > at; end--)
        {
            if (KeyOf(text[at..end]) == key)
                return true;
            if (char.IsLetterOrDigit(text[end - 1]) || text[end - 1] == '/')
                return false;
        }

        return false;
    }

    private static string? KeyOf(string rest) => Uri.TryCreate($"https://{rest}", UriKind.Absolute, out var address) ? KeyOf(address) : null;

    /// <summary>The address without its place on the page, and the same with http and with https.</summary>
    private static string KeyOf(Uri address)
    {
        var port = address.IsDefaultPort ? "" : $":{address.Port}";
        return $"{address.IdnHost}{port}{address.PathAndQuery}";
    }
}
