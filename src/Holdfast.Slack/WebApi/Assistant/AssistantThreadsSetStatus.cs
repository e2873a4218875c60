using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Assistant;

/// <summary>
/// Shows what the app is doing in a thread; a reply or two minutes clear it.
/// https://docs.slack.dev/reference/methods/assistant.threads.setStatus
/// </summary>
public sealed record AssistantThreadsSetStatusRequest() : SlackRequest<SlackResponse>("assistant.threads.setStatus")
{
    /// <summary>The channel.</summary>
    public required ChannelId ChannelId { get; init; }

    /// <summary>The thread's first message.</summary>
    public required SlackTs ThreadTs { get; init; }

    /// <summary>What follows the app's name, such as <c>is thinking…</c>; empty clears.</summary>
    public required string Status { get; init; }

    /// <summary>Texts to show in turn, at most <see cref="BlockKit.SlackLimits.LoadingMessages"/>.</summary>
    public IReadOnlyList<string>? LoadingMessages { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => AssistantJson.Contracts.AssistantThreadsSetStatusRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<SlackResponse> ResponseContract => WebApiJson.Contracts.SlackResponse;
}
