using System.Text.Json;
using Holdfast.Answers;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>Calls that begin, end or replace a stream, made of one another.</summary>
internal static class PlannedStream
{
    /// <summary>The method that begins a stream.</summary>
    public const string Start = "chat.startStream";

    /// <summary>The method that adds to one.</summary>
    public const string Append = "chat.appendStream";

    /// <summary>The method that ends one.</summary>
    public const string Stop = "chat.stopStream";

    /// <summary>What stands under a message that grows without being a stream, so that nobody takes its beginning for the whole.</summary>
    public static Block Growing { get; } = Parts.Small("Writing…");

    /// <summary>The start of a stream as an ordinary message, for where nothing can be streamed.</summary>
    public static DeliveryCall AsMessage(DeliveryCall start, ItemId delivery)
    {
        using var planned = JsonDocument.Parse(start.Arguments);
        var root = planned.RootElement;
        var message = MessageOf(
            new ChannelId(root.GetProperty("channel").GetString()!),
            string.Concat(root.GetProperty("chunks").EnumerateArray().Select(chunk => chunk.TryGetProperty("text", out var text) ? text.GetString() : "")),
            [Growing]);
        return new DeliveryCall(message.Method, (message with { ThreadTs = new SlackTs(root.GetProperty("thread_ts").GetString()!), Metadata = MessageComposer.Mark(delivery) }).ToJson());
    }

    /// <summary>A message that is to grow.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="markdown">What there is of its text.</param>
    /// <param name="below">The blocks below.</param>
    public static ChatPostMessageRequest MessageOf(ChannelId channel, string markdown, IReadOnlyList<Block> below)
    {
        var shown = markdown.Length == 0 ? "…" : markdown;
        return new ChatPostMessageRequest { Channel = channel, Text = AnswerText.WordsOf(shown), Blocks = [new MarkdownBlock { Text = shown }, .. below] };
    }

    /// <summary>The call that ends a stream where it stands.</summary>
    /// <param name="update">A call that changes it.</param>
    /// <param name="session">How the session stands then; null where nothing is to be said.</param>
    public static ChatStopStreamRequest StopOf(DeliveryCall update, string? session)
    {
        using var planned = JsonDocument.Parse(update.Arguments);
        return StopOf(planned.RootElement, session);
    }

    /// <summary>
    /// A planned message as the end of the stream that stands in its place: what is missing of its text, its other blocks, and its mark. Null when what
    /// the stream shows is no beginning of it.
    /// </summary>
    /// <param name="update">The call that would replace it.</param>
    /// <param name="shown">What the stream shows.</param>
    /// <param name="session">How the session stands then; null where nothing is to be said.</param>
    public static DeliveryCall? Ending(DeliveryCall update, string shown, string? session)
    {
        using var planned = JsonDocument.Parse(update.Arguments);
        var root = planned.RootElement;
        if (!root.TryGetProperty("blocks", out var blocks) || blocks.GetArrayLength() == 0 || blocks[0].GetProperty("type").GetString() != "markdown")
            return null;
        var text = blocks[0].GetProperty("text").GetString()!;
        if (!text.StartsWith(shown, StringComparison.Ordinal))
            return null;
        var stop = StopOf(root, session) with
        {
            Chunks = text.Length == shown.Length ? null : [new MarkdownTextChunk(text[shown.Length..])],
            Blocks = [.. blocks.EnumerateArray().Skip(1).Select(block => new UnknownBlock(block.GetProperty("type").GetString()!, block.Clone()))],
            Metadata = root.TryGetProperty("metadata", out var mark) ? new MessageMetadata(mark.GetProperty("event_type").GetString()!, mark.GetProperty("event_payload").Clone()) : null,
        };
        return new DeliveryCall(Stop, stop.ToJson());
    }

    private static ChatStopStreamRequest StopOf(JsonElement update, string? session) => new()
    {
        Channel = new ChannelId(update.GetProperty("channel").GetString()!),
        Ts = new SlackTs(update.GetProperty("ts").GetString()!),
        SessionStatus = session,
    };
}
