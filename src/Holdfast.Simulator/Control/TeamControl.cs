using System.Text.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>User groups, the sessions of the agent, and what people look at beside it.</summary>
internal static class TeamControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["POST usergroups"] = AddUserGroup,
        ["GET sessions"] = call => call.AnswerAsync(call.Parts.World.Sessions, ControlJson.Default.IReadOnlyListAgentSession),
        ["POST sessions/stop"] = Stop,
        ["POST sessions/rename"] = Rename,
        ["POST context"] = LookAt,
        ["POST assistant/open"] = OpenAssistant,
    };

    private static Task AddUserGroup(ControlCall call)
    {
        if (call.Body.ValueKind != JsonValueKind.Object || !call.Body.TryGetProperty("users", out var users)
            || users.ValueKind != JsonValueKind.Array || users.EnumerateArray().Any(user => user.ValueKind != JsonValueKind.String))
            throw new ControlException("'users' must be an array of user ids.");
        var group = call.Parts.World.AddUserGroup(call.Need("id"), call.Need("handle"), [.. users.EnumerateArray().Select(user => user.GetString()!)]);
        return call.AnswerAsync(group, ControlJson.Default.SlackUserGroup);
    }

    private static Task Stop(ControlCall call)
    {
        var world = call.Parts.World;
        world.StopSession(call.Text("user") ?? world.Ada.Id, call.Need("channel"), call.Need("thread_ts"));
        return call.DoneAsync();
    }

    private static Task Rename(ControlCall call)
    {
        var world = call.Parts.World;
        world.RenameSession(call.Text("user") ?? world.Ada.Id, call.Need("channel"), call.Need("thread_ts"), call.Need("title"));
        return call.DoneAsync();
    }

    private static Task LookAt(ControlCall call)
    {
        var world = call.Parts.World;
        var user = call.Text("user") ?? world.Ada.Id;
        // An app of the older kind is told by another event, and only where a chat is open.
        if (world.Agents.Declaration == AgentDeclaration.AssistantView) world.ChangeAssistantContext(user, call.TextOrNull("channel"));
        else world.LookAt(user, call.TextOrNull("channel"));
        return call.DoneAsync();
    }

    private static Task OpenAssistant(ControlCall call)
    {
        var world = call.Parts.World;
        return call.DoneAsync(ts: world.OpenAssistantThread(call.Text("user") ?? world.Ada.Id, call.Text("channel")));
    }
}
