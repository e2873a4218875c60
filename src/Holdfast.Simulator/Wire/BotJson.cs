using System.Text.Json;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Wire;

/// <summary>What a message of a bot has besides that of a person.</summary>
internal static class BotJson
{
    /// <summary>Nothing for a person's message.</summary>
    public static void Write(Utf8JsonWriter writer, SlackMessage message, WorkspaceIdentity identity)
    {
        if (message.BotId is { } own) Write(writer, own, identity.AppId, message.Username, identity.BotName, identity.TeamId);
        else if (message.OtherBotId is { } other) Write(writer, other, "A" + other[1..], username: null, other, identity.TeamId);
    }

    private static void Write(Utf8JsonWriter writer, string botId, string appId, string? username, string name, string team)
    {
        writer.WriteString("bot_id", botId);
        writer.WriteString("app_id", appId);
        if (username is not null) writer.WriteString("username", username);
        writer.WriteStartObject("bot_profile");
        writer.WriteString("id", botId);
        writer.WriteString("app_id", appId);
        writer.WriteString("name", name);
        writer.WriteBoolean("deleted", value: false);
        writer.WriteString("team_id", team);
        writer.WriteEndObject();
    }
}
