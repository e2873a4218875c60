using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Items;
using Holdfast.Jobs;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>Records: those of approvals and jobs, and short ones.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task An_approval_is_kept_with_everything_that_is_known_of_it_and_replaced_whole()
    {
        var asked = Approval(ItemId.New(Clock));
        await KeepAsync(new() { Approvals = [asked] });
        Assert.Equal(asked, await Store.GetApprovalAsync(asked.Id, None));

        var used = asked with { Status = ApprovalStatus.Approved, DecidedBy = "U2", DecidedAt = Clock.GetUtcNow(), UsedAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(1) };
        await KeepAsync(new() { Approvals = [used] });
        Assert.Equal(used, await Store.GetApprovalAsync(asked.Id, None));
        Assert.Null(await Store.GetApprovalAsync(ItemId.New(Clock), None));
    }

    [Fact]
    public async Task Approvals_stand_in_the_order_of_asking_and_a_decision_does_not_move_them()
    {
        var (run, other) = (ItemId.New(Clock), ItemId.New(Clock));

        // All in one millisecond: their ids are in no order.
        var asked = Enumerable.Range(0, 12).Select(i => Approval(i == 5 ? other : run)).ToList();
        await KeepAsync(new() { Approvals = asked });
        asked[3] = asked[3] with { Status = ApprovalStatus.Denied, DecidedBy = "U2" };
        asked[0] = asked[0] with { Shown = "changed" };
        await KeepAsync(new() { Approvals = [asked[3], asked[0]] });

        Assert.Equal(asked.Where(a => a.Run == run), await Store.GetApprovalsOfRunAsync(run, None));
        Assert.Equal(asked.Where(a => a.Status == ApprovalStatus.Pending), await Store.GetPendingApprovalsAsync("T1", 100, None));
        Assert.Equal(asked[..3], await Store.GetPendingApprovalsAsync("T1", 3, None));
        Assert.Equal(11, await Store.CountPendingApprovalsAsync(null, None));
        Assert.Empty(await Store.GetApprovalsOfRunAsync(ItemId.New(Clock), None));
    }

    [Theory]
    [InlineData(ApprovalStatus.Approved)]
    [InlineData(ApprovalStatus.Denied)]
    [InlineData(ApprovalStatus.Expired)]
    [InlineData(ApprovalStatus.Withdrawn)]
    public async Task An_approval_that_was_decided_in_any_way_waits_no_more(ApprovalStatus status)
    {
        var asked = Approval(ItemId.New(Clock));
        await KeepAsync(new() { Approvals = [asked] });
        await KeepAsync(new() { Approvals = [asked with { Status = status }] });
        Assert.Empty(await Store.GetPendingApprovalsAsync("T1", 100, None));
        Assert.Equal(0, await Store.CountPendingApprovalsAsync(null, None));
    }

    [Fact]
    public async Task A_job_is_kept_with_everything_that_is_known_of_it_and_replaced_whole()
    {
        var queued = Job();
        await KeepAsync(new() { Jobs = [queued] });
        Assert.Equal(queued, await Store.GetJobAsync(queued.Id, None));

        var now = Clock.GetUtcNow();
        var ended = queued with { Status = JobStatus.Failed, ApprovedBy = "U2", StartedAt = now, EndedAt = now + TimeSpan.FromSeconds(1), ExitCode = -9, OutputBytes = 5_000_000_000 };
        await KeepAsync(new() { Jobs = [ended] });
        Assert.Equal(ended, await Store.GetJobAsync(queued.Id, None));
        Assert.Null(await Store.GetJobAsync(ItemId.New(Clock), None));
    }

    [Fact]
    public async Task The_jobs_ordered_last_come_first_and_those_without_an_end_are_counted()
    {
        var jobs = Enumerable.Range(0, 12).Select(_ => Job()).ToList();
        await KeepAsync(new() { Jobs = jobs });
        jobs[2] = jobs[2] with { Status = JobStatus.Succeeded, EndedAt = Clock.GetUtcNow(), ExitCode = 0 };
        jobs[4] = jobs[4] with { Status = JobStatus.Running, StartedAt = Clock.GetUtcNow() };
        await KeepAsync(new() { Jobs = [jobs[2], jobs[4]] });

        jobs.Reverse();
        Assert.Equal(jobs, await Store.GetRecentJobsAsync(null, 100, None));
        Assert.Equal(jobs[..3], await Store.GetRecentJobsAsync(null, 3, None));
        Assert.Equal(11, await Store.CountOpenJobsAsync(null, None));
    }

    /// <summary>Ids of one length are the rule and not a promise: of two where one begins with the other each is its own.</summary>
    [Fact]
    [Trait("Req", "SE-5")]
    public async Task Approvals_and_jobs_are_told_apart_by_their_workspace()
    {
        string[] teams = ["T1", "T10", "T1-", "T1.", "T2", "T"];
        var approvals = teams.Select(team => Approval(ItemId.New(Clock)) with { Conversation = $"{team}/C1/1.0" }).ToList();
        var jobs = teams.Select(team => Job() with { Conversation = $"{team}/D1" }).ToList();
        await KeepAsync(new() { Approvals = approvals, Jobs = jobs });
        for (var i = 0; i < teams.Length; i++)
        {
            Assert.Equal([approvals[i]], await Store.GetPendingApprovalsAsync(teams[i], 10, None));
            Assert.Equal([jobs[i]], await Store.GetRecentJobsAsync(teams[i], 10, None));
            Assert.Equal((1, 1), (await Store.CountPendingApprovalsAsync(teams[i], None), await Store.CountOpenJobsAsync(teams[i], None)));
        }

        Assert.Equal((teams.Length, teams.Length), (await Store.CountPendingApprovalsAsync(null, None), await Store.CountOpenJobsAsync(null, None)));
        Assert.Empty(await Store.GetPendingApprovalsAsync("T3", 10, None));
        Assert.Empty(await Store.GetPendingApprovalsAsync("%", 10, None));
        Assert.Empty(await Store.GetRecentJobsAsync("T_", 10, None));
    }

    [Fact]
    public async Task The_last_change_of_a_record_counts()
    {
        Assert.Null(await GetSettingAsync("a"));
        await KeepAsync(new() { Settings = [Setting("a", "1"), Setting("b", "x"), Setting("a", "2"), Setting("c", ""), Setting("none", null)] });
        Assert.Equal(("2", "x", "", null), (await GetSettingAsync("a"), await GetSettingAsync("b"), await GetSettingAsync("c"), await GetSettingAsync("none")));

        await KeepAsync(new() { Settings = [Setting("a", null), Setting("b", null), Setting("b", "y")] });
        Assert.Equal((null, "y"), (await GetSettingAsync("a"), await GetSettingAsync("b")));
    }

    [Fact]
    public async Task A_record_is_changed_with_the_item_that_carries_it_and_not_by_a_duplicate()
    {
        var first = Item("a", "x") with { DedupeKey = "k1", Settled = Settlement.Ignored("r"), Records = [Setting("a", "1"), Setting("b", "x")] };
        await Store.AppendAsync([first], None);
        Assert.Equal(("1", "x"), (await GetSettingAsync("a"), await GetSettingAsync("b")));

        var follower = Item("a", "z") with { FollowsPrevious = true, Records = [Setting("c", "1")] };
        await Store.AppendAsync([first with { Id = ItemId.New(Clock), Records = [Setting("a", "2")] }, follower, Item("b", "y") with { Records = [Setting("b", null), Setting("d", "1")] }], None);
        Assert.Equal(("1", null, null, "1"), (
            await GetSettingAsync("a"), await GetSettingAsync("b"), await GetSettingAsync("c"), await GetSettingAsync("d")));

        await Store.AppendAsync([Item("e", "x")], None);
        var claim = await ClaimLaneAsync("e");
        var appended = Item("c", "x") with { DedupeKey = "k2", Records = [Setting("a", "3")] };
        await Store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Append = [appended] }, None);
        Assert.Equal("3", await GetSettingAsync("a"));
    }

    [Fact]
    public async Task A_receipt_says_how_what_was_accepted_ended()
    {
        Assert.Null(await Store.GetReceiptAsync("k", None));
        var long1 = new string('k', 3_000);
        await Store.AppendAsync(
            [Item("a", "x") with { DedupeKey = "k" }, Item("b", "y") with { DedupeKey = "settled", Settled = Settlement.Ignored("why") }, Item("c", "z") with { DedupeKey = long1 }], None);
        Assert.Equal(new ItemReceipt(null), await Store.GetReceiptAsync("k", None));
        Assert.Equal(new ItemReceipt(Settlement.Ignored("why")), await Store.GetReceiptAsync("settled", None));
        Assert.NotNull(await Store.GetReceiptAsync(long1, None));

        await CommitAsync(await ClaimLaneAsync("a"), ItemOutcome.Answered);
        Assert.Equal(new ItemReceipt(Settlement.Answered), await Store.GetReceiptAsync("k", None));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_receipt_says_which_of_the_ends_it_was_and_says_nothing_before_or_when_its_item_waits_again()
    {
        foreach (var (outcome, end) in ((ItemOutcome, Settlement)[])
            [(ItemOutcome.Answered, Settlement.Answered), (ItemOutcome.Ignored("why"), Settlement.Ignored("why")), (new ItemOutcome.Dead("e"), Settlement.Dead("e"))])
        {
            var (key, merged) = ($"{end.Kind}", $"merged {end.Kind}");
            await Store.AppendAsync([Item("a", "x", key), Item("a", "y", merged)], None);
            foreach (var goesOn in (ItemOutcome[])[new ItemOutcome.Retry(TimeSpan.Zero, "e", CountsAsAttempt: true, InDoubt: true), ItemOutcome.Checkpoint])
            {
                await CommitAsync(await ClaimLaneAsync("a"), goesOn);
                Assert.Equal(new ItemReceipt(null), await Store.GetReceiptAsync(key, None));
            }

            Clock.Advance(Lease);
            var claim = await ClaimLaneAsync("a");
            await Store.CommitAsync(new Transition { Claim = claim, Outcome = outcome, Merged = await Store.GetPendingAsync(claim, 10, None) }, None);
            Assert.Equal(new ItemReceipt(end), await Store.GetReceiptAsync(key, None));
            Assert.Equal(new ItemReceipt(Settlement.Answered), await Store.GetReceiptAsync(merged, None));

            if (outcome is ItemOutcome.Dead)
                Assert.True(await Store.ReplayAsync(claim.Item.Id, [], None));
        }

        Assert.Equal(new ItemReceipt(null), await Store.GetReceiptAsync(nameof(SettlementKind.Dead), None));
    }

    [Fact]
    public async Task Of_a_dead_item_is_kept_what_its_outcome_says()
    {
        foreach (var (lane, kept) in ((string, string?)[])[("a", "remains"), ("b", null)])
        {
            await Store.AppendAsync([Item(lane, "whole")], None);
            var claim = await ClaimLaneAsync(lane);
            var dead = new ItemOutcome.Dead("e");
            await CommitAsync(claim, kept is null ? dead : dead with { Payload = System.Text.Encoding.UTF8.GetBytes(kept) });
            Assert.True(await Store.ReplayAsync(claim.Item.Id, [], None));
            var again = await ClaimLaneAsync(lane);
            Assert.Equal(kept ?? "whole", System.Text.Encoding.UTF8.GetString(again.Item.Payload.Span));
        }
    }

    [Fact]
    public async Task Nothing_of_a_refused_transition_is_kept()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = await ClaimLaneAsync("a");
        await CommitAsync(claim, ItemOutcome.Answered);
        var (approval, job) = (Approval(claim.Item.Id), Job());
        var late = new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Records = [approval.ToRecord(), job.ToRecord(), Setting("a", "1")] };
        Assert.Equal(CommitResult.LostLease, await Store.CommitAsync(late, None));

        Assert.Null(await Store.GetApprovalAsync(approval.Id, None));
        Assert.Null(await Store.GetJobAsync(job.Id, None));
        Assert.Null(await GetSettingAsync("a"));
    }

    private static StoredRecord Setting(string name, string? value) => new RecordKey("setting", name).With(value);

    private ValueTask<string?> GetSettingAsync(string name) => Store.GetValueAsync(new RecordKey("setting", name), None);

    private Approval Approval(ItemId run) => new()
    {
        Id = ItemId.New(Clock),
        Run = run,
        CallId = "call_1",
        Conversation = "T1/C1/1.0",
        RequestedBy = "U1",
        Tool = "exec",
        Shown = "rm -rf build",
        Status = ApprovalStatus.Pending,
        CreatedAt = Clock.GetUtcNow(),
        ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromMinutes(10),
        Card = ItemId.New(Clock),
    };

    private Job Job() => new()
    {
        Id = ItemId.New(Clock),
        Run = ItemId.New(Clock),
        Conversation = "T1/C1/1.0",
        RequestedBy = "U1",
        Tool = "exec",
        Shown = "make all",
        Order = """{"command":"make all"}""",
        Status = JobStatus.Queued,
        CreatedAt = Clock.GetUtcNow(),
        Notice = ItemId.New(Clock),
    };
}
