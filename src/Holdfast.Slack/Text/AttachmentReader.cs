using System.Text.Json;
using Holdfast.Slack.Events;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Text;

/// <summary>
/// Reads what is attached to a message besides files: messages that were forwarded, with their author, and what apps attach. The preview of a
/// link is left out: whoever typed the link has not written it. https://docs.slack.dev/reference/messaging/attachments
/// </summary>
internal static class AttachmentReader
{
    public static void Read(JsonElement attachments, WordsBuilder words, int depth = 0)
    {
        foreach (var attachment in attachments.Items())
        {
            if (depth >= WordsBuilder.MaxDepth || !words.TryTake())
                return;
            var isForwarded = attachment.IsTrue("is_msg_unfurl") || attachment.IsTrue("is_share");
            if (!isForwarded && IsPreview(attachment))
                continue;
            var inner = words.Inner();
            if (isForwarded)
                ReadForwarded(attachment, inner, depth);
            else
                ReadAttached(attachment, inner, depth);
            if (inner.IsEmpty)
                continue;
            words.StartParagraph();
            if (isForwarded)
                words.Append(Heading(attachment));
            words.Append(inner, "> ");
        }
    }

    private static bool IsPreview(JsonElement attachment) =>
        attachment.Text("from_url") is { Length: > 0 } || attachment.Text("original_url") is { Length: > 0 };

    private static string Heading(JsonElement attachment)
    {
        var author = PlainName.Of(attachment.Text("author_name") ?? attachment.Text("author_subname"));
        var channel = PlainName.Of(attachment.Text("channel_name"));
        var at = SlackTs.TryParse(attachment.Text("ts"), out var ts) ? ShownDate.At(ts.Micros / 1_000_000, format: null) : null;
        return $"[Forwarded message{(author.Length > 0 ? $" from {author}" : "")}{(channel.Length > 0 ? $" in #{channel}" : "")}{(at is null ? "" : $", {at}")}]\n";
    }

    private static void ReadForwarded(JsonElement attachment, WordsBuilder words, int depth)
    {
        var blocks = attachment.Items("message_blocks").Select(message => message.Part("message")?.Part("blocks")).FirstOrDefault(found => found is not null);
        MessageReader.ReadTyped(attachment.Text("text") ?? attachment.Text("fallback"), blocks ?? attachment.Part("blocks"), words, depth + 1);
        foreach (var file in FileReader.Read(attachment.Part("files")))
            words.Append(file);
        if (attachment.Part("attachments") is { } nested)
            Read(nested, words, depth + 1);
    }

    private static void ReadAttached(JsonElement attachment, WordsBuilder words, int depth)
    {
        ReadLine(attachment.Text("pretext"), words);
        words.StartLine();
        words.Append(PlainName.Of(attachment.Text("author_name")));
        if (attachment.Text("title") is { Length: > 0 } title)
        {
            words.StartLine();
            words.Append(attachment.Text("title_link") is { Length: > 0 } link ? Link.Of(link, SlackText.Unescape(title)) : SlackText.Unescape(title));
        }

        ReadLine(attachment.Text("text"), words);
        foreach (var field in attachment.Items("fields"))
        {
            if (!words.TryTake())
                return;
            ReadLine($"{field.Text("title")}: {field.Text("value")}", words);
        }

        if (attachment.Part("blocks") is { } blocks)
        {
            words.StartLine();
            BlockReader.Read(blocks, words, depth + 1);
        }

        if (words.IsEmpty)
            ReadLine(attachment.Text("fallback"), words);
        foreach (var file in FileReader.Read(attachment.Part("files")))
            words.Append(file);
    }

    private static void ReadLine(string? mrkdwn, WordsBuilder words)
    {
        if (string.IsNullOrWhiteSpace(mrkdwn))
            return;
        words.StartLine();
        Markup.Read(mrkdwn, words);
    }
}
