using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage;

/// <summary>The reading side of conversation memory kept in the store.</summary>
public interface IConversationReader
{
    /// <summary>The newest turns of a conversation, oldest first.</summary>
    /// <param name="conversation">The text form of the <see cref="ConversationId"/>.</param>
    /// <param name="newerThan">Empty unless the conversation's newest turn was added at or after this moment.</param>
    /// <param name="limit">The most to return, counted from the newest.</param>
    /// <param name="except">The run whose own turns are none of them; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(
        string conversation, DateTimeOffset newerThan, int limit, ItemId? except, CancellationToken cancellationToken);
}
