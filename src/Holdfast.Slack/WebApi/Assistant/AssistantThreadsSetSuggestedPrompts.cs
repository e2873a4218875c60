using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Assistant;

/// <summary>
/// Suggests what somebody could say: in a chat, or without <see cref="ThreadTs"/> in the whole place of an app declared by <c>agent_view</c>; any other is refused
/// then (<c>not_agent_app</c>). https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
/// </summary>
public sealed record AssistantThreadsSetSuggestedPromptsRequest() : SlackRequest<SlackResponse>("assistant.threads.setSuggestedPrompts")
{
    /// <summary>The channel.</summary>
    public required ChannelId ChannelId { get; init; }

    /// <summary>The chat's root; null for the whole place.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>The suggestions, at most <see cref="BlockKit.SlackLimits.SuggestedPrompts"/>.</summary>
    public required IReadOnlyList<SuggestedPrompt> Prompts { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => AssistantJson.Contracts.AssistantThreadsSetSuggestedPromptsRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<SlackResponse> ResponseContract => WebApiJson.Contracts.SlackResponse;
}

/// <summary>Something to say.</summary>
/// <param name="Title">What the button says.</param>
/// <param name="Message">What is said when it is pressed.</param>
public sealed record SuggestedPrompt(string Title, string Message);
