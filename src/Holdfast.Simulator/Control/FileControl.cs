using System.Text.Json;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.Pictures;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>Files: what was shared is seen or saved, and a person shares and deletes some.</summary>
internal static class FileControl
{
    public const string Share = "POST files";

    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET files"] = call => call.AnswerAsync(call.Parts.World.Files, ControlJson.Default.IReadOnlyListSlackFile),
        ["GET files/content"] = Content,
        [Share] = Post,
        ["POST files/delete"] = Delete,
    };

    private static Task Content(ControlCall call)
    {
        FileEntry? entry;
        lock (call.Parts.World.Gate) entry = call.Parts.World.FileStore.Find(call.Need("id"));
        if (entry is not { Phase: FilePhase.Completed, File: { IsDeleted: false, IsExternal: false } }) throw new ControlException("No such file.");
        if (call.Text("show") == "true" && PictureInfo.Read(entry.Bytes) is { } picture)
            return call.SendAsync(context => FileDownload.ShowAsync(context, entry.Bytes, picture.MediaType));
        // What a bot uploads as a page must not become one under the simulator's own address.
        return call.SendAsync(context => FileDownload.SendAsync(context, entry.File.Name, entry.Bytes, "application/octet-stream"));
    }

    /// <summary>One file by itself, or several as <c>files</c>.</summary>
    private static Task Post(ControlCall call)
    {
        var world = call.Parts.World;
        List<UserFile> files = call.Body.Has("files", out var several) && several.ValueKind == JsonValueKind.Array
            ? [.. several.EnumerateArray().Select(Read)]
            : [Read(call.Body)];
        var ts = world.PostFilesAsUser(call.Need("channel"), call.Text("user") ?? world.Ada.Id, call.Text("text") ?? "", files, call.Text("thread_ts"));
        return call.DoneAsync(ts: ts);
    }

    private static Task Delete(ControlCall call)
    {
        call.Parts.World.DeleteFile(call.Need("id"));
        return call.DoneAsync();
    }

    private static UserFile Read(JsonElement file)
    {
        var name = file.Text("name") ?? throw new ControlException("'name' is missing.");
        return new UserFile(name, BytesOf(file)) { Title = file.Text("title"), AltText = file.Text("alt_text"), Elsewhere = AddressOf(file) };
    }

    private static byte[] BytesOf(JsonElement file)
    {
        if (file.Has("url", out _)) return [];
        if (!file.Has("base64", out var text) || text.ValueKind != JsonValueKind.String) throw new ControlException("'base64' is missing.");
        return text.TryGetBytesFromBase64(out var bytes) ? bytes : throw new ControlException("'base64' is not base64.");
    }

    private static Uri? AddressOf(JsonElement file)
    {
        if (!file.Has("url", out _)) return null;
        return Uri.TryCreate(file.Text("url"), UriKind.Absolute, out var url) ? url : throw new ControlException("'url' is no address.");
    }
}
