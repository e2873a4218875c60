using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Assistant;

/// <summary>Gives a chat with the app a title. https://docs.slack.dev/reference/methods/assistant.threads.setTitle</summary>
public sealed record AssistantThreadsSetTitleRequest() : SlackRequest<SlackResponse>("assistant.threads.setTitle")
{
    /// <summary>The channel.</summary>
    public required ChannelId ChannelId { get; init; }

    /// <summary>The chat's root.</summary>
    public required SlackTs ThreadTs { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => AssistantJson.Contracts.AssistantThreadsSetTitleRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<SlackResponse> ResponseContract => WebApiJson.Contracts.SlackResponse;
}
