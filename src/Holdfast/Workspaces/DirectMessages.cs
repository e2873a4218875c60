namespace Holdfast.Workspaces;

/// <summary>What the messages between a person and the app are to each other.</summary>
public enum DirectMessages
{
    /// <summary>One conversation, answered where it is written; threads in it are conversations of their own.</summary>
    Conversation,

    /// <summary>Each message that is in no thread begins a conversation of its own, answered beneath it: how Slack shows them for an app declared by <c>agent_view</c>.</summary>
    Sessions,
}
