using Holdfast.Records;

namespace Holdfast.Conversations;

/// <summary>The conversation so far, as a run's agent is given it: the same whichever worker asks, and after any restart.</summary>
public interface IConversationMemory
{
    /// <summary>The turns that are remembered, oldest first; empty for a conversation that is new or was forgotten.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MemoryException">Memory cannot be read at this moment: the agent lets it pass, and the run is tried again.</exception>
    ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(ConversationId conversation, CancellationToken cancellationToken);
}
