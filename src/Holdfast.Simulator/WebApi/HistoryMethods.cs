using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>conversations.history</c> (newest first) and <c>conversations.replies</c> (the parent, then oldest first).</summary>
internal static class HistoryMethods
{
    private const int MaxHistory = 999;
    private const int MaxReplies = 1_000;

    public static IEnumerable<ApiMethod> All =>
    [
        new("conversations.history", AcceptsJson: true, Tier.Three, History) { Scopes = [.. ChannelScopes.History], Required = ["channel"] },
        new("conversations.replies", AcceptsJson: false, Tier.Three, Replies) { Scopes = [.. ChannelScopes.History], Required = ["channel", "ts"] },
    ];

    private static ApiError? History(ApiCall call)
    {
        if (Readable(call, out var channel) is { } refused) return refused;
        if (Window.Read(call.Arguments, out var window) is { } invalid) return invalid;
        if (!Paging.TryDecode(call.Arguments, out var before)) return "invalid_cursor";
        var limit = Limit(call, 100, MaxHistory);
        var newestFirst = FromNewest(channel!)
            .Where(node => node.Message.ThreadTs is null || node.Message.IsBroadcast)
            .Where(node => window.Contains(node.Message.Ts))
            .Where(node => before is null || string.CompareOrdinal(node.Message.Ts, before) < 0);
        var count = WritePage(call, newestFirst, limit, out var last);
        call.Answer.WriteNumber("pin_count", 0);
        WriteMore(call, count > limit, last);
        return null;
    }

    private static ApiError? Replies(ApiCall call)
    {
        if (Readable(call, out var channel) is { } refused) return refused;
        if (Window.Read(call.Arguments, out var window) is { } invalid) return invalid;
        if (!Paging.TryDecode(call.Arguments, out var after)) return "invalid_cursor";
        if (SlackWorld.ThreadRoot(channel!, call.Arguments["ts"]!) is not { } root) return "thread_not_found";
        var limit = Limit(call, MaxReplies, MaxReplies);
        var replies = (root.Replies ?? [])
            .Where(node => window.Contains(node.Message.Ts))
            .Where(node => after is null || string.CompareOrdinal(node.Message.Ts, after) > 0);
        // The first page always begins with the parent, even where the window starts at its own ts.
        var oldestFirst = after is null ? replies.Prepend(root) : replies;
        var count = WritePage(call, oldestFirst, limit, out var last);
        WriteMore(call, count > limit, last);
        return null;
    }

    private static ApiError? Readable(ApiCall call, out ChannelState? channel)
    {
        channel = call.Channel();
        if (channel is null) return "channel_not_found";
        if (channel.Members.Contains(call.Identity.BotUserId)) return ChannelScopes.Check(call, channel.Kind, "history");
        return channel.IsPublic ? "not_in_channel" : "channel_not_found";
    }

    private static int Limit(ApiCall call, int otherwise, int most)
    {
        var asked = call.Arguments.Number("limit", otherwise);
        return call.Parts.HistoryLimit.Most(Math.Clamp(asked <= 0 ? otherwise : asked, 1, most));
    }

    private static IEnumerable<MessageNode> FromNewest(ChannelState channel)
    {
        for (var at = channel.Posts.Last; at is not null; at = at.Previous) yield return at.Value;
    }

    /// <summary>Writes up to <paramref name="limit"/> messages; returns one more than that when there are more.</summary>
    private static int WritePage(ApiCall call, IEnumerable<MessageNode> nodes, int limit, out string? last)
    {
        var withMetadata = call.Arguments.Flag("include_all_metadata");
        var count = 0;
        last = null;
        call.Answer.WriteStartArray("messages");
        foreach (var node in nodes)
        {
            if (++count > limit) break;
            MessageJson.Write(call.Answer, node, call.Identity, withMetadata);
            last = node.Message.Ts;
        }

        call.Answer.WriteEndArray();
        return count;
    }

    private static void WriteMore(ApiCall call, bool hasMore, string? last)
    {
        call.Answer.WriteBoolean("has_more", hasMore);
        if (hasMore) Paging.WriteNext(call, Paging.Encode(last!));
    }

    /// <summary>The time span asked for; its ends belong to it only with <c>inclusive</c>.</summary>
    private readonly record struct Window(string? Oldest, string? Latest, bool Inclusive)
    {
        public static ApiError? Read(ApiArguments arguments, out Window window)
        {
            window = default;
            if (!TryEnd(arguments["oldest"], out var oldest)) return "invalid_ts_oldest";
            if (!TryEnd(arguments["latest"], out var latest)) return "invalid_ts_latest";
            window = new Window(oldest, latest, arguments.Flag("inclusive"));
            return null;
        }

        public bool Contains(string ts)
        {
            var afterOldest = Oldest is null ? 1 : string.CompareOrdinal(ts, Oldest);
            var beforeLatest = Latest is null ? -1 : string.CompareOrdinal(ts, Latest);
            return Inclusive ? afterOldest >= 0 && beforeLatest <= 0 : afterOldest > 0 && beforeLatest < 0;
        }

        /// <summary>Whole and short fractions of seconds are allowed; all become the 17 characters that compare as text.</summary>
        private static bool TryEnd(string? text, out string? ts)
        {
            ts = null;
            if (string.IsNullOrEmpty(text) || text is "0" or "now") return true;
            var parts = text.Split('.');
            if (parts.Length > 2 || !long.TryParse(parts[0], out var seconds) || seconds < 0) return false;
            var fraction = parts.Length == 2 ? parts[1] : "";
            if (fraction.Length > 6 || fraction.Any(c => !char.IsAsciiDigit(c))) return false;
            ts = $"{seconds:D10}.{fraction.PadRight(6, '0')}";
            return true;
        }
    }
}
