using Holdfast.Slack;

namespace Holdfast.Conversations;

/// <summary>
/// What belongs together: workspace, channel and thread root. A direct message outside a thread belongs to the one
/// conversation of its channel. Its text form is the lane's name and the key of memory.
/// </summary>
/// <param name="Team">The workspace.</param>
/// <param name="Channel">The channel or direct message.</param>
/// <param name="Thread">The thread's root; null for a direct message outside any thread.</param>
public readonly record struct ConversationId(TeamId Team, ChannelId Channel, SlackTs? Thread)
{
    /// <summary><c>team/channel/thread</c>, or <c>team/channel</c> without a thread.</summary>
    public override string ToString() => Thread is { } thread ? $"{Team}/{Channel}/{thread}" : $"{Team}/{Channel}";
}
