using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Testing;

namespace Holdfast.Tests.Lanes;

/// <summary>What a worker does whose hold has lapsed, or is about to: by its own clock, whatever the store says or does not say.</summary>
[Trait("Req", "XP-3")]
public sealed class LaneHoldTests : LanePumpBench
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Work_whose_hold_cannot_be_renewed_ends_when_the_hold_lapses_and_its_item_comes_back_in_doubt()
    {
        using var lost = new Measured(_meters, "holdfast.leases.lost");
        await AppendAsync([("a", "x")]);
        _store.RenewalBegins = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        var cancelled = new TaskCompletionSource();
        _handler.Handle = async (work, cancellation) =>
        {
            if (work.Item.InDoubt)
                return Answered(work);
            try
            {
                return await Never(cancellation);
            }
            finally
            {
                cancelled.TrySetResult();
            }
        };
        Start(concurrency: 1);
        await _handler.Begun.AtLeastAsync(1);
        _clock.Advance(Lease - TimeSpan.FromTicks(1));
        Assert.False(cancelled.Task.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        await cancelled.Task.WaitAsync(Patience, None);

        await _store.Commits.AtLeastAsync(2);
        Assert.Equal(
            [new ItemOutcome.Retry(TimeSpan.Zero, Error: null, CountsAsAttempt: false, InDoubt: true), ItemOutcome.Answered], _store.Kept.Select(kept => kept.Outcome));
        Assert.Single(lost.Values);
    }

    [Fact]
    public async Task One_renewal_that_hangs_keeps_no_other_hold_from_being_renewed()
    {
        await AppendAsync([("stuck", "x"), ("a", "x"), ("b", "x")]);
        var renewed = new Counted("renewals of the others");
        _store.RenewalBegins = (claim, cancellation) =>
        {
            if (claim.Item.Lane == "stuck")
                return Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            renewed.Happened();
            return Task.CompletedTask;
        };
        var ended = new TaskCompletionSource<string>();
        var finish = new TaskCompletionSource();
        _handler.Handle = async (work, cancellation) =>
        {
            try
            {
                await finish.Task.WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                ended.TrySetResult(work.Item.Lane);
                throw;
            }

            return Answered(work);
        };

        // As many places as items: the pump cannot be quicker to take a lane over than its holder is to give it back.
        Start(concurrency: 3);
        await _handler.Begun.AtLeastAsync(3);
        for (var i = 1; i <= 3; i++)
        {
            _clock.Advance(Lease / 3);
            await renewed.AtLeastAsync(2 * i);
        }

        Assert.Equal("stuck", await ended.Task.WaitAsync(Patience, None));

        await _store.Commits.AtLeastAsync(1);
        _clock.Advance(Lease / 3);
        await renewed.AtLeastAsync(8);
        finish.SetResult();
        await _store.Commits.AtLeastAsync(4);
        Assert.Equal(
            [("a", false), ("b", false), ("stuck", true)],
            _store.Kept.Where(kept => kept.Outcome is ItemOutcome.Done).Select(kept => (kept.Claim.Item.Lane, kept.Claim.Item.InDoubt)).Order());
        Assert.Equal(["stuck"], _store.Kept.Where(kept => kept.Outcome is ItemOutcome.Retry).Select(kept => kept.Claim.Item.Lane));
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task An_effect_is_refused_once_the_hold_has_lapsed_and_whatever_the_work_makes_of_that_is_not_kept()
    {
        await AppendAsync([("a", "x")]);
        _store.RenewalBegins = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        var asked = new TaskCompletionSource();
        var errors = new List<LostLeaseException>();
        _handler.Handle = async (work, _) =>
        {
            if (work.Item.InDoubt)
                return Answered(work);
            await asked.Task;
            errors.Add(Assert.Throws<LostLeaseException>(() => work.ThrowUnlessGoodFor(TimeSpan.Zero)));
            errors.Add(await Assert.ThrowsAsync<LostLeaseException>(async () => await work.CheckpointAsync(Answered(work) with { Outcome = ItemOutcome.Checkpoint }, None)));
            return Answered(work);
        };
        Start(concurrency: 1);
        await _handler.Begun.AtLeastAsync(1);
        _clock.Advance(Lease);
        asked.SetResult();
        await _store.Commits.AtLeastAsync(2);
        Assert.Equal(2, errors.Count);
        Assert.Equal(["Retry", "Done"], _store.Kept.Select(kept => kept.Outcome.GetType().Name));
        Assert.True(_store.Kept.Last().Claim.Item.InDoubt);
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task An_effect_needs_a_hold_that_is_good_for_as_long_as_it_may_take()
    {
        await AppendAsync([("a", "x")]);
        _store.RenewalBegins = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        var asked = new TaskCompletionSource();
        _handler.Handle = async (work, _) =>
        {
            if (work.Item.InDoubt)
                return Answered(work);
            work.ThrowUnlessGoodFor(RequestTimeout);
            await asked.Task;
            work.ThrowUnlessGoodFor(TimeSpan.Zero);
            work.ThrowUnlessGoodFor(RequestTimeout);
            throw new InvalidOperationException("Never comes here.");
        };
        Start(concurrency: 1);
        await _handler.Begun.AtLeastAsync(1);
        _clock.Advance(Lease - RequestTimeout + TimeSpan.FromTicks(1));
        asked.SetResult();

        // Given back at once: nobody has to wait for the end of the lease.
        await _store.Commits.AtLeastAsync(2);
        Assert.Equal(["Retry", "Done"], _store.Kept.Select(kept => kept.Outcome.GetType().Name));
        Assert.Empty(_handler.GivenUp);
    }

    [Fact]
    public async Task A_hold_is_good_from_the_moment_at_which_it_was_asked_for_however_late_the_answer_comes()
    {
        await AppendAsync([("a", "x")]);
        _store.RenewalBegins = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        var claims = 0;
        _store.FailClaim = () =>
        {
            // The answer to the claim comes a lease later, as to a process that was frozen meanwhile.
            if (claims++ == 0)
                _clock.Advance(Lease);
            return null;
        };
        _handler.Handle = (work, _) =>
        {
            work.ThrowUnlessGoodFor(TimeSpan.Zero);
            return new(Answered(work));
        };
        Start(concurrency: 1);
        await _store.Commits.AtLeastAsync(2);
        Assert.Equal(["Retry", "Done"], _store.Kept.Select(kept => kept.Outcome.GetType().Name));
    }

    [Fact]
    public async Task A_renewal_makes_the_hold_good_from_the_moment_at_which_it_was_asked_for()
    {
        await AppendAsync([("a", "x")]);
        var asked = new Counted("renewals asked for");
        var answer = new TaskCompletionSource();
        _store.RenewalBegins = async (_, cancellation) =>
        {
            asked.Happened();
            if (asked.Times == 1)
                await answer.Task;
            else
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        };
        var look = new TaskCompletionSource();
        var left = new TaskCompletionSource<TimeSpan>();
        _handler.Handle = async (work, _) =>
        {
            await look.Task;
            left.SetResult(LaneHold.Current!.Left);
            return Answered(work);
        };
        Start();
        await _handler.Begun.AtLeastAsync(1);
        _clock.Advance(Lease / 3);
        await asked.AtLeastAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(5));
        answer.SetResult();

        // That the next is asked for shows that this one is through; and what comes of the next is not waited for.
        _clock.Advance(Lease / 3 - TimeSpan.FromSeconds(5));
        await asked.AtLeastAsync(2);
        look.SetResult();
        Assert.Equal(Lease / 3 * 2, await left.Task.WaitAsync(Patience, None));
    }

    [Fact]
    public async Task That_anothers_hold_was_lost_is_a_failure_like_any_other()
    {
        await AppendAsync([("a", "x"), ("b", "x")]);
        var others = new TaskCompletionSource<Claim>();
        _handler.Handle = async (work, _) =>
        {
            if (work.Item.Lane == "b")
                others.TrySetResult(work.Claim);
            else if (work.Item.Attempt == 0)
                throw new LostLeaseException(await others.Task);
            return Answered(work);
        };
        Start();
        await _store.Commits.AtLeastAsync(2);
        var retry = Assert.Single(_store.Kept.Select(kept => kept.Outcome).OfType<ItemOutcome.Retry>());
        Assert.Equal((nameof(LostLeaseException), true), (retry.Error, retry.CountsAsAttempt));
        _clock.Advance(retry.Wait);
        await _store.Commits.AtLeastAsync(3);
    }

    [Fact]
    public async Task The_hold_goes_along_with_the_work_and_with_no_other()
    {
        await AppendAsync([("a", "x"), ("b", "x")]);
        var holds = new System.Collections.Concurrent.ConcurrentDictionary<ItemId, Claim?>();
        _handler.Handle = async (work, _) =>
        {
            await Task.Yield();
            holds[work.Item.Id] = await Task.Run(() => LaneHold.Current?.Claim);
            return Answered(work);
        };
        Assert.Null(LaneHold.Current);
        Start();
        await _store.Commits.AtLeastAsync(2);
        Assert.All(_store.Kept, kept => Assert.Same(kept.Claim, holds[kept.Claim.Item.Id]));
        Assert.Null(LaneHold.Current);
    }
}
