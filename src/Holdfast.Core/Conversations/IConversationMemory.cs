using Holdfast.Items;
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

    /// <summary>The same, with the summary of older turns in their place where one is kept.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MemoryException">As for <see cref="GetTurnsAsync"/>.</exception>
    async ValueTask<Recollection> RecallAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        new(await GetTurnsAsync(conversation, cancellationToken), Summary: null, IsFull: false);

    /// <summary>
    /// Keeps a summary in the place of the turns that were recalled last, and of the summary that came with them. It holds until one of them is edited or deleted,
    /// or the conversation is forgotten.
    /// </summary>
    /// <param name="summary">What stands for them.</param>
    /// <param name="turns">How many of the turns it covers, from the oldest.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What makes it so, for the step that made the summary.</returns>
    ValueTask<Effects> SummarizedAsync(string summary, int turns, CancellationToken cancellationToken) => new(Effects.None);
}
