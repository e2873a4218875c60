using Holdfast.Conversations;
using Holdfast.Slack;

namespace Holdfast.Runs;

/// <summary>
/// Shows in Slack that a message was seen which waits for its turn. A help for the eye only: it is never waited for.
/// </summary>
public interface IWaitingSign
{
    /// <summary>Puts an emoji on the message, soon.</summary>
    /// <param name="conversation">Where the message is.</param>
    /// <param name="message">The message.</param>
    /// <param name="emoji">The emoji's name, without colons.</param>
    void ShowWaiting(ConversationId conversation, SlackTs message, string emoji);
}
