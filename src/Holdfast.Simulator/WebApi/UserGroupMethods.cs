using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>usergroups.list</c> and <c>usergroups.users.list</c>.</summary>
internal static class UserGroupMethods
{
    public static IEnumerable<ApiMethod> All =>
    [
        new("usergroups.list", AcceptsJson: false, Tier.Two, List) { Scopes = ["usergroups:read"] },
        new("usergroups.users.list", AcceptsJson: false, Tier.Two, ListUsers) { Scopes = ["usergroups:read"], Required = ["usergroup"] },
    ];

    private static ApiError? List(ApiCall call)
    {
        var withDisabled = call.Arguments.Flag("include_disabled");
        call.Answer.WriteStartArray("usergroups");
        foreach (var group in call.World.Groups.Values)
        {
            if (withDisabled || !group.IsDisabled) Write(call, group);
        }

        call.Answer.WriteEndArray();
        return null;
    }

    private static ApiError? ListUsers(ApiCall call)
    {
        if (call.World.Groups.GetValueOrDefault(call.Arguments["usergroup"]!) is not { } group) return "no_such_subteam";
        if (group.IsDisabled && !call.Arguments.Flag("include_disabled")) return "no_such_subteam";
        WriteUsers(call.Answer, group);
        return null;
    }

    private static void Write(ApiCall call, SlackUserGroup group)
    {
        const int Created = 1_700_000_000;
        var writer = call.Answer;
        writer.WriteStartObject();
        writer.WriteString("id", group.Id);
        writer.WriteString("team_id", call.Identity.TeamId);
        writer.WriteBoolean("is_usergroup", value: true);
        writer.WriteBoolean("is_subteam", value: true);
        writer.WriteString("name", group.Handle);
        writer.WriteString("description", "");
        writer.WriteString("handle", group.Handle);
        writer.WriteBoolean("is_external", value: false);
        writer.WriteNumber("date_create", Created);
        writer.WriteNumber("date_update", Created);
        writer.WriteNumber("date_delete", group.IsDisabled ? Created : 0);
        writer.WriteNull("auto_type");
        writer.WriteString("created_by", call.World.Ada.Id);
        writer.WriteString("updated_by", call.World.Ada.Id);
        writer.WriteNull("deleted_by");
        if (call.Arguments.Flag("include_users")) WriteUsers(writer, group);
        if (call.Arguments.Flag("include_count")) writer.WriteNumber("user_count", group.Users.Count);
        writer.WriteEndObject();
    }

    private static void WriteUsers(Utf8JsonWriter writer, SlackUserGroup group)
    {
        writer.WriteStartArray("users");
        foreach (var user in group.Users) writer.WriteStringValue(user);
        writer.WriteEndArray();
    }
}
