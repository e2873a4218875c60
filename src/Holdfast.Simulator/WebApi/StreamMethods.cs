using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Streams;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>chat.startStream</c>, <c>chat.appendStream</c>, <c>chat.stopStream</c>: a message that grows while people read it.</summary>
internal static class StreamMethods
{
    private const string Plan = "plan";
    private static readonly string[] DisplayModes = ["timeline", Plan];

    public static IEnumerable<ApiMethod> All =>
    [
        new("chat.startStream", AcceptsJson: true, Tier.Two, Start) { Required = ["channel"] },
        new("chat.appendStream", AcceptsJson: true, Tier.Four, Append) { Required = ["channel", "ts"] },
        new("chat.stopStream", AcceptsJson: true, Tier.Two, Stop) { Required = ["channel", "ts"] },
    ];

    private static ApiError? Start(ApiCall call)
    {
        if (call.Channel() is not { } channel) return "channel_not_found";
        if (ChatMethods.Writable(call, channel) is { } refused) return refused;
        if (Recipient(call, channel) is { } nobody) return nobody;
        if (!call.Arguments.TryGet("thread_ts", out _)) return ApiError.Missing("thread_ts");
        if (ChatMethods.ThreadOf(call, channel, out var root) is { } noThread) return noThread;
        var mode = call.Arguments["task_display_mode"] ?? DisplayModes[0];
        if (!DisplayModes.Contains(mode)) return OneOf("task_display_mode", DisplayModes);
        if (ChunkReader.Read(call.Arguments, call.Parts.Ids, out var error) is not { } chunks) return error;
        if (call.World.Streams.IsFull) return "messaging_processing_failed";
        var content = new StreamedContent(mode == Plan);
        if (Add(content, chunks) is { } tooMuch) return tooMuch;

        var stream = call.World.BeginStream(channel, Draft(call, channel, root!), content);
        WritePlace(call, stream);
        return null;
    }

    private static ApiError? Append(ApiCall call)
    {
        if (Live(call, out var stream) is { } refused) return refused;
        if (ChunkReader.Read(call.Arguments, call.Parts.Ids, out var error) is not { } chunks) return error;
        if (chunks.Count == 0) return "no_text";
        if (Add(stream!.Content, chunks) is { } tooMuch) return tooMuch;
        call.World.ShowStream(stream);
        WritePlace(call, stream);
        return null;
    }

    private static ApiError? Stop(ApiCall call)
    {
        if (Live(call, out var stream) is { } refused) return refused;
        if (ChunkReader.Read(call.Arguments, call.Parts.Ids, out var error) is not { } chunks) return error;
        if (Ending(call, out error) is not { } ending) return error;
        var status = call.Arguments["session_status"] ?? SessionStore.Active;
        if (!SessionMethods.Statuses.Contains(status)) return OneOf("session_status", SessionMethods.Statuses);
        if (Add(stream!.Content, chunks) is { } tooMuch) return tooMuch;

        call.World.CompleteStream(stream, ending.Blocks, ending.Metadata is { EventType: "" } ? null : ending.Metadata);
        var message = stream.Node.Message;
        if (call.World.SessionStore.Find(message.Channel, message.ThreadTs!) is not null)
            call.World.SetSession(message.Channel, message.ThreadTs!, status, titleIfNew: "");
        WritePlace(call, stream);
        MessageJson.Write(call.Answer, "message", stream.Node, call.Identity, withMetadata: true);
        return null;
    }

    /// <summary>Outside direct messages Slack wants to know whom the answer is for.</summary>
    private static ApiError? Recipient(ApiCall call, ChannelState channel)
    {
        var isNamed = call.Arguments.TryGet("recipient_user_id", out var user);
        if (isNamed && call.World.User(user!) is null) return "user_not_found";
        if (channel.Kind == ChannelKind.DirectMessage) return null;
        if (!isNamed) return "missing_recipient_user_id";
        return call.Arguments.TryGet("recipient_team_id", out _) ? null : (ApiError?)"missing_recipient_team_id";
    }

    private static ApiError? Live(ApiCall call, out LiveStream? stream)
    {
        stream = null;
        if (call.Channel() is not { } channel) return "channel_not_found";
        if (!channel.ByTs.TryGetValue(call.Arguments["ts"]!, out var node)) return "message_not_found";
        if (!node.Message.IsFromBot) return "message_not_owned_by_app";
        stream = call.World.Streams.Find(node.Message);
        return stream is null ? "message_not_in_streaming_state" : (ApiError?)null;
    }

    /// <summary>All of it, or nothing when it would be too much.</summary>
    private static ApiError? Add(StreamedContent content, IReadOnlyList<StreamChunk> chunks)
    {
        if (content.BlocksWith(chunks) > StreamedContent.MaxBlocks) return "msg_blocks_too_many";
        if (content.LengthWith(chunks) > StreamedContent.MaxCharacters) return "msg_blocks_too_long";
        content.Add(chunks);
        return null;
    }

    /// <summary>The blocks below the content, and the metadata; what is streamed is not among them.</summary>
    private static MessageContent? Ending(ApiCall call, out ApiError? error)
    {
        var arguments = new ApiArguments();
        foreach (var name in (string[])["blocks", "metadata"])
        {
            if (call.Arguments[name] is { } value) arguments.Add(name, value);
        }

        return MessageContent.Read(arguments, call.Parts.Ids, mayBeEmpty: true, out error, call.Parts.Blocks);
    }

    private static SlackMessage Draft(ApiCall call, ChannelState channel, string root) => new()
    {
        Channel = channel.Id,
        Ts = "",
        User = call.Identity.BotUserId,
        BotId = call.Identity.BotId,
        Text = "",
        ThreadTs = root,
        Username = call.Arguments["username"],
    };

    private static void WritePlace(ApiCall call, LiveStream stream)
    {
        call.Answer.WriteString("channel", stream.Node.Message.Channel);
        call.Answer.WriteString("ts", stream.Node.Message.Ts);
    }

    private static ApiError OneOf(string argument, string[] values) =>
        new("invalid_arguments", $"[ERROR] must be one of {string.Join(", ", values)} [json-pointer:/{argument}]");
}
