namespace Holdfast.Conversations;

/// <summary>The conversation so far, for prompts: the same whichever worker asks, and after any restart.</summary>
public interface IConversationMemory
{
    /// <summary>The turns that are remembered, oldest first; empty for a conversation that is new or was forgotten.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(ConversationId conversation, CancellationToken cancellationToken);
}
