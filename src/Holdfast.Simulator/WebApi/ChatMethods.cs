using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Streams;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>chat.postMessage</c>, <c>chat.update</c>, <c>chat.delete</c>, <c>chat.postEphemeral</c>, <c>chat.getPermalink</c>.</summary>
internal static class ChatMethods
{
    private const int MaxUpdateText = 4_000;

    public static IEnumerable<ApiMethod> All =>
    [
        new("chat.postMessage", AcceptsJson: true, Tier.Special, Post) { Scopes = ["chat:write"], Required = ["channel"] },
        new("chat.update", AcceptsJson: true, Tier.Three, Update) { Scopes = ["chat:write"], Required = ["channel", "ts"] },
        new("chat.delete", AcceptsJson: true, Tier.Three, Delete) { Scopes = ["chat:write"], Required = ["channel", "ts"] },
        new("chat.postEphemeral", AcceptsJson: true, Tier.Four, PostEphemeral) { Scopes = ["chat:write"], Required = ["channel", "user"] },
        new("chat.getPermalink", AcceptsJson: false, Tier.Special, GetPermalink) { Required = ["channel", "message_ts"] },
    ];

    private static ApiError? Post(ApiCall call)
    {
        if (call.World.ResolveChannel(call.Arguments["channel"]!) is not { } channel) return "channel_not_found";
        if (Writable(call, channel) is { } refused) return refused;
        if (MessageContent.Read(call.Arguments, call.Parts.Ids, mayBeEmpty: false, out var error, call.Parts.Blocks) is not { } content) return error;
        if (ThreadOf(call, channel, out var root) is { } noThread) return noThread;

        var node = call.World.AddBotMessage(channel, Draft(call, channel, content, root));
        call.Answer.WriteString("channel", channel.Id);
        call.Answer.WriteString("ts", node.Message.Ts);
        MessageJson.Write(call.Answer, "message", node, call.Identity, withMetadata: true);
        if (content.IsTruncated) call.Warn("message_truncated");
        return null;
    }

    private static ApiError? PostEphemeral(ApiCall call)
    {
        if (call.Channel() is not { } channel) return "channel_not_found";
        if (Writable(call, channel) is { } refused) return refused;
        if (!channel.Members.Contains(call.Arguments["user"]!)) return "user_not_in_channel";
        if (MessageContent.Read(call.Arguments, call.Parts.Ids, mayBeEmpty: false, out var error, call.Parts.Blocks) is not { } content) return error;
        if (ThreadOf(call, channel, out var root) is { } noThread) return noThread;
        var draft = Draft(call, channel, content, root) with { EphemeralFor = call.Arguments["user"] };

        // Slack says ok, and shows it only where there is an active thread.
        var isShown = root is null || channel.ByTs[root].Replies is { Count: > 0 };
        call.Answer.WriteString("message_ts", isShown ? call.World.AddEphemeral(draft).Ts : call.World.NextTs());
        return null;
    }

    private static ApiError? GetPermalink(ApiCall call)
    {
        if (call.Channel() is not { } channel) return "channel_not_found";
        if (!channel.ByTs.TryGetValue(call.Arguments["message_ts"]!, out var node)) return "message_not_found";
        call.Answer.WriteString("channel", channel.Id);
        call.Answer.WriteString("permalink", Permalink.To(node.Message, call.Identity));
        return null;
    }

    private static ApiError? Update(ApiCall call)
    {
        if (call.Channel() is not { } channel) return "channel_not_found";
        if (!channel.ByTs.TryGetValue(call.Arguments["ts"]!, out var node)) return "message_not_found";
        if (!node.Message.IsFromBot) return "cant_update_message";
        if (call.World.Streams.Find(node.Message) is not null) return "streaming_state_conflict";
        if (MessageContent.Read(call.Arguments, call.Parts.Ids, mayBeEmpty: call.Arguments["metadata"] is not null, out var error, call.Parts.Blocks) is not { } content) return error;
        if (content.Text.Length > MaxUpdateText) return "msg_too_long";

        call.World.Replace(node, Updated(call, node.Message, content));
        call.Answer.WriteString("channel", channel.Id);
        call.Answer.WriteString("ts", node.Message.Ts);
        call.Answer.WriteString("text", node.Message.Text);
        MessageJson.Write(call.Answer, "message", node, call.Identity, withMetadata: true);
        return null;
    }

    /// <summary>
    /// Text without blocks removes the blocks; attachments and metadata stay unless they are sent (empty ones remove them). The cards of a
    /// streamed message go with any update.
    /// </summary>
    private static SlackMessage Updated(ApiCall call, SlackMessage before, MessageContent content)
    {
        var arguments = call.Arguments;
        var saysText = arguments["text"] is not null || arguments["markdown_text"] is not null;
        var metadata = content.Metadata is { EventType: "" } ? null : content.Metadata ?? before.Metadata;
        var kept = before.StreamingState is null ? before.Blocks : StreamedContent.WithoutCards(before.Blocks);
        return before with
        {
            Text = saysText ? content.Text : before.Text,
            Blocks = content.Blocks ?? (saysText || arguments["blocks"] is not null ? null : kept),
            Attachments = arguments["attachments"] is null ? before.Attachments : content.Attachments,
            Metadata = metadata,
            EditedTs = content.Blocks is null && saysText ? call.World.NextTs() : before.EditedTs,
            Revision = before.Revision + 1,
        };
    }

    private static ApiError? Delete(ApiCall call)
    {
        if (call.Channel() is not { } channel) return "channel_not_found";
        if (!channel.ByTs.TryGetValue(call.Arguments["ts"]!, out var node)) return "message_not_found";
        if (!node.Message.IsFromBot || call.World.Streams.Find(node.Message) is not null) return "cant_delete_message";
        call.World.Delete(node);
        call.Answer.WriteString("channel", channel.Id);
        call.Answer.WriteString("ts", node.Message.Ts);
        return null;
    }

    internal static ApiError? Writable(ApiCall call, ChannelState channel)
    {
        if (channel.IsArchived) return "is_archived";
        if (channel.Members.Contains(call.Identity.BotUserId)) return null;
        // A private channel the bot is not in does not exist for it.
        return channel.IsPublic ? "not_in_channel" : "channel_not_found";
    }

    /// <summary>Slack puts a reply to a reply into the same thread, and refuses one to nothing.</summary>
    internal static ApiError? ThreadOf(ApiCall call, ChannelState channel, out string? root)
    {
        root = null;
        if (!call.Arguments.TryGet("thread_ts", out var threadTs)) return null;
        if (!TsSource.IsTs(threadTs)) return new ApiError("invalid_arguments", "[ERROR] invalid thread_ts");
        if (SlackWorld.ThreadRoot(channel, threadTs) is not { } found) return "cannot_reply_to_message";
        root = found.Message.Ts;
        return null;
    }

    private static SlackMessage Draft(ApiCall call, ChannelState channel, MessageContent content, string? root) => new()
    {
        Channel = channel.Id,
        Ts = "",
        User = call.Identity.BotUserId,
        BotId = call.Identity.BotId,
        Text = content.Text,
        ThreadTs = root,
        Blocks = content.Blocks,
        Attachments = content.Attachments,
        Metadata = content.Metadata is { EventType: "" } ? null : content.Metadata,
        Username = call.Arguments["username"],
        IsBroadcast = root is not null && call.Arguments.Flag("reply_broadcast"),
    };
}
