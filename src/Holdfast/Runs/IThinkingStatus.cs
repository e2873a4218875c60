using Holdfast.Conversations;
using Holdfast.Slack;

namespace Holdfast.Runs;

/// <summary>
/// Shows in Slack that the agent is at work. A help for the eye only: it is never waited for, and Slack takes it away
/// when the reply arrives, or after two minutes.
/// </summary>
public interface IThinkingStatus
{
    /// <summary>Shows it, soon.</summary>
    /// <param name="conversation">Where.</param>
    void Show(ConversationId conversation);

    /// <summary>Puts an emoji on a message that waits for its turn, soon.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="channel">The message's channel.</param>
    /// <param name="message">The message.</param>
    /// <param name="emoji">The emoji's name, without colons.</param>
    void ShowWaiting(TeamId team, ChannelId channel, SlackTs message, string emoji);
}
