using System.Text.Json;
using Holdfast.Records;
using Holdfast.Slack.Events;
using Holdfast.Slack.Text;
using Holdfast.Slack.WebApi;
using Holdfast.Text;
using Holdfast.Workspaces;

namespace Holdfast.Inbound;

/// <summary>What a message says, whether it came as an event or was read from Slack's history: in plain words, with its files, without mentions of the app.</summary>
internal static class MessageWords
{
    private const int MaxFileName = 255;

    private const int MaxMediaType = 100;

    /// <summary>Whether somebody said something, as opposed to what Slack reports about messages and channels.</summary>
    public static bool IsSpoken(string? subtype) => subtype is null or "file_share" or "thread_broadcast" or "me_message";

    /// <summary>Of a message that came as an event. Nobody is asked for a name here: that is for the run.</summary>
    public static MessageContent Of(in EventSummary summary, BotIdentity me) => Of(summary.Text, summary.Blocks, summary.Attachments, summary.Files ?? [], me);

    /// <summary>Of a message of Slack's history.</summary>
    public static MessageContent Of(SlackMessage message, BotIdentity me) =>
        Of(message.Text, message.Blocks, message.Attachments, FileReader.Read(message.Files), me);

    private static MessageContent Of(string? text, JsonElement? blocks, JsonElement? attachments, IEnumerable<FileSummary> files, BotIdentity me)
    {
        var words = MessageReader.Read(text, blocks, attachments, me.User);
        return new MessageContent(words.Text) { Attachments = [.. AttachmentsOf(files.Concat(words.Files))], Mentions = words.Mentions };
    }

    /// <summary>The files that can be told of: one that was deleted, or that the workspace's plan hides, is none.</summary>
    private static IEnumerable<Attachment> AttachmentsOf(IEnumerable<FileSummary> files) =>
        files.Where(file => file.Id is { Length: > 0 } && file.Mode is not ("tombstone" or "hidden_by_limit")).Take(MessageContent.MaxAttachments)
            .Select(file => new Attachment(file.Id!, Named(file)) { MediaType = file.MimeType is { Length: <= MaxMediaType } ? file.MimeType : null, Size = file.Size });

    private static string Named(FileSummary file) =>
        TextCut.Beginning(file.Name is { Length: > 0 } ? file.Name : file.Title is { Length: > 0 } ? file.Title : file.Id!, MaxFileName);
}
