using System.Collections.Concurrent;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>A store that a test can watch and put out of order, call by call.</summary>
internal sealed class ObservedStore(IHoldfastStore inner) : IHoldfastStore
{
    public Func<Exception?>? FailAppend { get; set; }

    public Func<Exception?>? FailClaim { get; set; }

    public Func<Transition, Exception?>? FailCommit { get; set; }

    /// <summary>Is awaited before a commit.</summary>
    public Func<Transition, Task>? Committing { get; set; }

    /// <summary>Is awaited after a commit was kept, before whoever made it hears of it.</summary>
    public Func<Transition, Task>? Committed { get; set; }

    /// <summary>Is awaited after a claim.</summary>
    public Func<PlaceShares, Task>? Claimed { get; set; }

    /// <summary>Is awaited before a wait for work.</summary>
    public Func<PlaceShares, CancellationToken, Task>? Waiting { get; set; }

    /// <summary>What becomes of a claim on its way out.</summary>
    public Func<Claim, Claim>? ChangeClaim { get; set; }

    public Func<Claim, bool>? AnswerRenewal { get; set; }

    /// <summary>Is awaited before a hold is renewed.</summary>
    public Func<Claim, CancellationToken, Task>? RenewalBegins { get; set; }

    /// <summary>Is awaited before a run is read.</summary>
    public Func<Task>? RunRead { get; set; }

    /// <summary>Is told what was read, after it was.</summary>
    public Action<RecordKey>? RecordRead { get; set; }

    public Counted Appends { get; } = new("appends that were made");

    public Counted Commits { get; } = new("commits that were kept");

    public Counted Renewals { get; } = new("renewals");

    public Counted Claims { get; } = new("claims");

    public Counted Waits { get; } = new("waits for work");

    public ConcurrentQueue<Transition> Kept { get; } = new();

    public bool IsNew => inner.IsNew;

    public Task<StoreException> Failure => inner.Failure;

    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<NewItem> items, CancellationToken cancellationToken)
    {
        var results = FailAppend?.Invoke() is { } error ? throw error : await inner.AppendAsync(items, cancellationToken);
        Appends.Happened();
        return results;
    }

    public async ValueTask<IReadOnlyList<Claim>> ClaimAsync(
        LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, CancellationToken cancellationToken)
    {
        Claims.Happened();
        var claims = FailClaim?.Invoke() is { } error ? throw error : await inner.ClaimAsync(queue, worker, lanes, lease, shares, cancellationToken);
        if (Claimed is { } claimed)
            await claimed(shares);
        return ChangeClaim is { } change ? [.. claims.Select(change)] : claims;
    }

    public async ValueTask WaitForWorkAsync(LaneQueue queue, PlaceShares shares, CancellationToken cancellationToken)
    {
        Waits.Happened();
        if (Waiting is { } waiting)
            await waiting(shares, cancellationToken);
        await inner.WaitForWorkAsync(queue, shares, cancellationToken);
    }

    public async ValueTask<bool> RenewAsync(Claim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        try
        {
            if (RenewalBegins is { } begins)
                await begins(claim, cancellationToken);
            return AnswerRenewal is { } answer ? answer(claim) : await inner.RenewAsync(claim, lease, cancellationToken);
        }
        finally
        {
            Renewals.Happened();
        }
    }

    public async ValueTask<CommitResult> CommitAsync(Transition transition, CancellationToken cancellationToken)
    {
        if (FailCommit?.Invoke(transition) is { } error)
            throw error;
        if (Committing is { } committing)
            await committing(transition);
        var result = await inner.CommitAsync(transition, cancellationToken);
        if (result == CommitResult.Committed)
        {
            Kept.Enqueue(transition);
            Commits.Happened();
            if (Committed is { } committed)
                await committed(transition);
        }

        // As the contract has it: a cancelled wait says nothing about what was kept.
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    public ValueTask<IReadOnlyList<LaneItem>> GetPendingAsync(Claim claim, int limit, CancellationToken cancellationToken) =>
        inner.GetPendingAsync(claim, limit, cancellationToken);

    public ValueTask<bool> IsHeldAsync(LaneQueue queue, string lane, CancellationToken cancellationToken) => inner.IsHeldAsync(queue, lane, cancellationToken);

    public ValueTask<IReadOnlyList<QueueStats>> GetQueueStatsAsync(CancellationToken cancellationToken) => inner.GetQueueStatsAsync(cancellationToken);

    public ValueTask<BacklogState> GetBacklogAsync(CancellationToken cancellationToken) => inner.GetBacklogAsync(cancellationToken);

    public ValueTask<bool> SweepAsync(SweepCutoffs cutoffs, CancellationToken cancellationToken) => inner.SweepAsync(cutoffs, cancellationToken);

    public ValueTask CheckWritableAsync(CancellationToken cancellationToken) => inner.CheckWritableAsync(cancellationToken);

    public ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(string conversation, DateTimeOffset newerThan, int limit, ItemId? except, CancellationToken cancellationToken) =>
        inner.GetTurnsAsync(conversation, newerThan, limit, except, cancellationToken);

    public async ValueTask<RunRecord?> GetRunAsync(ItemId run, CancellationToken cancellationToken)
    {
        if (RunRead is { } read)
            await read();
        return await inner.GetRunAsync(run, cancellationToken);
    }

    public ValueTask<IReadOnlyList<RunStep>> GetStepsAsync(ItemId run, CancellationToken cancellationToken) => inner.GetStepsAsync(run, cancellationToken);

    public ValueTask<int> CountStepsAsync(ItemId run, CancellationToken cancellationToken) => inner.CountStepsAsync(run, cancellationToken);

    public ValueTask<IReadOnlyList<StepOutline>> GetStepOutlinesAsync(ItemId run, int after, int limit, int maxText, CancellationToken cancellationToken) =>
        inner.GetStepOutlinesAsync(run, after, limit, maxText, cancellationToken);

    public ValueTask<RunStep?> GetStepAsync(ItemId run, int number, CancellationToken cancellationToken) => inner.GetStepAsync(run, number, cancellationToken);

    public ValueTask<RunRecord?> GetOpenRunAsync(string conversation, CancellationToken cancellationToken) =>
        inner.GetOpenRunAsync(conversation, cancellationToken);

    public ValueTask<IReadOnlyList<RunRecord>> GetRecentRunsAsync(string channel, int limit, CancellationToken cancellationToken) =>
        inner.GetRecentRunsAsync(channel, limit, cancellationToken);

    public ValueTask<IReadOnlyList<RunRecord>> FindRunsAsync(RunQuery query, int limit, CancellationToken cancellationToken) => inner.FindRunsAsync(query, limit, cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryReceipt>> GetDeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken) =>
        inner.GetDeliveredAsync(cause, limit, cancellationToken);

    public async ValueTask<StoredRecord?> GetRecordAsync(RecordKey key, CancellationToken cancellationToken)
    {
        var record = await inner.GetRecordAsync(key, cancellationToken);
        RecordRead?.Invoke(key);
        return record;
    }

    public ValueTask<IReadOnlyList<StoredRecord>> FindRecordsAsync(RecordQuery query, int limit, CancellationToken cancellationToken) =>
        inner.FindRecordsAsync(query, limit, cancellationToken);

    public ValueTask<int> CountRecordsAsync(RecordQuery query, CancellationToken cancellationToken) => inner.CountRecordsAsync(query, cancellationToken);

    public ValueTask<ItemReceipt?> GetReceiptAsync(string dedupeKey, CancellationToken cancellationToken) => inner.GetReceiptAsync(dedupeKey, cancellationToken);

    public ValueTask<int> CountDeadLettersAsync(CancellationToken cancellationToken) => inner.CountDeadLettersAsync(cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        inner.GetDeadLettersAsync(limit, cancellationToken);

    public ValueTask<IReadOnlyList<SaidTurn>> GetSaidAsync(string user, long after, int limit, CancellationToken cancellationToken) =>
        inner.GetSaidAsync(user, after, limit, cancellationToken);

    public ValueTask<ForgottenRows> ForgetAsync(string user, DateTimeOffset before, CancellationToken cancellationToken) => inner.ForgetAsync(user, before, cancellationToken);

    public ValueTask<bool> ReplayAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken) => inner.ReplayAsync(item, records, cancellationToken);

    public ValueTask<bool> DiscardAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken) => inner.DiscardAsync(item, records, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
