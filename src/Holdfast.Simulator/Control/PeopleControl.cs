using System.Text.Json;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>Who is in which channel, and whose account is switched off.</summary>
internal static class PeopleControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["POST channels/group"] = OpenGroup,
        ["POST channels/invite"] = call => Do(call, world => world.Invite(call.Need("channel"), call.Need("user"))),
        ["POST channels/remove"] = call => Do(call, world => world.Remove(call.Need("channel"), call.Need("user"))),
        ["POST users/deactivate"] = call => Do(call, world => world.Deactivate(call.Need("user"))),
    };

    private static Task OpenGroup(ControlCall call)
    {
        if (!call.Body.Has("users", out var users) || users.ValueKind != JsonValueKind.Array || users.EnumerateArray().Any(user => user.ValueKind != JsonValueKind.String))
            throw new ControlException("'users' must be an array of user ids.");
        var channel = call.Parts.World.OpenGroupMessage([.. users.EnumerateArray().Select(user => user.GetString()!)]);
        return call.AnswerAsync(channel, ControlJson.Default.SlackChannel);
    }

    private static Task Do(ControlCall call, Action<SlackWorld> act)
    {
        act(call.Parts.World);
        return call.DoneAsync();
    }
}
