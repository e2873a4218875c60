using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>conversations.info</c>, <c>.open</c>, <c>.list</c>, <c>.members</c>, <c>.join</c>.</summary>
internal static class ConversationMethods
{
    public static IEnumerable<ApiMethod> All =>
    [
        new("conversations.info", AcceptsJson: false, Tier.Three, Info) { Required = ["channel"] },
        new("conversations.open", AcceptsJson: true, Tier.Three, Open),
        new("conversations.list", AcceptsJson: false, Tier.Two, List),
        new("conversations.members", AcceptsJson: false, Tier.Four, Members) { Required = ["channel"] },
        new("conversations.join", AcceptsJson: true, Tier.Three, Join) { Required = ["channel"] },
    ];

    private static ApiError? Info(ApiCall call)
    {
        if (Visible(call) is not { } channel) return "channel_not_found";
        call.Answer.WritePropertyName("channel");
        Write(call, channel, call.Arguments.Flag("include_num_members"));
        return null;
    }

    private static ApiError? Open(ApiCall call)
    {
        var arguments = call.Arguments;
        if (arguments.TryGet("channel", out _))
        {
            if (Visible(call) is not { } known) return "channel_not_found";
            WriteOpened(call, known, wasOpen: true);
            return null;
        }

        if (!arguments.TryGet("users", out var users)) return "users_list_not_supplied";
        var ids = users.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length > 8) return "too_many_users";
        if (ids.Length > 1) return "method_not_supported_for_channel_type";
        if (ids.Length == 0) return "not_enough_users";
        if (call.World.User(ids[0]) is not { } user) return "user_not_found";
        if (user.IsDeleted) return "user_disabled";
        if (user.IsBot) return "invalid_user_combination";
        var wasOpen = call.World.HasDirectMessage(user.Id);
        WriteOpened(call, call.World.DirectMessage(user.Id), wasOpen);
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
            Write(call, channel, withCount: false);
            return;
        }

        call.Answer.WriteStartObject();
        call.Answer.WriteString("id", channel.Id);
        call.Answer.WriteEndObject();
    }

    private static ApiError? List(ApiCall call)
    {
        var types = (call.Arguments["types"] is { Length: > 0 } asked ? asked : "public_channel").Split(',', StringSplitOptions.TrimEntries);
        if (types.Any(type => type is not ("public_channel" or "private_channel" or "im" or "mpim"))) return "invalid_types";
        var noArchived = call.Arguments.Flag("exclude_archived");
        var channels = call.World.AllChannels
            .Where(channel => types.Contains(TypeOf(channel)))
            .Where(channel => channel.Kind == ChannelKind.Public || channel.Members.Contains(call.Identity.BotUserId))
            .Where(channel => !noArchived || !channel.IsArchived)
            .ToList();
        return Paging.Page(call, channels, "channels", limit: 100, channel => Write(call, channel, withCount: true));
    }

    private static ApiError? Members(ApiCall call)
    {
        if (Visible(call) is not { } channel) return "channel_not_found";
        var members = channel.Members.Order(StringComparer.Ordinal).ToList();
        return Paging.Page(call, members, "members", limit: 100, call.Answer.WriteStringValue);
    }

    private static ApiError? Join(ApiCall call)
    {
        if (Visible(call) is not { } channel) return "channel_not_found";
        if (channel.IsArchived) return "is_archived";
        if (channel.Kind != ChannelKind.Public) return "method_not_supported_for_channel_type";
        var wasMember = !channel.Members.Add(call.Identity.BotUserId);
        call.Answer.WritePropertyName("channel");
        Write(call, channel, withCount: false);
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
        call.Channel() is { } channel && (channel.Kind == ChannelKind.Public || channel.Members.Contains(call.Identity.BotUserId)) ? channel : null;

    private static string TypeOf(ChannelState channel) => channel.Kind switch
    {
        ChannelKind.Public => "public_channel",
        ChannelKind.Private => "private_channel",
        ChannelKind.DirectMessage => "im",
        _ => throw new InvalidOperationException($"No type for {channel.Kind}."),
    };

    private static void Write(ApiCall call, ChannelState channel, bool withCount)
    {
        var writer = call.Answer;
        var isDirect = channel.Kind == ChannelKind.DirectMessage;
        writer.WriteStartObject();
        writer.WriteString("id", channel.Id);
        writer.WriteNumber("created", channel.Created);
        writer.WriteBoolean("is_archived", channel.IsArchived);
        writer.WriteBoolean("is_im", isDirect);
        writer.WriteString("context_team_id", call.Identity.TeamId);
        if (isDirect)
        {
            writer.WriteString("user", channel.DirectMessageUser);
            writer.WriteBoolean("is_user_deleted", value: false);
        }
        else
        {
            WriteChannel(writer, channel, call.Identity);
            if (withCount) writer.WriteNumber("num_members", channel.Members.Count);
        }

        writer.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter writer, ChannelState channel, WorkspaceIdentity identity)
    {
        writer.WriteString("name", channel.Name);
        writer.WriteString("name_normalized", channel.Name);
        writer.WriteBoolean("is_channel", value: true);
        writer.WriteBoolean("is_group", value: false);
        writer.WriteBoolean("is_mpim", value: false);
        writer.WriteBoolean("is_private", channel.Kind == ChannelKind.Private);
        writer.WriteBoolean("is_general", channel.Name == "general");
        writer.WriteBoolean("is_shared", value: false);
        writer.WriteBoolean("is_ext_shared", value: false);
        writer.WriteBoolean("is_member", channel.Members.Contains(identity.BotUserId));
    }
}
