using System.Collections.Concurrent;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Lanes;

public sealed class LanePumpTests : LanePumpBench
{
    private const string HeldUp = "the process froze for longer than a lease";

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task Works_on_as_many_items_at_once_as_it_may_and_on_no_more()
    {
        await AppendAsync(Enumerable.Range(0, 10).Select(i => ($"lane{i}", "x")));
        using var released = new SemaphoreSlim(0);
        var (now, most) = (0, 0);
        var entered = new Counted("items counted");
        _handler.Handle = async (work, _) =>
        {
            var mine = Interlocked.Increment(ref now);
            InterlockedMax(ref most, mine);
            entered.Happened();
            await released.WaitAsync(None);
            Interlocked.Decrement(ref now);
            return Answered(work);
        };
        Start(concurrency: 3);
        await entered.AtLeastAsync(3);
        Assert.Equal(3, _pump!.InProgress);
        for (var begun = 4; begun <= 10; begun++)
        {
            released.Release();
            await entered.AtLeastAsync(begun);
        }

        released.Release(3);
        await _store.Commits.AtLeastAsync(10);
        Assert.Equal(3, most);
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task Works_a_lane_off_one_item_at_a_time_in_order_while_other_lanes_go_on()
    {
        await AppendAsync(Enumerable.Range(0, 40).Select(i => ($"lane{i % 4}", $"{i / 4}")));
        var busy = new ConcurrentDictionary<string, bool>();
        var order = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        var overlaps = 0;
        _handler.Handle = async (work, _) =>
        {
            if (!busy.TryAdd(work.Item.Lane, true))
                Interlocked.Increment(ref overlaps);
            await Task.Yield();
            order.GetOrAdd(work.Item.Lane, _ => new()).Enqueue(work.Claim.Text());
            busy.TryRemove(work.Item.Lane, out var _);
            return Answered(work);
        };
        Start(concurrency: 16);
        await _store.Commits.AtLeastAsync(40);
        Assert.Equal(0, overlaps);
        Assert.All(order.Values, lane => Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), lane));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task A_conversation_that_hangs_delays_no_other()
    {
        await AppendAsync([("stuck", "x")]);
        _handler.Handle = (work, cancellation) => work.Item.Lane == "stuck" ? Never(cancellation) : new(Answered(work));
        Start(concurrency: 2);
        await _handler.Begun.AtLeastAsync(1);
        await AppendAsync(Enumerable.Range(0, 20).Select(i => ($"lane{i}", "x")));
        await _store.Commits.AtLeastAsync(20);
        Assert.Equal(1, _pump!.InProgress);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task Renews_a_hold_at_a_third_of_its_lease_for_as_long_as_the_work_takes()
    {
        await AppendAsync([("a", "x")]);
        var finish = new TaskCompletionSource();
        _handler.Handle = async (work, _) =>
        {
            await finish.Task;
            return Answered(work);
        };
        Start();
        await _handler.Begun.AtLeastAsync(1);
        for (var i = 1; i <= 12; i++)
        {
            _clock.Advance(Lease / 3 - TimeSpan.FromTicks(1));
            Assert.Equal(i - 1, _store.Renewals.Times);
            _clock.Advance(TimeSpan.FromTicks(1));
            await _store.Renewals.AtLeastAsync(i);
            Assert.Empty(await _memory.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None));
        }

        finish.SetResult();
        await _store.Commits.AtLeastAsync(1);
        Assert.Equal(1, _handler.Begun.Times);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_hold_that_is_found_lost_cancels_the_work_and_nothing_of_it_is_kept()
    {
        await AppendAsync([("a", "x")]);
        _store.AnswerRenewal = _ => false;
        var cancelled = new TaskCompletionSource();
        _handler.Handle = async (_, cancellation) =>
        {
            await using var registration = cancellation.Register(() => cancelled.TrySetResult());
            return await Never(cancellation);
        };
        Start(concurrency: 1);
        await _handler.Begun.AtLeastAsync(1);
        _clock.Advance(Lease / 3);
        await cancelled.Task.WaitAsync(Patience, None);

        // The place is free again: the next item gets it.
        _handler.Handle = (work, _) => new(Answered(work));
        await AppendAsync([("b", "y")]);
        await _store.Commits.AtLeastAsync(1);
        Assert.Equal("b", Assert.Single(_store.Kept).Claim.Item.Lane);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_holder_that_outlived_its_lease_cannot_write_over_the_next_one()
    {
        using var lost = new Measured(_meters, "holdfast.leases.lost");
        await AppendAsync([("a", "x")]);
        _store.AnswerRenewal = _ => throw new StoreException("no answer", isTransient: true);
        var finish = new TaskCompletionSource();
        _handler.Handle = async (work, _) =>
        {
            await finish.Task;
            return Answered(work) with { Append = [_clock.Item("out", "reply") with { Queue = LaneQueue.Outbound }] };
        };

        // One place, and it is taken: the pump cannot be quicker than the other worker.
        Start(concurrency: 1);
        await _handler.Begun.AtLeastAsync(1);
        _clock.Advance(Lease);
        var taken = Assert.Single(await _memory.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None));
        finish.SetResult();
        await lost.AtLeastAsync(1);

        Assert.Empty(_store.Kept);
        Assert.Empty(await _memory.ClaimAsync(LaneQueue.Outbound, Bob, 10, Lease, None));
        Assert.Equal(CommitResult.Committed, await _memory.CommitAsync(new Transition { Claim = taken, Outcome = ItemOutcome.Answered }, None));
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task An_item_that_a_held_up_process_hands_out_to_itself_is_in_one_hand_at_a_time()
    {
        await AppendAsync([("a", "x")]);
        _store.AnswerRenewal = _ => true;
        var finish = new TaskCompletionSource();
        var (now, most) = (0, 0);
        _handler.Handle = async (work, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            if (!work.Item.InDoubt)
                await finish.Task;
            Interlocked.Decrement(ref now);
            return Answered(work);
        };
        Start();
        await ClaimAgainAsync();
        await Until.HoldsAsync("the second hand-out was noticed", () => _logs.Lines.Any(line => line.Text.Contains(HeldUp, StringComparison.Ordinal)));
        finish.SetResult();
        await _store.Commits.AtLeastAsync(1);

        Assert.Equal((1, 2), (most, _handler.Begun.Times));
        Assert.True(Assert.Single(_store.Kept).Claim.Item.InDoubt);
        Assert.Single(_logs.Lines, line => line.Text.Contains(HeldUp, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "XP-6")]
    public async Task An_attempt_that_its_handler_says_has_failed_is_counted_as_one_that_threw_is_and_a_mere_wait_is_not()
    {
        using var failed = new Measured(_meters, "holdfast.attempts.failed");
        await AppendAsync([("a", "x")]);
        _handler.Handle = (work, _) => new(work.End(work.Item.Attempt == 0
            ? new ItemOutcome.Retry(TimeSpan.Zero, _store.Kept.IsEmpty ? "ratelimited" : "internal_error", CountsAsAttempt: !_store.Kept.IsEmpty, InDoubt: false)
            : ItemOutcome.Answered));
        Start();
        await _store.Commits.AtLeastAsync(3);
        Assert.Equal([(1, "queue=Inbound error.type=internal_error")], failed.Values);
    }

    [Fact]
    public async Task An_item_that_is_due_again_before_its_last_attempt_has_heard_of_its_commit_was_not_held_up()
    {
        await AppendAsync([("a", "x")]);
        var (answer, inProgress) = (new TaskCompletionSource(), new TaskCompletionSource());
        var atOnce = new ItemOutcome.Retry(TimeSpan.Zero, Error: null, CountsAsAttempt: true, InDoubt: false);
        var isHandedOutAgain = false;
        _store.ChangeClaim = claim =>
        {
            isHandedOutAgain |= claim.Item.Attempt == 1;
            return claim;
        };
        _store.Waiting = (_, _) =>
        {
            if (isHandedOutAgain)
                inProgress.TrySetResult();
            return Task.CompletedTask;
        };
        _store.Committed = transition => transition.Outcome is ItemOutcome.Retry ? answer.Task : Task.CompletedTask;
        _handler.Handle = (work, _) =>
            new(work.Item.Attempt == 0 ? new Transition { Claim = work.Claim, Outcome = atOnce } : Answered(work));
        Start();
        await _store.Commits.AtLeastAsync(1);
        await inProgress.Task.WaitAsync(Patience, None);
        answer.SetResult();
        await _store.Commits.AtLeastAsync(2);

        Assert.Equal(2, _handler.Begun.Times);
        Assert.DoesNotContain(_logs.Lines, line => line.Text.Contains(HeldUp, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_of_work_that_was_held_up_leaves_the_hold_under_which_its_item_is_worked_on_now()
    {
        await AppendAsync([("a", "x")]);
        _store.AnswerRenewal = _ => true;
        var (finish, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var again = new TaskCompletionSource<Claim>();
        _handler.Handle = async (work, _) =>
        {
            if (work.Item.InDoubt)
                again.SetResult(work.Claim);
            await (work.Item.InDoubt ? end : finish).Task;
            return Answered(work);
        };
        Start();
        await ClaimAgainAsync();
        finish.SetResult();

        var now = await again.Task.WaitAsync(Patience, None);
        var renewed = new TaskCompletionSource();
        _store.RenewalBegins = (claim, _) =>
        {
            if (claim.Fence == now.Fence)
                renewed.TrySetResult();
            return Task.CompletedTask;
        };
        _clock.Advance(Lease / 3);
        await renewed.Task.WaitAsync(Patience, None);
        end.SetResult();
        await _store.Commits.AtLeastAsync(1);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_failed_attempt_is_tried_again_after_growing_waits_and_in_the_end_given_up_on()
    {
        await AppendAsync([("a", "x"), ("a", "behind")]);
        _handler.Handle = (work, _) => work.Claim.Text() == "x" ? throw new InvalidOperationException("oops") : new(Answered(work));
        Start(maxAttempts: 3);
        foreach (var (attempt, wait) in ((int, int)[])[(1, 1), (2, 2)])
        {
            await _store.Commits.AtLeastAsync(attempt);
            var retry = Assert.IsType<ItemOutcome.Retry>(_store.Kept.Last().Outcome);
            Assert.Equal(
                new ItemOutcome.Retry(TimeSpan.FromSeconds(wait), nameof(InvalidOperationException), CountsAsAttempt: true, InDoubt: true), retry);
            _clock.Advance(TimeSpan.FromSeconds(wait));
        }

        await _store.Commits.AtLeastAsync(4);
        Assert.Equal("oops", Assert.Single(_handler.GivenUp).Message);
        Assert.Equal(["Retry", "Retry", "Dead", "Done"], _store.Kept.Select(transition => transition.Outcome.GetType().Name));
        Assert.Equal(4, _handler.Begun.Times);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_commit_is_repeated_while_the_store_cannot_write_and_the_work_is_not()
    {
        await AppendAsync([("a", "x")]);
        var failures = 0;
        _store.FailCommit = _ => failures++ < 3 ? new StoreException("The disk is full.", isTransient: true) : null;
        Start();
        foreach (var wait in (int[])[1, 2, 4])
        {
            await _clock.TimerSetAsync(TimeSpan.FromSeconds(wait));
            Assert.Empty(_store.Kept);
            _clock.Advance(TimeSpan.FromSeconds(wait));
        }

        await _store.Commits.AtLeastAsync(1);
        Assert.Equal(ItemOutcome.Answered, Assert.Single(_store.Kept).Outcome);
        Assert.Equal(1, _handler.Begun.Times);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_transition_that_can_never_be_kept_is_given_up_on_instead_of_coming_round_for_ever()
    {
        await AppendAsync([("a", "x")]);
        _store.FailCommit = transition => transition.Outcome is ItemOutcome.Done ? new StoreException("twice", isTransient: false) : null;
        Start();
        await _store.Commits.AtLeastAsync(1);
        Assert.IsType<ItemOutcome.Dead>(Assert.Single(_store.Kept).Outcome);
        Assert.Equal("twice", Assert.Single(_handler.GivenUp).Message);
        Assert.Equal(1, _handler.Begun.Times);
    }

    [Theory]
    [InlineData("attempts")]
    [InlineData("outcome")]
    [InlineData("commit")]
    [Trait("Req", "TM-5")]
    public async Task Whoever_gave_an_item_up_what_follows_is_kept_in_the_same_commit(string by)
    {
        await AppendAsync([("a", "x")]);
        _deadLetters.Plan = (item, error) => [_clock.Item("mourners", $"{item.Lane} {error}") with { Queue = LaneQueue.Outbound }];
        _handler.Handle = (work, _) => by switch
        {
            "attempts" => throw new InvalidOperationException("oops"),
            "outcome" => new(Answered(work) with { Outcome = new ItemOutcome.Dead("refused"), Append = [_clock.Item("b", "own") with { Queue = LaneQueue.Outbound }] }),
            _ => new(Answered(work)),
        };
        _store.FailCommit = transition => by == "commit" && transition.Outcome is ItemOutcome.Done ? new StoreException("twice", isTransient: false) : null;
        Start(maxAttempts: 1);
        await _store.Commits.AtLeastAsync(1);
        var kept = Assert.Single(_store.Kept);
        var error = Assert.IsType<ItemOutcome.Dead>(kept.Outcome).Error;
        Assert.Equal($"a {error}", System.Text.Encoding.UTF8.GetString(kept.Append[^1].Payload.Span));
        Assert.Equal(by == "outcome" ? 2 : 1, kept.Append.Count);
    }

    [Theory]
    [InlineData("attempts")]
    [InlineData("outcome")]
    [InlineData("commit")]
    [InlineData("bare")]
    [Trait("Req", "SE-4")]
    public async Task Whoever_gave_an_item_up_only_what_its_handler_leaves_of_the_payload_is_kept(string by)
    {
        await AppendAsync([("a", "secret")]);
        _deadLetters.Plan = (_, _) => by == "bare" ? [_clock.Item("mourners", "too much")] : [];
        _handler.Remains = _ => "remains"u8.ToArray();
        _handler.Handle = (work, _) => by switch
        {
            "attempts" => throw new InvalidOperationException("oops"),
            "outcome" => new(Answered(work) with { Outcome = new ItemOutcome.Dead("refused") }),
            _ => new(Answered(work)),
        };
        _store.FailCommit = transition =>
            by is "commit" or "bare" && (transition.Outcome is ItemOutcome.Done || transition.Append.Count > 0) ? new StoreException("twice", isTransient: false) : null;
        Start(maxAttempts: 1);
        await _store.Commits.AtLeastAsync(1);
        var dead = Assert.IsType<ItemOutcome.Dead>(Assert.Single(_store.Kept).Outcome);
        Assert.Equal("remains", System.Text.Encoding.UTF8.GetString(dead.Payload!.Value.Span));
    }

    [Fact]
    [Trait("Req", "TM-5")]
    public async Task What_cannot_be_planned_or_kept_about_a_death_keeps_no_item_alive()
    {
        await AppendAsync([("a", "x"), ("b", "y")]);
        _deadLetters.Plan = (item, _) => item.Lane == "a" ? throw new InvalidOperationException("no words") : [_clock.Item("mourners", "too much")];
        _handler.Handle = (work, _) => new(Answered(work) with { Outcome = new ItemOutcome.Dead("refused") });
        _store.FailCommit = transition => transition.Append.Count > 0 ? new StoreException("too large", isTransient: false) : null;
        Start();
        await _store.Commits.AtLeastAsync(2);
        Assert.All(_store.Kept, kept => Assert.IsType<ItemOutcome.Dead>(kept.Outcome));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task What_the_store_cannot_read_is_tried_again_where_that_may_help_and_else_dies_with_the_reason_and_not_unheard()
    {
        using var failed = new Measured(_meters, "holdfast.attempts.failed");
        await AppendAsync([("away", "x"), ("gone", "y")]);
        _deadLetters.Plan = (item, error) => [_clock.Item("mourners", $"{item.Lane}: {error}") with { Queue = LaneQueue.Outbound }];
        _store.ChangeClaim = claim => claim.Item.InDoubt
            ? claim
            : claim with { Unreadable = new StoreException("The disk failed.", isTransient: claim.Item.Lane == "away") };
        Start();
        await _store.Commits.AtLeastAsync(2);
        Assert.Equal(0, _handler.Begun.Times);
        var dead = _store.Kept.Single(kept => kept.Claim.Item.Lane == "gone");
        Assert.Equal(new ItemOutcome.Dead("The disk failed."), dead.Outcome);
        Assert.Equal("gone: The disk failed.", System.Text.Encoding.UTF8.GetString(Assert.Single(dead.Append).Payload.Span));
        await failed.AtLeastAsync(1);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _store.Commits.AtLeastAsync(3);
        var read = _store.Kept.Last();
        Assert.Equal(("away", 0, ItemOutcome.Answered), (read.Claim.Item.Lane, read.Claim.Item.Attempt, read.Outcome));
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_claims_nothing_more_and_lets_what_is_in_hand_finish()
    {
        await AppendAsync([("a", "x"), ("a", "behind")]);
        var finish = new TaskCompletionSource();
        var inProgress = new TaskCompletionSource<LaneWork>();
        _handler.Handle = async (work, _) =>
        {
            inProgress.SetResult(work);
            await finish.Task;
            return Answered(work);
        };
        Start();
        var begun = await inProgress.Task.WaitAsync(Patience, None);
        Assert.False(begun.Stopping.IsCancellationRequested);
        await _stopping.CancelAsync();
        await _clock.TimerSetAsync(StopPatience);
        Assert.False(_pump!.IsRunning);
        Assert.True(begun.Stopping.IsCancellationRequested);
        await AppendAsync([("b", "late")]);

        // Still renewed meanwhile: another worker must not get it.
        _clock.Advance(Lease / 3);
        await _store.Renewals.AtLeastAsync(1);
        finish.SetResult();
        await _running.WaitAsync(Patience, None);
        Assert.Equal("x", Assert.Single(_store.Kept).Claim.Text());
        Assert.Equal(1, _handler.Begun.Times);
        Assert.Equal(0, _pump.InProgress);
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_cancels_what_does_not_finish_in_time_and_leaves_it_in_its_lane()
    {
        await AppendAsync([("a", "x")]);
        _handler.Handle = (_, cancellation) => Never(cancellation);
        Start();
        await _handler.Begun.AtLeastAsync(1);
        await _stopping.CancelAsync();
        await _clock.TimerSetAsync(StopPatience);
        _clock.Advance(StopPatience - TimeSpan.FromTicks(1));
        Assert.False(_running.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        await _running.WaitAsync(Patience, None);

        Assert.Equal([new ItemOutcome.Retry(TimeSpan.Zero, Error: null, CountsAsAttempt: false, InDoubt: true)], _store.Kept.Select(kept => kept.Outcome));
        var left = Assert.Single(await _memory.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None));
        Assert.Equal(("x", 0, true), (left.Text(), left.Item.Attempt, left.Item.InDoubt));
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task A_closed_gate_lets_nothing_be_claimed_and_an_opened_one_lets_the_backlog_be_worked_off()
    {
        await AppendAsync([("a", "x"), ("b", "y")]);
        _gate.Close("paused");
        Start();
        Assert.Equal(0, _store.Claims.Times);
        Assert.True(_pump!.IsRunning);

        _gate.Open();
        await _store.Commits.AtLeastAsync(2);
        await _store.Waits.AtLeastAsync(1);

        // Closed while it waits for work: what arrives then is left alone as well.
        _gate.Close("paused");
        var openWhenHandled = new ConcurrentQueue<bool>();
        _handler.Handle = (work, _) =>
        {
            openWhenHandled.Enqueue(_gate.ClosedBecause is null);
            return new(Answered(work));
        };
        await AppendAsync([("c", "z")]);
        _gate.Open();
        await _store.Commits.AtLeastAsync(3);
        Assert.Equal([true], openWhenHandled);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task Closing_an_interrupting_gate_puts_what_is_in_hand_back_uncounted_and_in_doubt_and_it_goes_on_after_opening()
    {
        await AppendAsync([("a", "x")]);
        _handler.Handle = (_, cancellation) => Never(cancellation);
        Start(maxAttempts: 1);
        await _handler.Begun.AtLeastAsync(1);
        for (var pauses = 1; pauses <= 3; pauses++)
        {
            _pause.Close("paused");
            await _store.Commits.AtLeastAsync(pauses);
            Assert.Equal(new ItemOutcome.Retry(TimeSpan.Zero, Error: null, CountsAsAttempt: false, InDoubt: true), _store.Kept.Last().Outcome);
            Assert.Equal(pauses, _handler.Begun.Times);
            if (pauses == 3)
                _handler.Handle = (work, _) => new(Answered(work));
            _pause.Open();
            await _handler.Begun.AtLeastAsync(pauses + 1);
        }

        await _store.Commits.AtLeastAsync(4);
        var done = _store.Kept.Last();
        Assert.Equal((ItemOutcome.Answered, 0, true), (done.Outcome, done.Claim.Item.Attempt, done.Claim.Item.InDoubt));
        Assert.Empty(_handler.GivenUp);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task Work_that_breaks_when_it_is_interrupted_counts_as_interrupted_and_not_as_failed()
    {
        await AppendAsync([("a", "x")]);
        _handler.Handle = async (work, cancellation) =>
        {
            if (work.Item.InDoubt)
                return Answered(work);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ContinueWith(_ => { }, None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw new InvalidOperationException("The connection was closed under me.");
        };
        Start(maxAttempts: 1);
        await _handler.Begun.AtLeastAsync(1);
        _pause.Close("paused");
        await _store.Commits.AtLeastAsync(1);
        _pause.Open();
        await _store.Commits.AtLeastAsync(2);
        Assert.Equal(["Retry", "Done"], _store.Kept.Select(transition => transition.Outcome.GetType().Name));
        Assert.Empty(_handler.GivenUp);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task Closing_another_gate_lets_what_is_in_hand_finish()
    {
        await AppendAsync([("a", "x"), ("b", "y")]);
        var finish = new TaskCompletionSource();
        _handler.Handle = async (work, cancellation) =>
        {
            await finish.Task.WaitAsync(cancellation);
            return Answered(work);
        };
        Start(concurrency: 1);
        await _handler.Begun.AtLeastAsync(1);
        _gate.Close("revoked");
        finish.SetResult();
        await _store.Commits.AtLeastAsync(1);
        Assert.Equal(ItemOutcome.Answered, Assert.Single(_store.Kept).Outcome);
        Assert.Equal(1, _handler.Begun.Times);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task A_gate_that_closes_between_claim_and_work_interrupts_that_work_too()
    {
        await AppendAsync([("a", "x")]);
        _store.FailClaim = () =>
        {
            _pause.Close("paused");
            return null;
        };
        _handler.Handle = (work, cancellation) => cancellation.IsCancellationRequested ? throw new OperationCanceledException(cancellation) : new(Answered(work));
        Start();
        await _store.Commits.AtLeastAsync(1);
        Assert.IsType<ItemOutcome.Retry>(Assert.Single(_store.Kept).Outcome);
        _store.FailClaim = null;
        _pause.Open();
        await _store.Commits.AtLeastAsync(2);
        Assert.Equal(ItemOutcome.Answered, _store.Kept.Last().Outcome);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task However_often_a_gate_closes_and_opens_each_item_is_done_once_and_none_is_given_up_on()
    {
        await AppendAsync(Enumerable.Range(0, 60).Select(i => ($"lane{i}", "x")));
        var done = new ConcurrentDictionary<ItemId, int>();
        _handler.Handle = async (work, cancellation) =>
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            done.AddOrUpdate(work.Item.Id, 1, (_, times) => times + 1);
            return Answered(work);
        };
        Start(concurrency: 8, maxAttempts: 1);
        while (done.Count < 60)
        {
            _pause.Close("paused");
            await Task.Yield();
            _pause.Open();
            await Task.Yield();
        }

        Assert.Empty(_handler.GivenUp);
        Assert.All(done.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    [Trait("Req", "RS-11")]
    public async Task A_claim_that_fails_ends_the_pump_with_its_places_free_so_that_it_can_be_started_again()
    {
        await AppendAsync(Enumerable.Range(0, 4).Select(i => ($"lane{i}", "x")));
        _store.FailClaim = () => new InvalidOperationException("a defect");
        Start(concurrency: 2);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _running.WaitAsync(Patience, None));

        _store.FailClaim = null;
        _running = _pump!.RunAsync(_stopping.Token);
        await _store.Commits.AtLeastAsync(4);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1_000_000, 60)]
    public void Waits_double_up_to_the_longest(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new LanePumpOptions { Concurrency = 1 }.DelayAfter(attempts));

    /// <summary>Lets the lease of what is begun with lapse, and what it held be handed out again, to the same pump.</summary>
    private async Task ClaimAgainAsync()
    {
        await _handler.Begun.AtLeastAsync(1);
        var claims = _store.Claims.Times;
        _clock.Advance(Lease);
        await _store.Claims.AtLeastAsync(claims + 1);
    }

    private static void InterlockedMax(ref int most, int candidate)
    {
        for (var seen = Volatile.Read(ref most); candidate > seen; seen = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, candidate, seen) == seen)
                return;
        }
    }
}
