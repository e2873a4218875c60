using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>Adds to a message that is streamed; repeated, it adds it twice. https://docs.slack.dev/reference/methods/chat.appendStream</summary>
/// <remarks><c>message_not_in_streaming_state</c>: its time is over, or a person stopped it; that says nothing of what was appended before.</remarks>
public sealed record ChatAppendStreamRequest() : SlackRequest<ChatStreamResponse>("chat.appendStream")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The message.</summary>
    public required SlackTs Ts { get; init; }

    /// <summary>What is added.</summary>
    public required IReadOnlyList<StreamChunk> Chunks { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ChatJson.Contracts.ChatAppendStreamRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ChatStreamResponse> ResponseContract => ChatJson.Contracts.ChatStreamResponse;
}
