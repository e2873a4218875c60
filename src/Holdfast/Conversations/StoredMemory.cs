using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Conversations;

/// <summary>Conversation memory in the same store as everything else: turns become durable with the run that made them.</summary>
public sealed class StoredMemory(IConversationReader store, IOptions<MemoryOptions> options, TimeProvider time) : IConversationMemory
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        store.GetTurnsAsync(
            conversation.ToString(), time.GetUtcNow() - options.Value.TimeToLive, options.Value.MaxTurns, cancellationToken);
}
