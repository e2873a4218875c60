using System.Diagnostics;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Lanes;

/// <summary>
/// Works a queue through: claims free lanes, hands their items to the handler, commits what it returns. One class for every
/// queue. It polls nothing: it waits for the store to say that a lane is ready.
/// </summary>
/// <param name="queue">The queue that it works through.</param>
/// <param name="handler">Does the work.</param>
/// <param name="store">Holds the lanes.</param>
/// <param name="worker">Who claims.</param>
/// <param name="gates">While one of them is closed nothing is claimed, or nothing of the workspaces that it is closed for.</param>
/// <param name="deadLetters">What follows when an item becomes a dead letter.</param>
/// <param name="options">Limits.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For failures.</param>
/// <param name="watchers">Are told of what was committed; null for none.</param>
public sealed partial class LanePump(
    LaneQueue queue,
    ILaneHandler handler,
    IHoldfastStore store,
    WorkerId worker,
    IReadOnlyList<PumpGate> gates,
    IDeadLetterPlanner deadLetters,
    LanePumpOptions options,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<LanePump> logger,
    IReadOnlyList<ICommitWatcher>? watchers = null) : IDisposable
{
    /// <summary>The most lanes taken in one claim: keeps one claim from emptying the queue into a single batch.</summary>
    private const int MaxClaim = 64;

    private static readonly TimeSpan InterruptedLimit = TimeSpan.FromSeconds(3);

    /// <summary>How long something is put back for whose workspace came to rest while it was claimed; the next claim passes over it.</summary>
    private static readonly TimeSpan PutBack = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The same of what a claim cannot tell from others, because it is nobody's. There is little of that: what ends something, and answers.
    /// </summary>
    private static readonly TimeSpan NobodysPutBack = TimeSpan.FromSeconds(5);

    private readonly LeaseKeeper _leases = new(store, options.Lease, metrics, time, logger);
    private readonly SemaphoreSlim _places = new(options.Concurrency);
    private readonly PlaceLedger _ledger = new(options.Concurrency, options.UserShare, options.TeamShare);
    private readonly WorkGate[] _interrupting = [.. gates.Where(gate => gate.Interrupts).Select(gate => gate.Gate)];
    private volatile bool _running;

    /// <summary>The queue that this pump works through.</summary>
    public LaneQueue Queue => queue;

    /// <summary>Items being handled at this moment.</summary>
    public int InProgress => _leases.Count;

    /// <summary>Whether it is taking work, for readiness.</summary>
    public bool IsRunning => _running;

    /// <summary>
    /// Runs until stopped; then lets items in hand finish within <see cref="LanePumpOptions.StopPatience"/>, cancels the rest
    /// and returns. What was cancelled stays in its lane.
    /// </summary>
    /// <param name="stopping">Stops it.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var abandon = new CancellationTokenSource();
        using var renewing = new CancellationTokenSource();
        var renewals = _leases.RenewAsync(renewing.Token);
        try
        {
            _running = true;
            await ClaimLoopAsync(abandon.Token, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopping(Queue, InProgress);
        }
        finally
        {
            _running = false;
            await FinishAsync(abandon);
            await renewing.CancelAsync();
            await renewals;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task ClaimLoopAsync(CancellationToken abandon, CancellationToken stopping)
    {
        while (true)
        {
            await _places.WaitAsync(stopping);
            var places = 1;
            var started = 0;
            var returns = 0L;
            var shares = PlaceShares.Unlimited;
            IReadOnlyList<Task> openings = [];
            try
            {
                await OpenAsync(stopping);

                // Asked before the claim: a place that is given back meanwhile, and a gate that opens, is not missed.
                returns = _ledger.Returns;
                (var resting, openings) = Resting();
                shares = _ledger.Offer(resting);
                while (places < MaxClaim && _places.Wait(0, CancellationToken.None))
                    places++;

                // The lease ends in the store some time after this moment and its length, and not before: what lies in between is given away.
                var goodUntil = time.GetMonotonic() + options.Lease;
                foreach (var claim in await ClaimAsync(places, shares, stopping))
                {
                    Start(claim, goodUntil, abandon, stopping);
                    started++;
                }
            }
            finally
            {
                if (started < places)
                    _places.Release(places - started);
            }

            shares.Settle();
            if (started < places)
                await WaitForWorkAsync(shares, returns, openings, stopping);
        }
    }

    /// <summary>The workspaces of which nothing is claimed, as a rule none, and what tells that one of them may work again.</summary>
    private (IReadOnlySet<string>? Teams, IReadOnlyList<Task> Openings) Resting()
    {
        if (gates.All(static gate => gate.Gate.ClosedTeams.Count == 0))
            return (null, []);
        Task[] openings = [.. gates.Select(static gate => gate.Gate.NextOpening)];
        return (gates.SelectMany(static gate => gate.Gate.ClosedTeams.Keys).ToHashSet(StringComparer.Ordinal), openings);
    }

    /// <summary>
    /// Returns when there may be work: lanes become ready, or such as were passed over get a place that somebody gave back, or their workspace
    /// works again.
    /// </summary>
    private async Task WaitForWorkAsync(PlaceShares shares, long returns, IReadOnlyList<Task> openings, CancellationToken stopping)
    {
        if (!shares.HasPassedOver)
        {
            await store.WaitForWorkAsync(Queue, shares, stopping);
            return;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var work = store.WaitForWorkAsync(Queue, shares, waiting.Token).AsTask();
        await Task.WhenAny([work, _ledger.NextReturnAsync(returns), .. openings]);
        await waiting.CancelAsync();

        // Not by an exception: where one person has their share, places are given back thousands of times a second.
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
        if (!work.IsCanceled)
            await work;
    }

    /// <summary>Returns when all gates are open. One that closes in this moment is seen by the work itself, or at the next claim.</summary>
    private async Task OpenAsync(CancellationToken stopping)
    {
        while (gates.FirstOrDefault(gate => gate.Gate.ClosedBecause is not null) is { } closed)
            await closed.Gate.WaitAsync(stopping);
    }

    private async Task<IReadOnlyList<Claim>> ClaimAsync(int places, PlaceShares shares, CancellationToken stopping)
    {
        try
        {
            return await store.ClaimAsync(Queue, worker, places, options.Lease, shares, stopping);
        }
        catch (StoreException e)
        {
            // Runs in hand have nothing to do with it: they go on, and claiming is tried again.
            LogClaimFailed(e, Queue, options.RetryDelay);
            await Task.Delay(options.RetryDelay, time, stopping);
            return [];
        }
    }

    private void Start(Claim claim, TimeSpan goodUntil, CancellationToken abandon, CancellationToken stopping)
    {
        CancellationToken[] interruptions = [abandon, .. _interrupting.SelectMany(gate => gate.ClosingFor(handler.TeamOf(claim.Item)))];
        var work = new ActiveWork(claim, goodUntil, interruptions, time);
        var previous = _leases.Keep(work);
        _ledger.Take(claim.Item.Owner);
        metrics.Claimed(claim.Item, time.GetUtcNow());
        _ = Task.Run(() => HandleAsync(work, previous, abandon, stopping), CancellationToken.None);
    }

    /// <summary>One item from claim to commit. Nothing escapes from here: only the stop awaits it.</summary>
    private async Task HandleAsync(ActiveWork work, ActiveWork? previous, CancellationToken abandon, CancellationToken stopping)
    {
        using var activity = HoldfastTelemetry.StartHandling(work.Item);
        var started = time.GetTimestamp();
        try
        {
            if (previous is not null)
                await EndAsync(previous);
            var outcome = await AttemptAsync(work, stopping);
            work.IsSettling = true;
            if (outcome is { } transition)
                await CommitAsync(transition, abandon);
            else if (!work.IsLost)
                await CommitInterruptedAsync(work.Claim);
        }
        catch (Exception e)
        {
            // Only a cancelled commit and defects arrive here. The item stays in its lane either way; the lease gives it back.
            if (abandon.IsCancellationRequested)
                LogCancelled(e, Queue, work.Item.Id);
            else
                LogLostHandling(e, Queue, work.Item.Id);
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
        }
        finally
        {
            metrics.Handled(Queue, time.GetElapsedTime(started));
            _leases.Release(work);
            _ledger.GiveBack(work.Item.Owner);
            _places.Release();
        }
    }

    /// <summary>
    /// The process was held up for longer than a lease, and what it had in hand was handed out again, to itself. Two hands on
    /// one item would do its work twice at once; so the first comes to its end before the second begins. Where it was settling under a good
    /// hold nothing was held up: a reply that is due again at once is claimed sooner than its last attempt has heard of its commit.
    /// </summary>
    private async Task EndAsync(ActiveWork previous)
    {
        if (!previous.IsSettling || previous.IsLost || previous.Hold.Left <= TimeSpan.Zero)
            LogHeldUp(Queue, previous.Item.Id);
        await previous.CancelAsync();
        await previous.Done;
    }

    /// <summary>What is to be committed; null when the hold was lost or the work broken off.</summary>
    private async Task<Transition?> AttemptAsync(ActiveWork work, CancellationToken stopping)
    {
        try
        {
            if (work.Claim.Unreadable is { } unreadable)
                throw unreadable;
            if (MustWait(work.Item))
                return Waiting(work.Claim);
            work.Hold.MakeCurrent();
            var transition = await handler.HandleAsync(new LaneWork(work.Claim, store, work.Hold, stopping), work.Ending);
            if (!work.Hold.HasRefused)
            {
                // Most handlers know what failed, and throw nothing.
                if (transition.Outcome is ItemOutcome.Retry { CountsAsAttempt: true, Error: { } failed })
                    metrics.AttemptFailed(Queue, failed);
                return transition;
            }

            // The handler took the refusal for an answer from outside. Nothing it makes of that is true.
            BrokenOff(work, error: null);
            return null;
        }
        catch (LostLeaseException e) when (e.Claim?.Fence == work.Claim.Fence)
        {
            if (!work.Hold.HasRefused && await work.LoseAsync())
                metrics.LeaseLost(Queue);
            BrokenOff(work, e);
            return null;
        }
        catch (OperationCanceledException e) when (work.IsBrokenOff)
        {
            BrokenOff(work, e);
            return null;
        }
        catch (StoreException e) when (e.IsTransient)
        {
            // The item has nothing to do with it: it waits for the store as long as it takes.
            var delay = options.DelayAfter(work.Item.Attempt + 1);
            LogFailed(e, Queue, work.Item.Id, work.Item.Attempt + 1, delay);
            return Interrupted(work.Claim, delay, e);
        }
        catch (StoreException e) when (e == work.Claim.Unreadable)
        {
            metrics.AttemptFailed(Queue, e.GetType().Name);
            LogGaveUp(e, Queue, work.Item.Id, work.Item.Attempt + 1);
            return Transition.Of(work.Claim, new ItemOutcome.Dead(e.Message));
        }
        catch (Exception e) when (work.IsBrokenOff)
        {
            // What work says when it is broken off is not its fault, whatever the words.
            BrokenOff(work, e);
            return null;
        }
        catch (Exception e)
        {
            return Failed(work.Claim, e);
        }
    }

    /// <summary>Whether an item's workspace rests: a claim passes over what has an owner, and a gate may have closed since.</summary>
    private bool MustWait(LaneItem item) =>
        gates.Any(static gate => gate.Gate.ClosedTeams.Count > 0) && handler.TeamOf(item) is { } team && gates.Any(gate => gate.Gate.ReasonAgainst(team) is not null);

    private static Transition Waiting(Claim claim) => new()
    {
        Claim = claim,
        Outcome = new ItemOutcome.Retry(claim.Item.Owner is null ? NobodysPutBack : PutBack, Error: null, CountsAsAttempt: false, claim.Item.InDoubt),
    };

    /// <summary>Work was ended from outside: by a stop or a pause, or because its hold was lost or has lapsed.</summary>
    private void BrokenOff(ActiveWork work, Exception? error)
    {
        if (work.IsInterrupted && !work.IsLost && !work.Hold.HasRefused)
        {
            LogCancelled(error, Queue, work.Item.Id);
            return;
        }

        if (!work.IsLost)
            metrics.LeaseLost(Queue);
        LogLostLease(error, Queue, work.Item.Id);
    }

    private Transition Failed(Claim claim, Exception error)
    {
        var attempts = claim.Item.Attempt + 1;
        metrics.AttemptFailed(Queue, error.GetType().Name);
        if (attempts >= options.MaxAttempts)
        {
            LogGaveUp(error, Queue, claim.Item.Id, attempts);
            return GiveUp(claim, error);
        }

        var delay = options.DelayAfter(attempts);
        LogFailed(error, Queue, claim.Item.Id, attempts, delay);
        return Transition.Of(claim, new ItemOutcome.Retry(delay, error.GetType().Name, CountsAsAttempt: true, InDoubt: true));
    }

    /// <summary>What the handler makes of it; the least there is, when it cannot: an item must not come round for ever.</summary>
    private Transition GiveUp(Claim claim, Exception error)
    {
        try
        {
            return handler.GiveUp(claim, error);
        }
        catch (Exception e)
        {
            LogLostHandling(e, Queue, claim.Item.Id);
            return Bare(claim, error);
        }
    }

    private Transition Bare(Claim claim, Exception error) => new()
    {
        Claim = claim,
        Outcome = new ItemOutcome.Dead(error.GetType().Name) { Payload = handler.Remains(claim.Item) },
    };

    /// <summary>Every death passes here on its way to the store. What cannot be planned about it must not keep the item alive.</summary>
    private Transition WithFollowUps(Transition transition)
    {
        if (transition.Outcome is not ItemOutcome.Dead dead)
            return transition;
        transition = transition with { Outcome = dead with { Payload = handler.Remains(transition.Claim.Item) } };
        try
        {
            return transition with { Append = [.. transition.Append, .. deadLetters.Plan(transition.Claim.Item, dead.Error)] };
        }
        catch (Exception e)
        {
            LogFollowUpsFailed(e, Queue, transition.Claim.Item.Id);
            return transition;
        }
    }

    /// <summary>What the handler makes of work that was broken off in order; the least there is, when it cannot.</summary>
    private Transition Interrupted(Claim claim, TimeSpan delay, Exception? error)
    {
        var outcome = new ItemOutcome.Retry(delay, error?.GetType().Name, CountsAsAttempt: false, InDoubt: true);
        try
        {
            return handler.Interrupted(claim, outcome);
        }
        catch (Exception e)
        {
            LogLostHandling(e, Queue, claim.Item.Id);
            return Transition.Of(claim, outcome);
        }
    }

    /// <summary>
    /// Writes down that the work on an item was broken off, so that this item and no other is in doubt at the next start, and whoever is
    /// next need not wait for the end of a lease. Not for ever: where the store does not answer, a stop goes on without.
    /// </summary>
    private async Task CommitInterruptedAsync(Claim claim)
    {
        using var limit = new CancellationTokenSource(InterruptedLimit, time);
        try
        {
            await CommitAsync(Interrupted(claim, TimeSpan.Zero, error: null), limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            LogNotGivenBack(e, Queue, claim.Item.Id);
        }
    }

    /// <summary>Commits, again and again while the store cannot write: the work is done and must not be done twice.</summary>
    private async Task CommitAsync(Transition transition, CancellationToken cancellationToken)
    {
        var isBare = false;
        transition = WithFollowUps(transition.WithOwners());
        for (var failures = 1; ; failures++)
        {
            try
            {
                if (await store.CommitAsync(transition, cancellationToken) == CommitResult.LostLease)
                {
                    metrics.LeaseLost(Queue);
                    LogLostLease(new LostLeaseException(transition.Claim), Queue, transition.Claim.Item.Id);
                }
                else
                {
                    metrics.Settled(Queue, transition);
                    foreach (var watcher in watchers ?? [])
                        watcher.Committed(transition);
                }

                return;
            }
            catch (StoreException e) when (!e.IsTransient && transition.Outcome is not ItemOutcome.Dead && !store.Failure.IsCompleted)
            {
                // This transition can never be stored. The item must not be retried for ever: it becomes a dead letter instead.
                LogGaveUp(e, Queue, transition.Claim.Item.Id, transition.Claim.Item.Attempt + 1);
                transition = WithFollowUps(GiveUp(transition.Claim, e));
            }
            catch (StoreException e) when (!e.IsTransient && !isBare && !store.Failure.IsCompleted)
            {
                // Nor can what was to be said about it. Then it dies without a word: the letter is kept, and counted.
                LogGaveUp(e, Queue, transition.Claim.Item.Id, transition.Claim.Item.Attempt + 1);
                transition = Bare(transition.Claim, e);
                isBare = true;
            }
            catch (StoreException e) when (e.IsTransient)
            {
                var delay = options.DelayAfter(failures);
                LogCommitFailed(e, Queue, transition.Claim.Item.Id, delay);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    private async Task FinishAsync(CancellationTokenSource abandon)
    {
        using var patience = new CancellationTokenSource(options.StopPatience, time);
        try
        {
            await AllPlacesAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            LogAbandoning(Queue, InProgress);
            await abandon.CancelAsync();
            await AllPlacesAsync(CancellationToken.None);
        }
    }

    /// <summary>Returns when nothing is in progress: holding all places means that no handler runs.</summary>
    private async Task AllPlacesAsync(CancellationToken cancellationToken)
    {
        var taken = 0;
        try
        {
            for (; taken < options.Concurrency; taken++)
                await _places.WaitAsync(cancellationToken);
        }
        finally
        {
            if (taken > 0)
                _places.Release(taken);
        }
    }
}
