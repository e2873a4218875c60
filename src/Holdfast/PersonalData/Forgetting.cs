using Holdfast.Audit;
using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.PersonalData;

/// <summary>
/// Forgets a person, slice by slice: each finds what the one before has left, so it is gone on with wherever it broke off. What is found by the words goes before them.
/// </summary>
internal sealed partial class Forgetting(
    IHoldfastStore store,
    IEnumerable<IPersonalMemory> memories,
    IEnumerable<PersonalRecords> kinds,
    IEnumerable<MadeOfWords> made,
    IEnumerable<ForgettingItem> items,
    TimeProvider time,
    ILogger<Forgetting> logger) : IInternalHandler
{
    private const int Slice = 500;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [ForgetOrder.Kind];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var order = ForgetOrder.Read(work.Item);
        var state = ForgetState.Read(await store.GetValueAsync(ForgetState.KeyOf(work.Item.Id), cancellationToken)) ?? new ForgetState();
        await ForgetMadeAsync(work, order, cancellationToken);
        state = await ForgetSaidAsync(work, order, state, cancellationToken);
        foreach (var memory in memories)
            state = state with { Turns = state.Turns + await memory.ForgetAsync(order.User, cancellationToken) };
        state = await ForgetRecordsAsync(work, order, state, cancellationToken);
        LogForgotten(state.Runs, state.Turns, state.Records, state.DeadLetters);
        var now = time.GetUtcNow();
        var audit = new AuditEntry { Act = AuditActs.PersonForgotten, At = now, By = order.By, For = order.User, Reference = work.Item.Id.ToString() };
        return work.Done() with
        {
            Records = [(state with { Done = true }).ToRecord(work.Item.Id, now), audit.ToRecord(work.Item.Id.ToString())],
            Append = [.. items.Select(item => item.Of(order.User))],
        };
    }

    /// <summary>What was made of the words, and is found by them only: summaries, texts of files.</summary>
    private async ValueTask ForgetMadeAsync(LaneWork work, ForgetOrder order, CancellationToken cancellationToken)
    {
        var keys = new HashSet<RecordKey>();
        await foreach (var turn in PersonalWords.OfAsync(store, memories, kinds, order.User, cancellationToken))
        {
            keys.UnionWith(made.SelectMany(one => one.Of(turn)));
            if (keys.Count < Slice)
                continue;
            await work.KeepAsync(new Effects { Records = [.. keys.Select(key => key.With(null))] }, cancellationToken);
            keys.Clear();
        }

        if (keys.Count > 0)
            await work.KeepAsync(new Effects { Records = [.. keys.Select(key => key.With(null))] }, cancellationToken);
    }

    private async ValueTask<ForgetState> ForgetSaidAsync(LaneWork work, ForgetOrder order, ForgetState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            work.ThrowUnlessGoodFor(TimeSpan.Zero);
            var rows = await store.ForgetAsync(order.User, order.Before, cancellationToken);
            if (rows.IsNothing)
                return state;
            state = state with { Runs = state.Runs + rows.Runs, Turns = state.Turns + rows.Turns, DeadLetters = state.DeadLetters + rows.DeadLetters };
            await work.KeepAsync(state.ToRecord(work.Item.Id, time.GetUtcNow()), cancellationToken);
        }
    }

    private async ValueTask<ForgetState> ForgetRecordsAsync(LaneWork work, ForgetOrder order, ForgetState state, CancellationToken cancellationToken)
    {
        foreach (var kind in kinds.Where(kind => !kind.AreKept))
        {
            var query = new RecordQuery(kind.Kind) { User = order.User, EndedBefore = kind.OnlyEnded ? time.GetUtcNow() : null };
            while (await store.FindRecordsAsync(query, Slice, cancellationToken) is { Count: > 0 } found)
            {
                state = state with { Records = state.Records + found.Count };
                await work.KeepAsync(new Effects { Records = [.. found.Select(record => record.Key.With(null)), state.ToRecord(work.Item.Id, time.GetUtcNow())] }, cancellationToken);
            }
        }

        return state;
    }

    [LoggerMessage(1950, LogLevel.Information, "A person was forgotten, as an operator has ordered: {Runs} runs, {Turns} turns, {Records} records and {DeadLetters} dead letters are deleted")]
    private partial void LogForgotten(int runs, int turns, int records, int deadLetters);
}
