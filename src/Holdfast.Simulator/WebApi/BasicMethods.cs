using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>auth.test</c>, <c>api.test</c>, <c>apps.connections.open</c>, <c>bots.info</c>, <c>team.info</c>.</summary>
internal static class BasicMethods
{
    public static IEnumerable<ApiMethod> All =>
    [
        new("api.test", AcceptsJson: true, Tier.Four, ApiTest) { Wants = TokenKind.None },
        new("auth.test", AcceptsJson: true, Tier.Special, AuthTest),
        new("apps.connections.open", AcceptsJson: true, Tier.Three, OpenConnection) { Wants = TokenKind.App },
        // For people's tokens only: a bot is told so, whatever it asks for.
        new("search.messages", AcceptsJson: false, Tier.Two, _ => "not_allowed_token_type") { Wants = TokenKind.User },
        new("bots.info", AcceptsJson: false, Tier.Three, BotInfo) { Scopes = ["users:read"] },
        new("team.info", AcceptsJson: true, Tier.Three, TeamInfo) { Scopes = ["team:read"] },
    ];

    private static ApiError? ApiTest(ApiCall call)
    {
        if (call.Arguments.TryGet("error", out var error)) return error;
        call.Answer.WriteStartObject("args");
        foreach (var (name, value) in call.Arguments.All) call.Answer.WriteString(name, value);
        call.Answer.WriteEndObject();
        return null;
    }

    private static ApiError? AuthTest(ApiCall call)
    {
        var identity = call.Identity;
        call.Answer.WriteString("url", $"https://{identity.TeamDomain}.slack.com/");
        call.Answer.WriteString("team", identity.TeamName);
        call.Answer.WriteString("user", call.World.Bot.Name);
        call.Answer.WriteString("team_id", identity.TeamId);
        call.Answer.WriteString("user_id", identity.BotUserId);
        call.Answer.WriteString("bot_id", identity.BotId);
        call.Answer.WriteString("app_id", identity.AppId);
        call.Answer.WriteBoolean("is_enterprise_install", value: false);
        return null;
    }

    private static ApiError? OpenConnection(ApiCall call)
    {
        // The code that Slack uses while Socket Mode is switched off is not documented; SDKs treat any code alike.
        if (call.Parts.Sockets.IsDisabled) return "feature_not_enabled";
        var ticket = call.Parts.Sockets.Tickets.Issue();
        var address = call.Parts.Address.Base;
        call.Answer.WriteString("url", $"ws://{address.Authority}/link/?ticket={ticket}&app_id={call.Identity.AppId}");
        return null;
    }

    private static ApiError? BotInfo(ApiCall call)
    {
        var identity = call.Identity;
        if (call.Arguments.TryGet("bot", out var bot) && bot != identity.BotId) return "bot_not_found";
        call.Answer.WriteStartObject("bot");
        call.Answer.WriteString("id", identity.BotId);
        call.Answer.WriteBoolean("deleted", value: false);
        call.Answer.WriteString("name", identity.BotName);
        call.Answer.WriteString("app_id", identity.AppId);
        call.Answer.WriteString("user_id", identity.BotUserId);
        call.Answer.WriteEndObject();
        return null;
    }

    private static ApiError? TeamInfo(ApiCall call)
    {
        var identity = call.Identity;
        if (call.Arguments.TryGet("team", out var team) && team != identity.TeamId) return "team_not_found";
        call.Answer.WriteStartObject("team");
        call.Answer.WriteString("id", identity.TeamId);
        call.Answer.WriteString("name", identity.TeamName);
        call.Answer.WriteString("domain", identity.TeamDomain);
        call.Answer.StringIfAny("email_domain", "");
        call.Answer.WriteEndObject();
        return null;
    }
}
