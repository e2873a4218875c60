using Holdfast.Records;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Conversations;

/// <summary>Conversation memory in the same store as everything else: turns become durable with the run that made them.</summary>
public sealed class StoredMemory(IConversationReader store, IOptions<MemoryOptions> options, TimeProvider time) : IMemoryKeeper
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Turn>> RecallAsync(ConversationId conversation, RunHold? run, CancellationToken cancellationToken)
    {
        var turns = await store.GetTurnsAsync(
            conversation.ToString(), time.GetUtcNow() - options.Value.TimeToLive, options.Value.MaxTurns, run?.Run, cancellationToken);
        var fitting = options.Value.Fitting(turns);
        return fitting == turns.Count ? turns : [.. turns.Skip(turns.Count - fitting)];
    }

    /// <inheritdoc/>
    public async ValueTask<bool> KnowsAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        (await store.GetTurnsAsync(conversation.ToString(), time.GetUtcNow() - options.Value.TimeToLive, limit: 1, except: null, cancellationToken)).Count > 0;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NewTurn>> RememberAsync(
        RunHold run, ConversationId conversation, IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        var name = conversation.ToString();
        return new([.. turns.Select(turn => new NewTurn(name, turn))]);
    }
}
