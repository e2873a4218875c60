using Holdfast.Conversations;

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
}
