using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>Opens a direct message; repeating it gives the same one. https://docs.slack.dev/reference/methods/conversations.open</summary>
public sealed record ConversationsOpenRequest() : SlackRequest<ConversationsOpenResponse>("conversations.open")
{
    /// <summary>User ids separated by commas: one for a direct message, up to eight for a group; or use <see cref="Channel"/>.</summary>
    public string? Users { get; init; }

    /// <summary>A direct message to open again.</summary>
    public ChannelId? Channel { get; init; }

    /// <summary>Whether the answer describes the conversation instead of only naming it.</summary>
    public bool? ReturnIm { get; init; }

    /// <summary>Whether a conversation that does not exist yet stays so.</summary>
    public bool? PreventCreation { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ConversationsJson.Contracts.ConversationsOpenRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ConversationsOpenResponse> ResponseContract => ConversationsJson.Contracts.ConversationsOpenResponse;
}

/// <summary>The conversation that is open now.</summary>
public sealed record ConversationsOpenResponse : SlackResponse
{
    /// <summary>The conversation; only its id unless more was asked for.</summary>
    public SlackChannel? Channel { get; init; }

    /// <summary>Whether it was open already.</summary>
    public bool AlreadyOpen { get; init; }
}
