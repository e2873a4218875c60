using System.Text.Json.Nodes;
using Holdfast.Hosting.Doctor;
using Holdfast.Workspaces;

namespace Holdfast.Hosting.Manifest;

/// <summary>The manifest of the Slack app that a configuration needs (https://docs.slack.dev/reference/app-manifest).</summary>
internal static class AppManifest
{
    private static readonly string[] Events =
    [
        "agent_session_stopped", "app_context_changed", "app_home_opened", "app_mention", "app_uninstalled", "message.channels", "message.groups", "message.im", "tokens_revoked",
    ];

    /// <summary>Those that come of an agent's sessions.</summary>
    private static readonly HashSet<string> OfSessions = ["agent_session_stopped", "app_context_changed", "assistant:write"];

    /// <summary>Makes it.</summary>
    /// <param name="messages">Whether direct messages are sessions: then the app is declared as an agent.</param>
    /// <param name="http">The request URL, which is one for all that Slack sends; null for Socket Mode.</param>
    public static JsonObject Of(DirectMessages messages, Uri? http)
    {
        var hasSessions = messages == DirectMessages.Sessions;
        var features = new JsonObject();
        if (hasSessions)
            features["agent_view"] = new JsonObject { ["agent_description"] = "Ask me anything, in a direct message or by a mention." };
        features["app_home"] = new JsonObject { ["home_tab_enabled"] = true, ["messages_tab_enabled"] = true, ["messages_tab_read_only_enabled"] = false };
        features["bot_user"] = new JsonObject { ["display_name"] = "Holdfast", ["always_online"] = true };
        features["slash_commands"] = new JsonArray(Command(http));
        var events = new JsonObject();
        if (http is not null)
            events["request_url"] = http.AbsoluteUri;
        events["bot_events"] = List(Events.Where(name => hasSessions || !OfSessions.Contains(name)));
        var interactivity = new JsonObject { ["is_enabled"] = true };
        if (http is not null)
        {
            interactivity["request_url"] = http.AbsoluteUri;
            interactivity["message_menu_options_url"] = http.AbsoluteUri;
        }

        return new JsonObject
        {
            ["display_information"] = new JsonObject { ["name"] = "Holdfast" },
            ["features"] = features,
            ["oauth_config"] = new JsonObject
            {
                ["scopes"] = new JsonObject { ["bot"] = List(SlackScopes.All.Select(scope => scope.Name).Where(name => hasSessions || !OfSessions.Contains(name))) },
            },
            ["settings"] = new JsonObject
            {
                ["event_subscriptions"] = events,
                ["interactivity"] = interactivity,
                ["org_deploy_enabled"] = false,
                ["socket_mode_enabled"] = http is null,
            },
        };
    }

    private static JsonObject Command(Uri? http)
    {
        var command = new JsonObject { ["command"] = "/holdfast" };
        if (http is not null)
            command["url"] = http.AbsoluteUri;
        command["description"] = "Timers, runs, approvals, jobs, pause and resume";
        command["usage_hint"] = "help";
        command["should_escape"] = false;
        return command;
    }

    private static JsonArray List(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];
}
