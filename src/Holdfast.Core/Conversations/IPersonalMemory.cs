using Holdfast.Storage;

namespace Holdfast.Conversations;

/// <summary>Memory outside of the store, asked for what one person said. Registered beside <see cref="IMemoryKeeper"/>.</summary>
public interface IPersonalMemory
{
    /// <summary>
    /// The turns that a person said and the answers to them; their conversations without the workspace, as <c>channel/thread</c>. It goes over all that is remembered.
    /// </summary>
    /// <param name="user">Slack's id of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MemoryException">Memory cannot be read.</exception>
    IAsyncEnumerable<SaidTurn> GetSaidAsync(string user, CancellationToken cancellationToken);

    /// <summary>Takes those turns out of all conversations. What it has done is found done when it is called again.</summary>
    /// <param name="user">Slack's id of them.</param>
    /// <param name="cancellationToken">Ends the wait; it is then not known what is left.</param>
    /// <returns>How many turns.</returns>
    /// <exception cref="MemoryException">Memory cannot be changed.</exception>
    ValueTask<int> ForgetAsync(string user, CancellationToken cancellationToken);
}
