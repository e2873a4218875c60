using System.Text;
using Holdfast.Simulator.Calls;

namespace Holdfast.Simulator.WebApi;

/// <summary>Slack's cursors: opaque text that stands for where the next page begins.</summary>
internal static class Paging
{
    private const string Prefix = "next:";

    public static string Encode(string position) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Prefix + position));

    /// <summary>False when a cursor was given that was never handed out.</summary>
    public static bool TryDecode(ApiArguments arguments, out string? position)
    {
        position = null;
        if (!arguments.TryGet("cursor", out var cursor)) return true;
        Span<byte> bytes = stackalloc byte[256];
        if (!Convert.TryFromBase64String(cursor, bytes, out var written)) return false;
        var text = Encoding.UTF8.GetString(bytes[..written]);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        position = text[Prefix.Length..];
        return true;
    }

    /// <summary>One page of a list that does not change its order; the cursor is the index.</summary>
    public static ApiError? Page<T>(ApiCall call, IReadOnlyList<T> all, string name, int limit, Action<T> write)
    {
        if (!TryDecode(call.Arguments, out var position)) return "invalid_cursor";
        var start = int.TryParse(position, out var index) ? index : 0;
        var asked = call.Arguments.Number("limit", limit);
        if (asked < 0 || asked > 1000) return "invalid_limit";
        var size = asked == 0 ? limit : asked;
        call.Answer.WriteStartArray(name);
        for (var i = start; i < all.Count && i < start + size; i++) write(all[i]);
        call.Answer.WriteEndArray();
        WriteNext(call, start + size < all.Count ? Encode((start + size).ToString()) : "");
        return null;
    }

    public static void WriteNext(ApiCall call, string cursor)
    {
        call.Answer.WriteStartObject("response_metadata");
        call.Answer.WriteString("next_cursor", cursor);
        call.Answer.WriteEndObject();
    }
}
