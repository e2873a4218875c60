using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>Ends a message that is streamed. https://docs.slack.dev/reference/methods/chat.stopStream</summary>
/// <remarks><c>message_not_in_streaming_state</c>: it has ended already, by this method, by a person, or because its time was over.</remarks>
public sealed record ChatStopStreamRequest() : SlackRequest<ChatStreamResponse>("chat.stopStream")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The message.</summary>
    public required SlackTs Ts { get; init; }

    /// <summary>What is added last.</summary>
    public IReadOnlyList<StreamChunk>? Chunks { get; init; }

    /// <summary>What stands below what was streamed, at most <see cref="SlackLimits.MessageBlocks"/> blocks.</summary>
    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary>Data of ours on the message, which stays.</summary>
    public MessageMetadata? Metadata { get; init; }

    /// <summary>How the session stands then; <c>processing</c> when more follows; Slack's default is <c>active</c>.</summary>
    public string? SessionStatus { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ChatJson.Contracts.ChatStopStreamRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ChatStreamResponse> ResponseContract => ChatJson.Contracts.ChatStreamResponse;
}
