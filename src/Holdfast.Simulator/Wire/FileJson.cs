using System.Text.Json;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Wire;

/// <summary>A file as the Web API, messages and events show it.</summary>
internal static class FileJson
{
    /// <summary>The files of a message, with what else tells such a message from others; nothing when it has none.</summary>
    public static void WriteOfMessage(Utf8JsonWriter writer, SlackMessage message, bool withSubtype = true)
    {
        if (message.Files.Count == 0) return;
        if (withSubtype) writer.WriteString("subtype", "file_share");
        writer.WriteStartArray("files");
        foreach (var file in message.Files)
        {
            // What people of another organisation share is named only: the app has to ask what it is.
            if (message.UserTeam is not null && !file.IsDeleted) WriteAccess(writer, file.Id);
            else Write(writer, file);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("upload", value: false);
        writer.WriteBoolean("display_as_bot", value: false);
    }

    public static void Write(Utf8JsonWriter writer, SlackFile file)
    {
        writer.WriteStartObject();
        WriteBody(writer, file);
        writer.WriteEndObject();
    }

    /// <summary>With where it was shared, as <c>files.info</c> tells.</summary>
    public static void Write(Utf8JsonWriter writer, FileEntry entry, SlackWorld world)
    {
        writer.WriteStartObject();
        WriteBody(writer, entry.File);
        var shares = entry.Shares.Select(share => (Channel: world.FindChannel(share.Channel)!, share.Ts)).ToList();
        WriteChannels(writer, "channels", shares.Where(share => share.Channel.Kind == ChannelKind.Public));
        WriteChannels(writer, "groups", shares.Where(share => share.Channel.Kind is ChannelKind.Private or ChannelKind.GroupMessage));
        WriteChannels(writer, "ims", shares.Where(share => share.Channel.Kind == ChannelKind.DirectMessage));
        writer.WriteStartObject("shares");
        WriteShares(writer, "public", [.. shares.Where(share => share.Channel.Kind == ChannelKind.Public)], world.Identity);
        WriteShares(writer, "private", [.. shares.Where(share => share.Channel.Kind != ChannelKind.Public)], world.Identity);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAccess(Utf8JsonWriter writer, string fileId)
    {
        writer.WriteStartObject();
        writer.WriteString("id", fileId);
        writer.WriteString("mode", "file_access");
        writer.WriteString("file_access", "check_file_info");
        writer.WriteNumber("created", 0);
        writer.WriteNumber("timestamp", 0);
        writer.WriteString("user", "");
        writer.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter writer, SlackFile file)
    {
        if (file.IsDeleted)
        {
            writer.WriteString("id", file.Id);
            writer.WriteString("mode", file.Mode);
            return;
        }

        var created = file.Created.ToUnixTimeSeconds();
        writer.WriteString("id", file.Id);
        writer.WriteNumber("created", created);
        writer.WriteNumber("timestamp", created);
        writer.WriteString("name", file.Name);
        writer.WriteString("title", file.Title);
        writer.WriteString("mimetype", file.MimeType);
        writer.WriteString("filetype", file.FileType);
        writer.WriteString("pretty_type", file.PrettyType);
        writer.WriteString("user", file.User);
        writer.WriteBoolean("editable", file.Mode == "snippet");
        writer.WriteNumber("size", file.Size);
        writer.WriteString("mode", file.Mode);
        writer.WriteBoolean("is_external", file.IsExternal);
        writer.WriteString("external_type", file.IsExternal ? "unknown" : "");
        writer.WriteBoolean("is_public", value: true);
        writer.WriteBoolean("public_url_shared", value: false);
        writer.WriteBoolean("display_as_bot", value: false);
        writer.WriteString("username", "");
        writer.StringIfAny("alt_txt", file.AltText);
        WriteAddresses(writer, file);
        WritePreview(writer, file);
        writer.WriteBoolean("has_rich_preview", value: false);
        writer.WriteString("file_access", "visible");
    }

    private static void WriteAddresses(Utf8JsonWriter writer, SlackFile file)
    {
        var url = file.UrlPrivate.AbsoluteUri;
        writer.WriteString("url_private", url);
        if (file.IsExternal)
        {
            writer.WriteString("external_url", url);
            writer.WriteString("permalink", url);
            return;
        }

        writer.WriteString("url_private_download", url.Insert(url.LastIndexOf('/'), "/download"));
        writer.WriteString("media_display_type", "unknown");
        var pictures = url.Replace("/files-pri/", "/files-tmb/", StringComparison.Ordinal);
        foreach (var thumbnail in Thumbnails.Of(file))
        {
            var name = $"thumb_{thumbnail.Size}";
            writer.WriteString(name, pictures.Insert(pictures.LastIndexOf('/'), $"/{thumbnail.Size}"));
            if (thumbnail.IsSquare) continue;
            writer.WriteNumber(name + "_w", thumbnail.Width);
            writer.WriteNumber(name + "_h", thumbnail.Height);
        }

        if (file is { Width: { } width, Height: { } height })
        {
            writer.WriteNumber("original_w", width);
            writer.WriteNumber("original_h", height);
        }

        writer.WriteString("permalink", url.Replace("/files-pri/", "/files/", StringComparison.Ordinal));
    }

    private static void WritePreview(Utf8JsonWriter writer, SlackFile file)
    {
        if (file.Preview is not { } preview) return;
        var shown = preview.Split('\n').Length;
        writer.WriteString("edit_link", file.UrlPrivate.AbsoluteUri + "/edit");
        writer.WriteString("preview", preview);
        writer.WriteNumber("lines", file.Lines);
        writer.WriteNumber("lines_more", file.Lines - shown);
        writer.WriteBoolean("preview_is_truncated", file.Lines > shown);
    }

    private static void WriteChannels(Utf8JsonWriter writer, string name, IEnumerable<(ChannelState Channel, string Ts)> shares)
    {
        writer.WriteStartArray(name);
        foreach (var id in shares.Select(share => share.Channel.Id).Distinct()) writer.WriteStringValue(id);
        writer.WriteEndArray();
    }

    private static void WriteShares(Utf8JsonWriter writer, string name, List<(ChannelState Channel, string Ts)> shares, WorkspaceIdentity identity)
    {
        if (shares.Count == 0) return;
        writer.WriteStartObject(name);
        foreach (var channel in shares.GroupBy(share => share.Channel))
        {
            writer.WriteStartArray(channel.Key.Id);
            foreach (var (_, ts) in channel)
            {
                writer.WriteStartObject();
                writer.WriteString("ts", ts);
                writer.WriteString("channel_name", channel.Key.Name);
                writer.WriteString("team_id", identity.TeamId);
                if (channel.Key.ByTs.GetValueOrDefault(ts)?.Message.ThreadTs is { } thread) writer.WriteString("thread_ts", thread);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
