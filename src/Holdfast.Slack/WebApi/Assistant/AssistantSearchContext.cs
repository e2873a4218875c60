using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Assistant;

/// <summary>Searches the workspace on behalf of whoever wrote to the app. https://docs.slack.dev/reference/methods/assistant.search.context</summary>
public sealed record AssistantSearchContextRequest() : SlackRequest<AssistantSearchContextResponse>("assistant.search.context")
{
    /// <summary>What is looked for.</summary>
    public required string Query { get; init; }

    /// <summary>The token that came with their message: Slack searches what they may see. A credential.</summary>
    public required string ActionToken { get; init; }

    /// <summary>The kinds of channels, separated by commas, such as <c>public_channel</c>.</summary>
    public string? ChannelTypes { get; init; }

    /// <summary>What is looked for, separated by commas, such as <c>messages</c>.</summary>
    public string? ContentTypes { get; init; }

    /// <summary>Results per page; Slack gives 20 at most.</summary>
    public int? Limit { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => AssistantJson.Contracts.AssistantSearchContextRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<AssistantSearchContextResponse> ResponseContract => AssistantJson.Contracts.AssistantSearchContextResponse;
}

/// <summary>What was found.</summary>
public sealed record AssistantSearchContextResponse : SlackResponse
{
    /// <summary>By kind; null where Slack says nothing.</summary>
    public SearchResults? Results { get; init; }
}

/// <summary>What was found, by kind.</summary>
public sealed record SearchResults
{
    /// <summary>Messages, the best first.</summary>
    public IReadOnlyList<FoundMessage> Messages { get; init; } = [];
}

/// <summary>A message that was found.</summary>
public sealed record FoundMessage
{
    /// <summary>Who wrote it.</summary>
    public UserId? AuthorUserId { get; init; }

    /// <summary>Where it stands.</summary>
    public ChannelId? ChannelId { get; init; }

    /// <summary>The channel's name, where Slack says it.</summary>
    public string? ChannelName { get; init; }

    /// <summary>The message's name within its channel.</summary>
    public SlackTs MessageTs { get; init; }

    /// <summary>What it says, or the part of it that was found.</summary>
    public string? Content { get; init; }

    /// <summary>Its address.</summary>
    public string? Permalink { get; init; }
}
