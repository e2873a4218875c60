using Holdfast.Records;

namespace Holdfast.Conversations;

/// <summary>Where conversations are remembered: in the store, or outside of it.</summary>
public interface IMemoryKeeper
{
    /// <summary>The turns that are remembered, oldest first; empty for a conversation that is new or was forgotten.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="run">
    /// For which run: what this run itself put there, before the process died and it was begun again, is left out; and from now on nobody
    /// is remembered whose fence is lower. Null for somebody who only looks.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MemoryException">Memory cannot be read.</exception>
    ValueTask<IReadOnlyList<Turn>> RecallAsync(ConversationId conversation, RunHold? run, CancellationToken cancellationToken);

    /// <summary>Whether anything of a conversation is remembered, without reading it.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MemoryException">Memory cannot be read.</exception>
    ValueTask<bool> KnowsAsync(ConversationId conversation, CancellationToken cancellationToken);

    /// <summary>
    /// Called right before the commit that ends a run. May be called again for the same run, when that commit did not come about:
    /// then what this run said replaces what it had said before. Memory outside of the store keeps nothing of a run whose fence is lower than
    /// one it has seen: the store would refuse its commit as well.
    /// </summary>
    /// <param name="run">The run that said it.</param>
    /// <param name="conversation">Where.</param>
    /// <param name="turns">What was said, in this order.</param>
    /// <param name="cancellationToken">Ends the wait; it is then not known whether they are remembered.</param>
    /// <returns>The turns that the run's own transition still has to keep: all of them where memory is the store, none elsewhere.</returns>
    /// <exception cref="MemoryException">They are not remembered, or it is not known whether they are.</exception>
    ValueTask<IReadOnlyList<NewTurn>> RememberAsync(
        RunHold run, ConversationId conversation, IReadOnlyList<Turn> turns, CancellationToken cancellationToken);
}
