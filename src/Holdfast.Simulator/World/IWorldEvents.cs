using System.Text.Json;
using Holdfast.Simulator.SocketMode;

namespace Holdfast.Simulator.World;

/// <summary>Hears what happens in the world; what the app is told of it is decided there. Called under the world's lock.</summary>
internal interface IWorldEvents
{
    void Posted(MessageNode node, IEnvelopeObserver? observer = null);

    void Changed(MessageNode node, SlackMessage before, string eventTs);

    void Deleted(MessageNode node, string eventTs);

    /// <summary>An emoji was put on a message, or taken away.</summary>
    /// <param name="type"><c>reaction_added</c> or <c>reaction_removed</c>.</param>
    /// <param name="node">The message.</param>
    /// <param name="reaction">The emoji.</param>
    /// <param name="eventTs">When.</param>
    void Reaction(string type, MessageNode node, SlackReaction reaction, string eventTs);

    void FileShared(SlackMessage message, string fileId, string eventTs);

    /// <summary>Somebody came into a channel, or left it.</summary>
    /// <param name="type"><c>member_joined_channel</c> or <c>member_left_channel</c>.</param>
    /// <param name="channel">Where.</param>
    /// <param name="user">Who.</param>
    /// <param name="eventTs">When.</param>
    void MemberMoved(string type, ChannelState channel, SlackUser user, string eventTs);

    void FileDeleted(string fileId, string eventTs);

    /// <summary>A person opened a tab of the app's own place.</summary>
    /// <param name="user">Who.</param>
    /// <param name="channel">Their direct message with the bot.</param>
    /// <param name="tab"><c>home</c> or <c>messages</c>.</param>
    /// <param name="view">What they find in it, if anything.</param>
    /// <param name="context">What they have before them besides, as JSON, if the app is told.</param>
    /// <param name="eventTs">When.</param>
    void TabOpened(string user, string channel, string tab, SlackView? view, string? context, string eventTs);

    /// <summary>A person pressed the stop button of a thread.</summary>
    /// <param name="user">Who.</param>
    /// <param name="channel">Where.</param>
    /// <param name="threadTs">In which thread.</param>
    /// <param name="streams">The messages that were being streamed there until then.</param>
    /// <param name="eventTs">When.</param>
    void SessionStopped(string user, string channel, string threadTs, IReadOnlyList<string> streams, string eventTs);

    void SessionRenamed(string user, AgentSession before, string title, string eventTs);

    /// <summary>A person looks at something else.</summary>
    /// <param name="user">Who.</param>
    /// <param name="channel">Their direct message with the bot.</param>
    /// <param name="context">What they look at, as JSON.</param>
    /// <param name="eventTs">When.</param>
    void ContextChanged(string user, string channel, string context, string eventTs);

    /// <summary>A person opened a chat with the app, or looks at something else beside it.</summary>
    /// <param name="type"><c>assistant_thread_started</c> or <c>assistant_thread_context_changed</c>.</param>
    /// <param name="user">Who.</param>
    /// <param name="channel">Their direct message with the bot.</param>
    /// <param name="threadTs">The chat.</param>
    /// <param name="context">The channel that they look at, if any.</param>
    /// <param name="eventTs">When.</param>
    void AssistantThread(string type, string user, string channel, string threadTs, string? context, string eventTs);

    /// <summary>Any other event, such as <c>member_joined_channel</c>; the caller gives the inner event.</summary>
    void Raw(JsonElement inner, string? installation);
}
