using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>Gives the address at which people find a message. https://docs.slack.dev/reference/methods/chat.getPermalink</summary>
public sealed record ChatGetPermalinkRequest() : SlackRequest<ChatGetPermalinkResponse>("chat.getPermalink")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The message.</summary>
    public required SlackTs MessageTs { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ChatJson.Contracts.ChatGetPermalinkRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ChatGetPermalinkResponse> ResponseContract => ChatJson.Contracts.ChatGetPermalinkResponse;
}

/// <summary>Where the message is.</summary>
public sealed record ChatGetPermalinkResponse : SlackResponse
{
    /// <summary>The address.</summary>
    public string? Permalink { get; init; }
}
