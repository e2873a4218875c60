using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>Describes a conversation. https://docs.slack.dev/reference/methods/conversations.info</summary>
public sealed record ConversationsInfoRequest() : SlackRequest<ConversationsInfoResponse>("conversations.info")
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>Whether to count the members.</summary>
    public bool? IncludeNumMembers { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ConversationsJson.Contracts.ConversationsInfoRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<ConversationsInfoResponse> ResponseContract => ConversationsJson.Contracts.ConversationsInfoResponse;
}

/// <summary>The conversation.</summary>
public sealed record ConversationsInfoResponse : SlackResponse
{
    /// <summary>The conversation.</summary>
    public SlackChannel? Channel { get; init; }
}

/// <summary>A conversation. https://docs.slack.dev/reference/objects/conversation-object</summary>
public sealed record SlackChannel
{
    /// <summary>Its id.</summary>
    public ChannelId Id { get; init; }

    /// <summary>Its name; null for a direct message.</summary>
    public string? Name { get; init; }

    /// <summary>The other person of a direct message.</summary>
    public UserId? User { get; init; }

    /// <summary>Whether it is a direct message.</summary>
    public bool IsIm { get; init; }

    /// <summary>Whether it is a direct message of several people.</summary>
    public bool IsMpim { get; init; }

    /// <summary>Whether only members see it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether it is closed for good.</summary>
    public bool IsArchived { get; init; }

    /// <summary>Whether the app is in it.</summary>
    public bool IsMember { get; init; }

    /// <summary>Whether it is shared with another organisation.</summary>
    public bool IsExtShared { get; init; }

    /// <summary>What is talked about there at the moment.</summary>
    public SlackChannelNote? Topic { get; init; }

    /// <summary>What it is for.</summary>
    public SlackChannelNote? Purpose { get; init; }

    /// <summary>The number of members, when asked for.</summary>
    public int? NumMembers { get; init; }
}

/// <summary>A topic or a purpose.</summary>
public sealed record SlackChannelNote
{
    /// <summary>The words; empty where nobody has written any.</summary>
    public string? Value { get; init; }
}
