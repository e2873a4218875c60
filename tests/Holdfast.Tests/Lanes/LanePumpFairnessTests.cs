using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Lanes;

/// <summary>A pump whose places are shared.</summary>
public sealed class LanePumpFairnessTests : LanePumpBench
{
    [Fact]
    [Trait("Req", "AS-1")]
    [Trait("Req", "AS-2")]
    public async Task The_stalled_work_of_one_person_and_of_one_workspace_leaves_a_place_for_another_at_once()
    {
        ItemOwner Of(string team, int person) => new(team, $"U{person}");
        _handler.Handle = (work, cancellation) => work.Item.Lane.StartsWith("stuck", StringComparison.Ordinal) ? Never(cancellation) : new(Answered(work));
        Start(concurrency: 40, fair: true);
        await AppendForAsync(Of("T1", 0), Enumerable.Range(0, 100).Select(i => $"stuck 0 {i}"));
        await _handler.Begun.AtLeastAsync(15);
        await AppendForAsync(Of("T1", 1), ["quick 1"]);
        await _store.Commits.AtLeastAsync(1);
        await Until.HoldsAsync("the place is given back", () => _pump!.InProgress == 15);

        foreach (var person in Enumerable.Range(2, 60))
            await AppendForAsync(Of("T1", person), [$"stuck {person}"]);
        await _handler.Begun.AtLeastAsync(16 + 21);
        await AppendForAsync(Of("T2", 0), ["quick 2"]);
        await _store.Commits.AtLeastAsync(2);
        await Until.HoldsAsync("that place is, too", () => _pump!.InProgress == 36);
        Assert.Equal(["quick 1", "quick 2"], _store.Kept.Select(kept => kept.Claim.Item.Lane));
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task A_place_that_is_given_back_goes_to_work_that_was_passed_over_and_nothing_is_looked_for_meanwhile()
    {
        var anna = new ItemOwner("T1", "UANNA");
        using var finish = new SemaphoreSlim(0);
        _handler.Handle = async (work, _) =>
        {
            await finish.WaitAsync(None);
            return Answered(work);
        };
        Start(concurrency: 4, fair: true);
        await AppendForAsync(anna, Enumerable.Range(0, 10).Select(i => $"lane{i}"));
        for (var begun = 2; begun <= 10; begun++)
        {
            await _handler.Begun.AtLeastAsync(begun);
            finish.Release();
        }

        finish.Release();
        await _store.Commits.AtLeastAsync(10);

        // Each place that was given back is one claim, or two when another came back while it was made.
        Assert.InRange(_store.Claims.Times, 1, 30);
        Assert.Equal(10, _handler.Begun.Times);
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task Whoever_is_passed_over_from_the_first_moment_gets_the_place_that_is_given_back()
    {
        var anna = new ItemOwner("T1", "UANNA");
        var finish = HoldUp("first");
        Start(concurrency: 2, fair: true);
        await AppendForAsync(anna, ["first"]);
        await _handler.Begun.AtLeastAsync(1);
        await _store.Waits.AtLeastAsync(1);
        await AppendForAsync(anna, ["second"]);
        finish.SetResult();
        await _store.Commits.AtLeastAsync(2);
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task A_place_that_is_given_back_between_a_claim_and_the_wait_after_it_is_not_missed()
    {
        var anna = new ItemOwner("T1", "UANNA");
        var finish = HoldUp("first");

        // Of two places she gets one, and her second lane is passed over. Before the pump hears of that her place is free again, which the store
        // need not notice.
        _store.Claimed = async shares =>
        {
            if (shares.HasPassedOver && finish.TrySetResult())
                await Eventually(() => _pump!.InProgress == 0);
        };
        _store.Waiting = (shares, cancellation) => shares.HasPassedOver ? Task.Delay(Timeout.InfiniteTimeSpan, cancellation) : Task.CompletedTask;
        Start(concurrency: 2, fair: true);
        await AppendForAsync(anna, ["first"]);
        await _handler.Begun.AtLeastAsync(1);
        await _store.Waits.AtLeastAsync(1);
        await AppendForAsync(anna, ["second"]);
        await _store.Commits.AtLeastAsync(2);

        static async Task Eventually(Func<bool> isSo)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!isSo())
                await Task.Delay(1, patience.Token);
        }
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task What_work_sends_to_Slack_is_its_owners_and_what_it_orders_is_not()
    {
        var anna = new ItemOwner("T1", "UANNA");
        _handler.Handle = async (work, cancellation) =>
        {
            await work.CheckpointAsync(new Transition { Claim = work.Claim, Outcome = ItemOutcome.Checkpoint, Append = [Out("card")] }, cancellation);
            return Answered(work) with { Append = [Out("reply"), _clock.Item("b", "order") with { Queue = LaneQueue.Scheduled }] };
        };
        Start();
        await AppendForAsync(anna, ["a"]);
        await _store.Commits.AtLeastAsync(2);
        Assert.All(await _memory.ClaimAsync(LaneQueue.Outbound, Bob, 10, Lease, None), claim => Assert.Equal(anna, claim.Item.Owner));
        Assert.Null(Assert.Single(await _memory.ClaimAsync(LaneQueue.Scheduled, Bob, 10, Lease, None)).Item.Owner);

        NewItem Out(string lane) => _clock.Item(lane, "x") with { Queue = LaneQueue.Outbound };
    }

    /// <summary>Work in this lane goes on until that is set; all other ends at once.</summary>
    private TaskCompletionSource HoldUp(string lane)
    {
        var finish = new TaskCompletionSource();
        _handler.Handle = async (work, _) =>
        {
            if (work.Item.Lane == lane)
                await finish.Task;
            return Answered(work);
        };
        return finish;
    }

    private async Task AppendForAsync(ItemOwner owner, IEnumerable<string> lanes) =>
        await _memory.AppendAsync([.. lanes.Select(lane => _clock.Item(lane, "x") with { Owner = owner })], None);
}
