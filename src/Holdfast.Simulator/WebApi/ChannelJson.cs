using System.Text.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary>A conversation as the Web API shows it.</summary>
internal static class ChannelJson
{
    public static void Write(ApiCall call, ChannelState channel, bool withCount)
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
            writer.WriteBoolean("is_user_deleted", call.World.User(channel.DirectMessageUser!) is { IsDeleted: true });
        }
        else
        {
            WriteChannel(call, channel);
            if (withCount) writer.WriteNumber("num_members", channel.Members.Count);
        }

        writer.WriteEndObject();
    }

    private static void WriteChannel(ApiCall call, ChannelState channel)
    {
        var (writer, identity) = (call.Answer, call.Identity);
        var isGroup = channel.Kind == ChannelKind.GroupMessage;
        writer.WriteString("name", channel.Name);
        writer.WriteString("name_normalized", channel.Name);
        writer.WriteBoolean("is_channel", !isGroup);
        writer.WriteBoolean("is_group", isGroup);
        writer.WriteBoolean("is_mpim", isGroup);
        writer.WriteBoolean("is_private", !channel.IsPublic);
        writer.WriteBoolean("is_general", channel.Name == "general");
        writer.WriteBoolean("is_shared", channel.IsShared);
        writer.WriteBoolean("is_ext_shared", channel.IsShared);
        writer.WriteBoolean("is_org_shared", value: false);
        writer.WriteBoolean("is_pending_ext_shared", value: false);
        writer.WriteBoolean("is_member", channel.Members.Contains(identity.BotUserId));
        if (channel.IsShared) WriteTeams(writer, [identity.TeamId, .. call.World.PartnersIn(channel)], identity.TeamId);
        WriteNote(writer, "topic", "");
        WriteNote(writer, "purpose", "");
    }

    /// <summary>The workspaces whose people are in it, the host's first.</summary>
    private static void WriteTeams(Utf8JsonWriter writer, IReadOnlyList<string> teams, string host)
    {
        writer.WriteString("conversation_host_id", host);
        foreach (var (name, listed) in ((string, IEnumerable<string>)[])[("shared_team_ids", teams), ("connected_team_ids", teams), ("internal_team_ids", [host])])
        {
            writer.WriteStartArray(name);
            foreach (var team in listed) writer.WriteStringValue(team);
            writer.WriteEndArray();
        }
    }

    private static void WriteNote(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject(name);
        writer.WriteString("value", value);
        writer.WriteString("creator", "");
        writer.WriteNumber("last_set", 0);
        writer.WriteEndObject();
    }
}
