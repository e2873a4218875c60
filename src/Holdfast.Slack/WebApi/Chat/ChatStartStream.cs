using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>Begins a message that grows while people read it. https://docs.slack.dev/reference/methods/chat.startStream</summary>
/// <remarks>
/// A stream lives about five minutes, whatever is appended to it, and has no key against doubles: one whose start got no answer is found only by
/// looking. Common refusals: <c>missing_recipient_user_id</c>, <c>missing_recipient_team_id</c>, <c>channel_type_not_supported</c>, <c>not_allowed_token_type</c>.
/// </remarks>
public sealed record ChatStartStreamRequest() : SlackRequest<ChatStreamResponse>("chat.startStream")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The thread's first message; Slack streams into threads.</summary>
    public required SlackTs ThreadTs { get; init; }

    /// <summary>For whom it is written; needed outside direct messages.</summary>
    public UserId? RecipientUserId { get; init; }

    /// <summary>Their workspace; needed outside direct messages.</summary>
    public TeamId? RecipientTeamId { get; init; }

    /// <summary>What it begins with.</summary>
    public IReadOnlyList<StreamChunk>? Chunks { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ChatJson.Contracts.ChatStartStreamRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ChatStreamResponse> ResponseContract => ChatJson.Contracts.ChatStreamResponse;
}

/// <summary>The message that is streamed.</summary>
public sealed record ChatStreamResponse : SlackResponse
{
    /// <summary>Its channel.</summary>
    public ChannelId Channel { get; init; }

    /// <summary>Its key within the channel.</summary>
    public SlackTs Ts { get; init; }
}
