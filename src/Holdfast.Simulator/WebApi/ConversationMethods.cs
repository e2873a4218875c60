using Holdfast.Simulator.Calls;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>conversations.info</c>, <c>.open</c>, <c>.list</c>, <c>.members</c>, <c>.join</c>, and <c>users.conversations</c>.</summary>
internal static class ConversationMethods
{
    /// <summary>As many as the app may open a conversation with, besides itself.</summary>
    private const int MaxUsers = 8;

    private static readonly Dictionary<string, ChannelKind> Types = new()
    {
        ["public_channel"] = ChannelKind.Public,
        ["private_channel"] = ChannelKind.Private,
        ["mpim"] = ChannelKind.GroupMessage,
        ["im"] = ChannelKind.DirectMessage,
    };

    public static IEnumerable<ApiMethod> All =>
    [
        new("conversations.info", AcceptsJson: false, Tier.Three, Info) { Scopes = [.. ChannelScopes.Read], Required = ["channel"] },
        new("conversations.open", AcceptsJson: true, Tier.Three, Open) { Scopes = ["im:write", "mpim:write"] },
        new("conversations.list", AcceptsJson: false, Tier.Two, List) { Scopes = [.. ChannelScopes.Read] },
        new("conversations.members", AcceptsJson: false, Tier.Four, Members) { Scopes = [.. ChannelScopes.Read], Required = ["channel"] },
        new("users.conversations", AcceptsJson: false, Tier.Three, OfUser) { Scopes = [.. ChannelScopes.Read] },
        new("conversations.join", AcceptsJson: true, Tier.Three, Join) { Scopes = ["channels:join"], Required = ["channel"] },
    ];

    private static ApiError? Info(ApiCall call)
    {
        if (Visible(call) is not { } channel) return "channel_not_found";
        if (ChannelScopes.Check(call, channel.Kind, "read") is { } missing) return missing;
        call.Answer.WritePropertyName("channel");
        ChannelJson.Write(call, channel, call.Arguments.Flag("include_num_members"));
        return null;
    }

    private static ApiError? Open(ApiCall call)
    {
        var arguments = call.Arguments;
        if (arguments.TryGet("channel", out _))
        {
            if (Visible(call) is not { } named) return "channel_not_found";
            if (named.Kind is not (ChannelKind.DirectMessage or ChannelKind.GroupMessage)) return "method_not_supported_for_channel_type";
            WriteOpened(call, named, wasOpen: true);
            return null;
        }

        if (!arguments.TryGet("users", out var users)) return "users_list_not_supplied";
        var ids = users.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        ids = [.. ids.Distinct().Except([call.Identity.BotUserId])];
        if (ids.Length > MaxUsers) return "too_many_users";
        if (ids.Length == 0) return "not_enough_users";
        foreach (var id in ids)
        {
            if (call.World.User(id) is not { } user) return "user_not_found";
            if (user.IsDeleted) return "user_disabled";
            if (user.IsBot) return "invalid_user_combination";
        }

        var kind = ids.Length == 1 ? ChannelKind.DirectMessage : ChannelKind.GroupMessage;
        if (ChannelScopes.Check(call, kind, "write") is { } missing) return missing;
        var known = ids.Length == 1 ? call.World.FindDirectMessage(ids[0]) : call.World.FindGroupMessage(ids);
        if (known is null && call.Arguments.Flag("prevent_creation")) return "channel_not_found";
        WriteOpened(call, known ?? (ids.Length == 1 ? call.World.DirectMessage(ids[0]) : call.World.GroupMessage(ids)), wasOpen: known is not null);
        return null;
    }

    private static void WriteOpened(ApiCall call, ChannelState channel, bool wasOpen)
    {
        if (wasOpen)
        {
            call.Answer.WriteBoolean("no_op", value: true);
            call.Answer.WriteBoolean("already_open", value: true);
        }

        call.Answer.WritePropertyName("channel");
        if (call.Arguments.Flag("return_im"))
        {
            ChannelJson.Write(call, channel, withCount: false);
            return;
        }

        call.Answer.WriteStartObject();
        call.Answer.WriteString("id", channel.Id);
        call.Answer.WriteEndObject();
    }

    private static ApiError? List(ApiCall call)
    {
        if (ReadTypes(call, out var types) is { } refused) return refused;
        var channels = Matching(call, types).Where(channel => channel.IsPublic || channel.Members.Contains(call.Identity.BotUserId)).ToList();
        return Paging.Page(call, channels, "channels", limit: 100, channel => ChannelJson.Write(call, channel, withCount: true));
    }

    /// <summary>Of somebody else only what the app sees as well.</summary>
    private static ApiError? OfUser(ApiCall call)
    {
        if (ReadTypes(call, out var types) is { } refused) return refused;
        var user = call.Arguments.TryGet("user", out var asked) ? asked : call.Identity.BotUserId;
        if (call.World.User(user) is null) return "user_not_found";
        var channels = Matching(call, types)
            .Where(channel => channel.Members.Contains(user) && (channel.IsPublic || channel.Members.Contains(call.Identity.BotUserId)))
            .ToList();
        return Paging.Page(call, channels, "channels", limit: 100, channel => ChannelJson.Write(call, channel, withCount: false));
    }

    private static ApiError? ReadTypes(ApiCall call, out ChannelKind[] kinds)
    {
        var types = (call.Arguments["types"] is { Length: > 0 } asked ? asked : "public_channel").Split(',', StringSplitOptions.TrimEntries);
        kinds = [];
        if (types.Any(type => !Types.ContainsKey(type))) return "invalid_types";
        kinds = [.. types.Select(type => Types[type]).Distinct()];
        var lacking = kinds.Select(kind => ChannelScopes.Of(kind, "read")).Where(scope => !call.Has(scope)).ToList();
        return lacking.Count == 0 ? null : ApiError.MissingScope(lacking);
    }

    private static IEnumerable<ChannelState> Matching(ApiCall call, ChannelKind[] kinds)
    {
        var noArchived = call.Arguments.Flag("exclude_archived");
        return call.World.AllChannels.Where(channel => kinds.Contains(channel.Kind) && !(noArchived && channel.IsArchived));
    }

    private static ApiError? Members(ApiCall call)
    {
        if (Visible(call) is not { } channel) return "channel_not_found";
        if (ChannelScopes.Check(call, channel.Kind, "read") is { } missing) return missing;
        var members = channel.Members.Order(StringComparer.Ordinal).ToList();
        return Paging.Page(call, members, "members", limit: 100, call.Answer.WriteStringValue);
    }

    private static ApiError? Join(ApiCall call)
    {
        if (Visible(call) is not { } channel) return "channel_not_found";
        if (channel.IsArchived) return "is_archived";
        if (!channel.IsPublic) return "method_not_supported_for_channel_type";
        var wasMember = !channel.Members.Add(call.Identity.BotUserId);
        call.Answer.WritePropertyName("channel");
        ChannelJson.Write(call, channel, withCount: false);
        if (!wasMember) return null;
        call.Answer.WriteString("warning", "already_in_channel");
        call.Answer.WriteStartObject("response_metadata");
        call.Answer.WriteStartArray("warnings");
        call.Answer.WriteStringValue("already_in_channel");
        call.Answer.WriteEndArray();
        call.Answer.WriteEndObject();
        return null;
    }

    private static ChannelState? Visible(ApiCall call) =>
        call.Channel() is { } channel && (channel.IsPublic || channel.Members.Contains(call.Identity.BotUserId)) ? channel : null;
}
