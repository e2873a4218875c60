using System.Collections.Frozen;
using System.Text.Json;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Wire;

/// <summary>A view as answers and payloads carry it: everything the app sent, what Slack adds, and a default for what neither said.</summary>
internal static class ViewJson
{
    private static readonly FrozenSet<string> Added = FrozenSet.Create(
        "id", "team_id", "app_id", "app_installed_team_id", "bot_id", "hash", "root_view_id", "previous_view_id", "state");

    public static void Write(Utf8JsonWriter writer, SlackView view, WorkspaceIdentity identity, string values)
    {
        using var document = JsonDocument.Parse(view.Json);
        var sent = document.RootElement;
        writer.WriteStartObject("view");
        writer.WriteString("id", view.Id);
        writer.WriteString("team_id", identity.TeamId);
        foreach (var property in sent.EnumerateObject())
        {
            if (!Added.Contains(property.Name)) property.WriteTo(writer);
        }

        WriteDefaults(writer, sent);
        writer.WriteStartObject("state");
        writer.RawIfAny("values", values);
        writer.WriteEndObject();
        writer.WriteString("hash", view.Hash);
        if (view.PreviousId is null) writer.WriteNull("previous_view_id");
        else writer.WriteString("previous_view_id", view.PreviousId);
        writer.WriteString("root_view_id", view.RootId);
        writer.WriteString("app_id", identity.AppId);
        writer.WriteString("app_installed_team_id", identity.TeamId);
        writer.WriteString("bot_id", identity.BotId);
        writer.WriteEndObject();
    }

    private static void WriteDefaults(Utf8JsonWriter writer, JsonElement sent)
    {
        foreach (var text in (string[])["private_metadata", "callback_id", "external_id"])
        {
            if (!sent.Has(text, out _)) writer.WriteString(text, "");
        }

        foreach (var flag in (string[])["clear_on_close", "notify_on_close"])
        {
            if (!sent.Has(flag, out _)) writer.WriteBoolean(flag, value: false);
        }

        foreach (var label in (string[])["close", "submit"])
        {
            if (!sent.Has(label, out _)) writer.WriteNull(label);
        }
    }
}
