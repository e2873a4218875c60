namespace Holdfast.Inbound;

/// <summary>The kinds of inbound items, as they are stored.</summary>
public static class InboundKinds
{
    /// <summary>The app was mentioned in a channel.</summary>
    public const string Mention = "mention";

    /// <summary>A message was edited so that it mentions the app, when it had been taken in before: answered unless it was.</summary>
    public const string EditedMention = "edited_mention";

    /// <summary>A message in a direct conversation with the app.</summary>
    public const string DirectMessage = "direct_message";

    /// <summary>A message in a thread, without a mention: for the app only if it takes part in that thread.</summary>
    public const string ThreadReply = "thread_reply";

    /// <summary>Something that the agent began in the background has ended: what it is told of that. Nobody has said it.</summary>
    public const string Report = "report";
}
