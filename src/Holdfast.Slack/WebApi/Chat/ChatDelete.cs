using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>
/// Deletes an own message; a repetition answers <c>message_not_found</c>. https://docs.slack.dev/reference/methods/chat.delete
/// </summary>
public sealed record ChatDeleteRequest() : SlackRequest<ChatDeleteResponse>("chat.delete")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The message.</summary>
    public required SlackTs Ts { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ChatJson.Contracts.ChatDeleteRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ChatDeleteResponse> ResponseContract => ChatJson.Contracts.ChatDeleteResponse;
}

/// <summary>The message that was deleted.</summary>
public sealed record ChatDeleteResponse : SlackResponse
{
    /// <summary>Its channel.</summary>
    public ChannelId Channel { get; init; }

    /// <summary>Its key.</summary>
    public SlackTs Ts { get; init; }
}
