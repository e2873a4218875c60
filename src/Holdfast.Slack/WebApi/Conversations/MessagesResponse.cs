namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>One page of messages; <see cref="SlackResponse.NextCursor"/> leads to the next.</summary>
public sealed record MessagesResponse : SlackResponse
{
    /// <summary>The messages in Slack's order: history newest first, replies the thread's first message and then oldest first.</summary>
    public IReadOnlyList<SlackMessage> Messages { get; init; } = [];

    /// <summary>Whether there are more.</summary>
    public bool HasMore { get; init; }
}
