using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>users.info</c> and <c>users.list</c>.</summary>
internal static class UserMethods
{
    public static IEnumerable<ApiMethod> All =>
    [
        new("users.info", AcceptsJson: false, Tier.Four, Info) { Scopes = ["users:read"], Required = ["user"] },
        new("users.list", AcceptsJson: false, Tier.Two, List) { Scopes = ["users:read"] },
    ];

    internal static string MailOf(SlackUser user) => $"{user.Name}@example.com";

    private static ApiError? Info(ApiCall call)
    {
        if (call.World.User(call.Arguments["user"]!) is not { } user) return "user_not_found";
        call.Answer.WritePropertyName("user");
        Write(call, user);
        return null;
    }

    private static ApiError? List(ApiCall call)
    {
        call.Answer.WriteNumber("cache_ts", call.Parts.Clock.GetUtcNow().ToUnixTimeSeconds());
        return Paging.Page(call, call.World.Users, "members", limit: 200, user => Write(call, user));
    }

    internal static void Write(ApiCall call, SlackUser user)
    {
        var (writer, identity) = (call.Answer, call.Identity);
        writer.WriteStartObject();
        writer.WriteString("id", user.Id);
        writer.WriteString("team_id", user.TeamId ?? identity.TeamId);
        writer.WriteString("name", user.Name);
        writer.WriteBoolean("deleted", user.IsDeleted);
        WriteProfile(call, user);
        writer.WriteBoolean("is_bot", user.IsBot);
        writer.WriteBoolean("is_app_user", value: false);
        writer.WriteNumber("updated", 1_700_000_000);
        // Of an account that was switched off Slack tells no more.
        if (!user.IsDeleted) WriteStanding(call, user);
        writer.WriteEndObject();
    }

    private static void WriteProfile(ApiCall call, SlackUser user)
    {
        var (writer, identity) = (call.Answer, call.Identity);
        writer.WriteStartObject("profile");
        writer.WriteString("real_name", user.RealName);
        writer.WriteString("real_name_normalized", user.RealName);
        writer.WriteString("display_name", user.Name);
        writer.WriteString("display_name_normalized", user.Name);
        writer.WriteString("team", user.TeamId ?? identity.TeamId);
        if (user.IsBot)
        {
            writer.WriteString("api_app_id", user.BotId is null ? identity.AppId : "A" + user.BotId[1..]);
            writer.WriteString("bot_id", user.BotId ?? identity.BotId);
        }
        else if (user.TeamId is null && call.Has("users:read.email"))
        {
            writer.WriteString("email", MailOf(user));
        }

        writer.WriteEndObject();
    }

    private static void WriteStanding(ApiCall call, SlackUser user)
    {
        var writer = call.Answer;
        writer.WriteString("real_name", user.RealName);
        if (user.TimeZone is { } zone) WriteTimeZone(writer, WorldTimeZones.Known(zone), call.Parts.Clock.GetUtcNow());
        if (call.Arguments.Flag("include_locale")) writer.WriteString("locale", user.Locale);
        writer.WriteBoolean("is_admin", user.IsAdmin);
        writer.WriteBoolean("is_owner", value: false);
        writer.WriteBoolean("is_primary_owner", value: false);
        writer.WriteBoolean("is_restricted", user.IsGuest || user.IsOfOneChannel);
        writer.WriteBoolean("is_ultra_restricted", user.IsOfOneChannel);
        // A stranger is somebody of another organisation with whom the app shares no channel.
        if (user.TeamId is not null) writer.WriteBoolean("is_stranger", !call.World.BotMeets(user.Id));
    }

    private static void WriteTimeZone(Utf8JsonWriter writer, TimeZoneInfo zone, DateTimeOffset now)
    {
        writer.WriteString("tz", zone.Id);
        writer.WriteString("tz_label", zone.IsDaylightSavingTime(now) ? zone.DaylightName : zone.StandardName);
        writer.WriteNumber("tz_offset", (int)zone.GetUtcOffset(now).TotalSeconds);
    }
}
