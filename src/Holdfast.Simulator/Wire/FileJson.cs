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
        foreach (var file in message.Files) Write(writer, file);
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
        WriteChannels(writer, "groups", shares.Where(share => share.Channel.Kind == ChannelKind.Private));
        WriteChannels(writer, "ims", shares.Where(share => share.Channel.Kind == ChannelKind.DirectMessage));
        writer.WriteStartObject("shares");
        WriteShares(writer, "public", [.. shares.Where(share => share.Channel.Kind == ChannelKind.Public)], world.Identity);
        WriteShares(writer, "private", [.. shares.Where(share => share.Channel.Kind != ChannelKind.Public)], world.Identity);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter writer, SlackFile file)
    {
        var created = file.Created.ToUnixTimeSeconds();
        var url = file.UrlPrivate.AbsoluteUri;
        var name = url.LastIndexOf('/');
        writer.WriteString("id", file.Id);
        writer.WriteNumber("created", created);
        writer.WriteNumber("timestamp", created);
        writer.WriteString("name", file.Name);
        writer.WriteString("title", file.Title);
        writer.WriteString("mimetype", file.MimeType);
        writer.WriteString("filetype", file.SnippetType ?? FileTypes.TypeOf(file.Name));
        writer.WriteString("pretty_type", FileTypes.PrettyOf(file.Name));
        writer.WriteString("user", file.User);
        writer.WriteBoolean("editable", file.SnippetType is not null);
        writer.WriteNumber("size", file.Size);
        writer.WriteString("mode", file.SnippetType is null ? "hosted" : "snippet");
        writer.WriteBoolean("is_external", value: false);
        writer.WriteString("external_type", "");
        writer.WriteBoolean("is_public", value: true);
        writer.StringIfAny("alt_txt", file.AltText);
        writer.WriteString("url_private", url);
        writer.WriteString("url_private_download", $"{url[..name]}/download{url[name..]}");
        writer.WriteString("permalink", url);
        writer.WriteString("file_access", "visible");
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
