using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>files.getUploadURLExternal</c>, <c>files.completeUploadExternal</c> and <c>files.info</c>.</summary>
internal static class FileMethods
{
    private const int MaxAltText = 1_000;
    private const int MaxSnippet = 1_000_000;
    private const int MaxChannels = 100;

    public static IEnumerable<ApiMethod> All =>
    [
        new("files.getUploadURLExternal", AcceptsJson: false, Tier.Four, GetUploadUrl) { Scopes = ["files:write"], Required = ["filename", "length"] },
        new("files.completeUploadExternal", AcceptsJson: true, Tier.Four, Complete) { Scopes = ["files:write"], Required = ["files"] },
        new("files.info", AcceptsJson: false, Tier.Four, Info) { Scopes = [DownloadEndpoint.Scope], Required = ["file"] },
    ];

    private static ApiError? GetUploadUrl(ApiCall call)
    {
        var arguments = call.Arguments;
        if (!long.TryParse(arguments["length"], out var length) || length < 1)
            return new ApiError("invalid_arguments", "[ERROR] must be a positive integer [json-pointer:/length]");
        if (length > FileStore.MaxFileBytes) return "file_upload_size_restricted";
        var snippet = arguments.TryGet("snippet_type", out var type) ? type : null;
        if (snippet is not null && length > MaxSnippet) return "snippet_too_large";
        // Node's SDK writes alt_text where the method says alt_txt.
        var altText = arguments["alt_txt"] ?? arguments["alt_text"];
        if (altText is { Length: > MaxAltText }) return "alt_txt_too_large";
        var entry = call.World.FileStore.Announce(arguments["filename"]!, length, call.Identity.BotUserId, altText, snippet);
        call.Answer.WriteString("upload_url", new Uri(call.Parts.Address.Base, $"upload/{entry.Token}").AbsoluteUri);
        call.Answer.WriteString("file_id", entry.File.Id);
        return null;
    }

    private static ApiError? Complete(ApiCall call)
    {
        if (ReadFiles(call, out var files) is { } unreadable) return unreadable;
        if (ReadChannels(call, out var channels) is { } noChannel) return noChannel;
        if (ReadWords(call, out var text, out var blocks) is { } broken) return broken;
        var threadTs = call.Arguments.TryGet("thread_ts", out var given) ? given : null;
        if (threadTs is not null && (!TsSource.IsTs(threadTs) || channels.Any(channel => SlackWorld.ThreadRoot(channel, threadTs) is null)))
            return new ApiError("invalid_arguments", "[ERROR] invalid thread_ts");

        foreach (var (entry, title) in files)
        {
            entry.Phase = FilePhase.Completed;
            if (title is not null) entry.File = entry.File with { Title = title };
        }

        // Slack shares after it has answered: where the files went is not in the answer, only in files.info and the events.
        call.Answer.WriteStartArray("files");
        foreach (var (entry, _) in files) FileJson.Write(call.Answer, entry.File);
        call.Answer.WriteEndArray();
        foreach (var channel in channels) Share(call, channel, new SlackMessage
        {
            Channel = channel.Id,
            Ts = "",
            User = call.Identity.BotUserId,
            BotId = call.Identity.BotId,
            Text = text,
            Blocks = blocks,
            ThreadTs = threadTs is null ? null : SlackWorld.ThreadRoot(channel, threadTs)!.Message.Ts,
            Username = call.Arguments["username"],
            Files = [.. files.Select(file => file.Entry.File)],
        });
        return null;
    }

    private static ApiError? Info(ApiCall call)
    {
        if (call.World.FileStore.Find(call.Arguments["file"]!) is not { Phase: FilePhase.Completed } entry) return "file_not_found";
        if (entry.File.IsDeleted) return "file_deleted";
        if (!call.World.BotSees(entry)) return "not_visible";
        call.Answer.WritePropertyName("file");
        FileJson.Write(call.Answer, entry, call.World);
        if (entry.File.Mode == "snippet") call.Answer.WriteString("content", Encoding.UTF8.GetString(entry.Bytes));
        call.Answer.WriteStartArray("comments");
        call.Answer.WriteEndArray();
        Paging.WriteNext(call, "");
        return null;
    }

    private static void Share(ApiCall call, ChannelState channel, SlackMessage draft)
    {
        var node = call.World.AddBotMessage(channel, draft);
        call.World.ShareFiles(channel, node.Message);
    }

    private static ApiError? ReadFiles(ApiCall call, out List<(FileEntry Entry, string? Title)> files)
    {
        files = [];
        using var list = JsonText.TryParse(call.Arguments["files"]!, JsonValueKind.Array);
        if (list is null || list.RootElement.GetArrayLength() == 0)
            return new ApiError("invalid_arguments", "[ERROR] must provide an array of objects with id [json-pointer:/files]");
        foreach (var item in list.RootElement.EnumerateArray())
        {
            if (item.Text("id") is not { } id) return new ApiError("invalid_arguments", $"[ERROR] missing required field: id [json-pointer:/files/{files.Count}]");
            // What was completed once is no upload any more.
            if (call.World.FileStore.Find(id) is not { Phase: not FilePhase.Completed } entry) return "file_not_found";
            if (entry.Phase == FilePhase.Announced) return "file_update_failed";
            files.Add((entry, item.Text("title") is { Length: > 0 } title ? title : null));
        }

        return null;
    }

    private static ApiError? ReadChannels(ApiCall call, out List<ChannelState> channels)
    {
        channels = [];
        var ids = call.Arguments.TryGet("channel_id", out var one) ? [one]
            : call.Arguments.TryGet("channels", out var several) ? several.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : (string[])[];
        if (ids.Length > MaxChannels) return "channels_limit_exceeded";
        foreach (var id in ids)
        {
            if (call.World.FindChannel(id) is not { } channel) return "channel_not_found";
            if (channel.IsArchived) return "posting_to_channel_denied";
            if (!channel.Members.Contains(call.Identity.BotUserId))
                return channel.IsPublic ? "not_in_channel" : "channel_not_found";
            channels.Add(channel);
        }

        return null;
    }

    /// <summary>Blocks count only without a comment.</summary>
    private static ApiError? ReadWords(ApiCall call, out string text, out string? blocks)
    {
        text = call.Arguments["initial_comment"] ?? "";
        blocks = null;
        if (text.Length > 0) return null;
        blocks = MessageContent.Read(call.Arguments, call.Parts.Ids, mayBeEmpty: true, out var error, call.Parts.Blocks)?.Blocks;
        return error is null ? null : new ApiError("invalid_blocks", error.Message);
    }
}
