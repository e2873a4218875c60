using Holdfast.Simulator.Files;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>Files: what the bot shared is saved, and a person shares one.</summary>
internal static class FileControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET files/content"] = Content,
        ["POST files"] = Post,
    };

    private static Task Content(ControlCall call)
    {
        FileEntry? entry;
        lock (call.Parts.World.Gate) entry = call.Parts.World.FileStore.Find(call.Need("id"));
        if (entry is not { Phase: FilePhase.Completed }) throw new ControlException("No such file.");
        // What a bot uploads as a page must not become one under the simulator's own address.
        return call.SendAsync(context => FileDownload.SendAsync(context, entry, "application/octet-stream"));
    }

    private static Task Post(ControlCall call)
    {
        var world = call.Parts.World;
        var bytes = new byte[call.Need("base64").Length];
        if (!Convert.TryFromBase64String(call.Need("base64"), bytes, out var length)) throw new ControlException("'base64' is not base64.");
        var ts = world.PostFileAsUser(
            call.Need("channel"), call.Text("user") ?? world.Ada.Id, call.Text("text") ?? "", call.Need("name"), bytes.AsMemory(0, length), call.Text("thread_ts"));
        return call.DoneAsync(ts: ts);
    }
}
