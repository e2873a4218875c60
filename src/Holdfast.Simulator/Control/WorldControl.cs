using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>People, channels and messages.</summary>
internal static class WorldControl
{
    private const int DefaultMessages = 300;
    private const int MaxText = 40_000;

    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET state"] = State,
        ["GET channels"] = call => call.AnswerAsync(call.Parts.World.Channels, ControlJson.Default.IReadOnlyListSlackChannel),
        ["GET messages"] = Messages,
        ["GET thread"] = call => call.AnswerAsync(call.Parts.World.Thread(call.Need("channel"), call.Need("ts")), ControlJson.Default.IReadOnlyListSlackMessage),
        ["GET views"] = call => call.AnswerAsync(call.Parts.World.Views, ControlJson.Default.IReadOnlyListSlackView),
        ["GET calls"] = Calls,
        ["POST messages"] = Post,
        ["POST messages/forward"] = Forward,
        ["POST messages/edit"] = Edit,
        ["POST messages/delete"] = Delete,
        ["POST reactions"] = React,
        ["POST channels"] = AddChannel,
        ["POST users"] = AddUser,
        ["POST users/time_zone"] = SetTimeZone,
    };

    private static Task State(ControlCall call) => call.AnswerAsync(Snapshot.Of(call.Parts), ControlJson.Default.ControlState);

    private static Task Messages(ControlCall call)
    {
        var all = call.Parts.World.Messages(call.Need("channel"));
        var limit = Math.Max(1, call.Whole("limit") ?? DefaultMessages);
        return call.AnswerAsync([.. all.Skip(Math.Max(0, all.Count - limit))], ControlJson.Default.IReadOnlyListSlackMessage);
    }

    private static Task Calls(ControlCall call) =>
        call.AnswerAsync(
            call.Text("method") is { } method ? call.Parts.Calls.Of(method) : call.Parts.Calls.Recent,
            ControlJson.Default.IReadOnlyListCallRecord);

    private static Task Post(ControlCall call)
    {
        var world = call.Parts.World;
        var ts = world.Post(call.Need("channel"), call.Text("user") ?? world.Ada.Id, new UserPost(Words(call.Need("text"), least: 1))
        {
            ThreadTs = call.Text("thread_ts"),
            Blocks = call.Json("blocks"),
            IsBroadcast = call.Flag("broadcast") ?? false,
        });
        return call.DoneAsync(ts: ts);
    }

    private static Task Forward(ControlCall call)
    {
        var world = call.Parts.World;
        var ts = world.ForwardMessage(
            call.Text("user") ?? world.Ada.Id, call.Need("channel"), call.Need("ts"), call.Need("to"), Words(call.Text("text") ?? "", least: 0), call.Text("thread_ts"));
        return call.DoneAsync(ts: ts);
    }

    private static string Words(string text, int least) => text.Length >= least && text.Length <= MaxText
        ? text
        : throw new ControlException($"'text' must have between {least} and 40,000 characters.");

    private static Task Edit(ControlCall call)
    {
        call.Parts.World.EditMessage(call.Need("channel"), call.Need("ts"), call.Need("text"));
        return call.DoneAsync();
    }

    private static Task Delete(ControlCall call)
    {
        call.Parts.World.DeleteMessage(call.Need("channel"), call.Need("ts"));
        return call.DoneAsync();
    }

    private static Task React(ControlCall call)
    {
        var world = call.Parts.World;
        world.React(call.Need("channel"), call.Need("ts"), call.Text("user") ?? world.Ada.Id, call.Need("name"));
        return call.DoneAsync();
    }

    private static Task AddChannel(ControlCall call)
    {
        var channel = call.Parts.World.AddChannel(call.Need("name"), call.Flag("private") ?? false, call.Flag("with_bot") ?? true);
        return call.AnswerAsync(channel, ControlJson.Default.SlackChannel);
    }

    private static Task AddUser(ControlCall call)
    {
        var user = new SlackUser(call.Need("id"), call.Need("name"), call.Text("real_name") ?? call.Need("name"), IsBot: call.Text("bot_id") is not null)
        {
            TeamId = call.Text("team"),
            IsGuest = call.Flag("guest") ?? false,
            IsOfOneChannel = call.Flag("single_channel_guest") ?? false,
            IsAdmin = call.Flag("admin") ?? false,
            BotId = call.Text("bot_id"),
            Locale = call.Text("locale") ?? "en-GB",
        };
        if (call.Has("time_zone")) user = user with { TimeZone = call.TextOrNull("time_zone") };
        user = call.Parts.World.AddUser(user);
        if (!user.IsBot) call.Parts.World.OpenDirectMessage(user.Id);
        return call.AnswerAsync(user, ControlJson.Default.SlackUser);
    }

    private static Task SetTimeZone(ControlCall call)
    {
        var world = call.Parts.World;
        return call.AnswerAsync(world.SetTimeZone(call.Text("user") ?? world.Ada.Id, call.TextOrNull("time_zone")), ControlJson.Default.SlackUser);
    }
}
