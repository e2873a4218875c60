using Holdfast.Simulator.Calls;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>agents.sessions.setStatus</c> and <c>agents.sessions.rename</c>; off unless the workspace has the feature.</summary>
internal static class SessionMethods
{
    private const int MaxTitle = 200;
    private const int MaxSessions = 10_000;
    private static readonly string[] Statuses = ["active", "processing", "suspended", "closed"];

    public static IEnumerable<ApiMethod> All =>
    [
        new("agents.sessions.setStatus", AcceptsJson: true, Tier.Three, SetStatus) { Required = ["channel_id", "status"] },
        new("agents.sessions.rename", AcceptsJson: true, Tier.Three, Rename) { Required = ["channel_id", "title"] },
    ];

    private static ApiError? SetStatus(ApiCall call)
    {
        if (Thread(call, out var key) is { } refused) return refused;
        var status = call.Arguments["status"]!;
        if (!Statuses.Contains(status)) return "invalid_status";
        if (call.Arguments.TryGet("initiator_user_id", out var user) && call.World.User(user) is null) return "user_not_found";
        var before = call.World.SessionsByThread.GetValueOrDefault(key);
        var title = call.Arguments["title"] ?? before?.Title ?? "";
        if (title.Length > MaxTitle) return new ApiError("invalid_arguments", $"[ERROR] must be less than {MaxTitle + 1} characters [json-pointer:/title]");
        if (before is null && call.World.SessionsByThread.Count >= MaxSessions) return "internal_error";
        call.World.SessionsByThread[key] = new AgentSession(key.Channel, key.ThreadTs, status, title);
        call.Answer.WriteString("status", status);
        call.Answer.WriteString("agent_status", status);
        call.Answer.WriteString("title", title);
        return null;
    }

    private static ApiError? Rename(ApiCall call)
    {
        if (Thread(call, out var key) is { } refused) return refused;
        if (call.World.SessionsByThread.GetValueOrDefault(key) is not { } session) return "session_not_found";
        var title = call.Arguments["title"]!;
        if (title.Length > MaxTitle) return "invalid_name";
        call.World.SessionsByThread[key] = session with { Title = title };
        call.Answer.WriteString("title", title);
        return null;
    }

    private static ApiError? Thread(ApiCall call, out (string Channel, string ThreadTs) key)
    {
        key = default;
        if (!call.World.HasAgentSessions) return "feature_disabled";
        if (call.Channel("channel_id") is not { } channel || !channel.Members.Contains(call.Identity.BotUserId)) return "channel_not_found";
        if (!call.Arguments.TryGet("thread_ts", out var threadTs)) return "thread_ts_required";
        if (SlackWorld.ThreadRoot(channel, threadTs) is not { } root)
            return new ApiError("invalid_arguments", "[ERROR] invalid thread_ts [json-pointer:/thread_ts]");
        key = (channel.Id, root.Message.Ts);
        return null;
    }
}
