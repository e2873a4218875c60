using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Items;
using Holdfast.Jobs;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>What is deleted when its time has come.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    [Trait("Req", "RS-16")]
    public async Task A_run_is_swept_when_its_own_time_has_come_with_its_steps_and_approvals()
    {
        var now = Clock.GetUtcNow();
        var soon = Run(ItemId.New(Clock)) with { EndedAt = now, ExpiresAt = now + TimeSpan.FromMinutes(1) };
        var late = Run(ItemId.New(Clock)) with { EndedAt = now, ExpiresAt = now + TimeSpan.FromDays(30) };
        var waiting = Run(ItemId.New(Clock)) with { Status = RunStatus.Waiting, EndedAt = null };
        foreach (var run in (RunRecord[])[soon, late, waiting])
            await KeepAsync(new() { Run = run, Steps = [Step(run.Id, 1), Step(run.Id, 2)], Approvals = [Approval(run.Id)] });

        await SweepAsync(runs: now + TimeSpan.FromMinutes(1));
        Assert.Equal(soon, await Store.GetRunAsync(soon.Id, None));
        await SweepAsync(runs: now + TimeSpan.FromMinutes(2));
        Assert.Null(await Store.GetRunAsync(soon.Id, None));
        Assert.Equal((0, 0), (await Store.CountStepsAsync(soon.Id, None), (await Store.GetApprovalsOfRunAsync(soon.Id, None)).Count));
        foreach (var kept in (RunRecord[])[late, waiting])
        {
            Assert.Equal(kept, await Store.GetRunAsync(kept.Id, None));
            Assert.Equal((2, 1), (await Store.CountStepsAsync(kept.Id, None), (await Store.GetApprovalsOfRunAsync(kept.Id, None)).Count));
        }

        // One that waits has no end of its time.
        await SweepAsync(runs: now + TimeSpan.FromDays(1_000));
        Assert.Null(await Store.GetRunAsync(late.Id, None));
        Assert.Equal(waiting, await Store.GetRunAsync(waiting.Id, None));
        Assert.Equal(1, await Store.CountPendingApprovalsAsync(null, None));
    }

    /// <summary>Replayed after its run was swept, a question did again all that its tools had done.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "RS-5")]
    [Trait("Req", "RS-16")]
    public async Task A_run_is_kept_as_long_as_its_dead_letter_and_when_that_is_replayed_for_some_time(bool isResumed)
    {
        var now = Clock.GetUtcNow();
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = await ClaimLaneAsync("a");
        var run = Run(isResumed ? ItemId.New(Clock) : claim.Item.Id) with { EndedAt = now, ExpiresAt = now + TimeSpan.FromHours(1) };
        await KeepAsync(new() { Run = run, Steps = [Step(run.Id, 1)], Settings = [new RecordKey("part", run.Id).With("U1") with { Run = run.Id }] });
        await Store.CommitAsync(new Transition { Claim = claim, Outcome = new ItemOutcome.Dead("gone"), EndsRun = isResumed ? run.Id : null }, None);

        await SweepAsync(runs: now + TimeSpan.FromDays(400));
        Assert.Equal((run, 1), (await Store.GetRunAsync(run.Id, None), await Store.CountStepsAsync(run.Id, None)));
        Assert.Equal("U1", await Store.GetValueAsync(new RecordKey("part", run.Id), None));

        Clock.Advance(TimeSpan.FromDays(3));
        Assert.True(await Store.ReplayAsync(claim.Item.Id, [], None));
        await SweepAsync(runs: Clock.GetUtcNow() + DeadRuns.ReplayRetention);
        Assert.Equal(run with { ExpiresAt = Clock.GetUtcNow() + DeadRuns.ReplayRetention }, await Store.GetRunAsync(run.Id, None));
        await SweepAsync(runs: Clock.GetUtcNow() + DeadRuns.ReplayRetention + TimeSpan.FromSeconds(1));
        Assert.Null(await Store.GetRunAsync(run.Id, None));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task A_run_whose_dead_letter_was_discarded_is_swept_when_its_time_has_come()
    {
        var now = Clock.GetUtcNow();
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = await ClaimLaneAsync("a");
        var run = Run(claim.Item.Id) with { EndedAt = now, ExpiresAt = now };
        await Store.CommitAsync(new Transition { Claim = claim, Outcome = new ItemOutcome.Dead("gone"), Run = run }, None);
        await Store.DiscardAsync(claim.Item.Id, [], None);

        await SweepAsync(runs: now + TimeSpan.FromSeconds(1));
        Assert.Null(await Store.GetRunAsync(run.Id, None));
    }

    [Fact]
    [Trait("Req", "VF-6")]
    public async Task How_long_a_run_is_kept_changes_nothing_else_of_it_and_nothing_of_one_that_has_not_ended()
    {
        var (ended, open) = (Run(ItemId.New(Clock)), Run(ItemId.New(Clock)) with { Status = RunStatus.Running, EndedAt = null });
        foreach (var run in (RunRecord[])[ended, open])
            await KeepAsync(new() { Run = run });
        foreach (var run in (ItemId[])[ended.Id, open.Id, ItemId.New(Clock)])
            await KeepAsync(new() { Expiry = new RunExpiry(run, TimeSpan.FromDays(7)) });
        Assert.Equal(ended with { ExpiresAt = ended.EndedAt + TimeSpan.FromDays(7) }, await Store.GetRunAsync(ended.Id, None));
        Assert.Equal(open, await Store.GetRunAsync(open.Id, None));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task A_record_that_is_a_part_of_a_run_is_swept_with_it_and_another_about_it_is_not()
    {
        var now = Clock.GetUtcNow();
        var (gone, kept) = (Run(ItemId.New(Clock)) with { ExpiresAt = now }, Run(ItemId.New(Clock)) with { ExpiresAt = now + TimeSpan.FromDays(1) });
        foreach (var run in (RunRecord[])[gone, kept])
        {
            StoredRecord[] set = [PartOf(run.Id).With("U1") with { Run = run.Id }, About(run.Id).With("U1")];
            await KeepAsync(new() { Run = run, Settings = set });
        }

        await SweepAsync(runs: now + TimeSpan.FromSeconds(1));
        Assert.Equal((null, "U1"), (await Store.GetValueAsync(PartOf(gone.Id), None), await Store.GetValueAsync(About(gone.Id), None)));
        Assert.Equal(("U1", "U1"), (await Store.GetValueAsync(PartOf(kept.Id), None), await Store.GetValueAsync(About(kept.Id), None)));

        static RecordKey PartOf(ItemId run) => new("part", run);

        static RecordKey About(ItemId run) => new("about", run);
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task What_was_delivered_is_swept_when_it_is_old_and_its_run_is_gone()
    {
        var now = Clock.GetUtcNow();
        var run = Run(ItemId.New(Clock)) with { EndedAt = now, ExpiresAt = now + TimeSpan.FromHours(5) };
        var orphan = new DeliveryReceipt(ItemId.New(Clock), ItemId.New(Clock), "C1", "1.1", now);
        var ofRun = orphan with { Id = ItemId.New(Clock), Cause = run.Id };
        await KeepAsync(new() { Run = run, Delivered = ofRun });
        await KeepAsync(new() { Delivered = orphan });

        await SweepAsync(delivered: now);
        Assert.Single(await Store.GetDeliveredAsync(orphan.Cause, 10, None));
        await SweepAsync(delivered: now + TimeSpan.FromSeconds(1));
        Assert.Empty(await Store.GetDeliveredAsync(orphan.Cause, 10, None));
        Assert.Equal([ofRun], await Store.GetDeliveredAsync(run.Id, 10, None));

        // The run goes, but what it said is young still; and then it is not.
        await SweepAsync(runs: now + TimeSpan.FromHours(6), delivered: now);
        Assert.Null(await Store.GetRunAsync(run.Id, None));
        Assert.Equal([ofRun], await Store.GetDeliveredAsync(run.Id, 10, None));
        await SweepAsync(delivered: now + TimeSpan.FromSeconds(1));
        Assert.Empty(await Store.GetDeliveredAsync(run.Id, 10, None));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task What_was_delivered_long_ago_goes_with_its_run()
    {
        var now = Clock.GetUtcNow();
        var run = Run(ItemId.New(Clock)) with { EndedAt = now, ExpiresAt = now };
        await KeepAsync(new() { Run = run, Delivered = new DeliveryReceipt(ItemId.New(Clock), run.Id, "C1", "1.1", now) });
        await SweepAsync(runs: now + TimeSpan.FromSeconds(1), delivered: now + TimeSpan.FromSeconds(1));
        Assert.Empty(await Store.GetDeliveredAsync(run.Id, 10, None));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task A_job_is_swept_some_time_after_its_end_and_an_open_one_never()
    {
        var now = Clock.GetUtcNow();
        var (open, ended) = (Job(), Job() with { Status = JobStatus.Succeeded, EndedAt = now });
        await KeepAsync(new() { Jobs = [open, ended], Settings = [Setting("stays", "yes")] });

        await SweepAsync(delivered: now);
        Assert.Equal(ended, await Store.GetJobAsync(ended.Id, None));
        await SweepAsync(delivered: now + TimeSpan.FromDays(1_000));
        Assert.Null(await Store.GetJobAsync(ended.Id, None));
        Assert.Equal([open], await Store.GetRecentJobsAsync(null, 10, None));
        Assert.Equal("yes", await GetSettingAsync("stays"));
    }

    [Fact]
    [Trait("Req", "RS-19")]
    public async Task What_a_job_posted_is_kept_as_long_as_the_job_however_long_it_takes()
    {
        var now = Clock.GetUtcNow();
        var job = Job();
        var card = new DeliveryReceipt(job.Notice, job.Id, "C1", "1.1", now);
        await KeepAsync(new() { Jobs = [job], Delivered = card });
        await SweepAsync(delivered: now + TimeSpan.FromDays(1));
        Assert.Equal([card], await Store.GetDeliveredAsync(job.Id, 10, None));

        await KeepAsync(new() { Jobs = [job with { Status = JobStatus.Succeeded, EndedAt = now + TimeSpan.FromDays(1) }] });
        await SweepAsync(delivered: now + TimeSpan.FromDays(2));
        await SweepAsync(delivered: now + TimeSpan.FromDays(2));
        Assert.Empty(await Store.GetDeliveredAsync(job.Id, 10, None));
    }

    /// <summary>Sweeps to the end what is older than these moments, and nothing of the other kinds.</summary>
    private async Task SweepAsync(DateTimeOffset? receipts = null, DateTimeOffset? runs = null, DateTimeOffset? delivered = null)
    {
        var never = DateTimeOffset.UnixEpoch;
        var cutoffs = new SweepCutoffs(receipts ?? never, runs ?? never, delivered ?? never, never, 1_000)
        {
            Records = [new RecordCutoff(JobRecords.Kind.Name, delivered ?? never)],
        };
        while (await Store.SweepAsync(cutoffs, None))
        {
        }
    }
}
