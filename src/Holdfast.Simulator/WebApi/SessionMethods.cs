using Holdfast.Simulator.Calls;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary>
/// <c>agents.sessions.setStatus</c> and <c>agents.sessions.rename</c>; off unless the workspace has the feature and the app is an agent.
/// </summary>
internal static class SessionMethods
{
    private const int MaxTitle = 200;
    private const string NoStopButton = "missing_agent_session_stopped_event_subscription";

    public static string[] Statuses { get; } = [SessionStore.Active, SessionStore.Processing, "suspended", "closed"];

    public static IEnumerable<ApiMethod> All =>
    [
        new("agents.sessions.setStatus", AcceptsJson: true, Tier.Three, SetStatus) { Scopes = ["chat:write"], Required = ["channel_id", "status"] },
        new("agents.sessions.rename", AcceptsJson: true, Tier.Three, Rename) { Scopes = ["chat:write"], Required = ["channel_id", "title"] },
    ];

    private static ApiError? SetStatus(ApiCall call)
    {
        if (Thread(call, out var channel, out var thread) is { } refused) return refused;
        var status = call.Arguments["status"]!;
        if (!Statuses.Contains(status)) return "invalid_status";
        if (call.Arguments.TryGet("initiator_user_id", out var user) && !channel!.Members.Contains(user)) return "user_not_found";
        var title = call.Arguments["title"] ?? "";
        if (title.Length > MaxTitle) return new ApiError("invalid_arguments", $"[ERROR] must be less than {MaxTitle + 1} characters [json-pointer:/title]");
        var sessions = call.World.SessionStore;
        if (sessions.Find(channel!.Id, thread!) is null && sessions.IsFull) return "internal_error";

        var session = call.World.SetSession(channel.Id, thread!, status, title);
        // The older method's status stands in the same place.
        if (call.World.Assistant.Current(channel.Id, thread!) is not null) call.World.SetStatus(channel.Id, thread!, "");
        call.Answer.WriteString("status", status);
        call.Answer.WriteString("agent_status", status);
        call.Answer.WriteString("title", session.Title);
        if (!call.World.Agents.HearsStops) call.Warn(NoStopButton);
        return null;
    }

    private static ApiError? Rename(ApiCall call)
    {
        if (Thread(call, out var channel, out var thread) is { } refused) return refused;
        if (call.World.SessionStore.Find(channel!.Id, thread!) is null) return "session_not_found";
        var title = call.Arguments["title"]!;
        if (title.Length > MaxTitle || string.IsNullOrWhiteSpace(title)) return "invalid_name";
        call.World.NotifyOf(call.World.SessionStore.Rename(channel.Id, thread!, title));
        call.Answer.WriteString("title", title);
        return null;
    }

    private static ApiError? Thread(ApiCall call, out ChannelState? channel, out string? thread)
    {
        thread = null;
        channel = null;
        if (!call.World.Agents.HasSessions) return "feature_disabled";
        channel = call.Channel("channel_id");
        var isMember = channel?.Members.Contains(call.Identity.BotUserId) ?? false;
        if (channel is null || (!isMember && !channel.IsPublic)) return "channel_not_found";
        if (!isMember || call.World.Agents.Declaration == AgentDeclaration.None) return "not_authorized";
        if (!call.Arguments.TryGet("thread_ts", out var threadTs)) return "thread_ts_required";
        if (SlackWorld.ThreadRoot(channel, threadTs) is not { } root)
            return new ApiError("invalid_arguments", "[ERROR] invalid thread_ts [json-pointer:/thread_ts]");
        thread = root.Message.Ts;
        return null;
    }
}
