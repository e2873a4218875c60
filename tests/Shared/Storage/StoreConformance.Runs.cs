using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>Runs, their steps, and what was delivered for them.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_run_is_kept_with_everything_that_is_known_of_it_and_replaced_whole()
    {
        var run = Run(ItemId.New(Clock)) with
        {
            Question = Asked, Status = RunStatus.Waiting, EndedAt = null, ExpiresAt = null, Starts = 3, CostMicros = 1_234_567, Error = "e", Notice = ItemId.New(Clock),
        };
        await KeepAsync(new() { Run = run });
        Assert.Equal(run, await Store.GetRunAsync(run.Id, None));

        var ended = run with
        {
            Question = MessageContent.Empty, Status = RunStatus.Stopped, EndedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(30), CostMicros = null, Error = null,
            Notice = null, Model = null, InputTokens = null, OutputTokens = null,
        };
        await KeepAsync(new() { Run = ended });
        Assert.Equal(ended, await Store.GetRunAsync(run.Id, None));
    }

    [Fact]
    [Trait("Req", "AS-26")]
    [Trait("Req", "CX-14")]
    public async Task A_turn_is_kept_with_what_came_with_it_and_who_said_it()
    {
        var turn = new Turn(Turn.User, Asked)
        {
            Speaker = new Speaker("U1") { Name = "Ada \"L\"", At = new DateTimeOffset(2026, 11, 29, 21, 0, 0, TimeSpan.FromHours(1)), Zone = "Europe/Berlin" },
        };
        await KeepAsync(new() { Turns = [new NewTurn("c", turn), new NewTurn("c", new Turn(Turn.Assistant, "It is a cat."))] });
        Assert.Equal([turn, new Turn(Turn.Assistant, "It is a cat.")], await TurnsAsync("c"));
    }

    [Fact]
    [Trait("Req", "AS-25")]
    [Trait("Req", "CX-3")]
    public async Task A_run_that_is_done_again_replaces_its_own_turns_and_does_not_hear_itself()
    {
        var (run, other) = (Run(ItemId.New(Clock)), Run(ItemId.New(Clock)));
        await KeepAsync(new() { Run = run, Turns = [new NewTurn("c", new Turn(Turn.User, "egg")), new NewTurn("elsewhere", new Turn(Turn.User, "egg"))] });
        await KeepAsync(new() { Run = other, Turns = [new NewTurn("c", new Turn(Turn.User, "ham"))], ReplacesTurns = true });
        Assert.Equal(["ham"], (await Store.GetTurnsAsync("c", DateTimeOffset.UnixEpoch, 1, run.Id, None)).Select(turn => turn.Content.Text));
        Assert.Equal(["egg", "ham"], (await Store.GetTurnsAsync("c", DateTimeOffset.UnixEpoch, 10, ItemId.New(Clock), None)).Select(turn => turn.Content.Text));

        await KeepAsync(new() { Run = run, Turns = [new NewTurn("c", new Turn(Turn.User, "egg")), new NewTurn("c", new Turn(Turn.User, "done"))], ReplacesTurns = true });
        Assert.Equal(["ham", "egg", "done"], (await TurnsAsync("c")).Select(turn => turn.Content.Text));
        Assert.Equal(["egg"], (await TurnsAsync("elsewhere")).Select(turn => turn.Content.Text));
    }

    private static MessageContent Asked => new("what is it?")
    {
        Attachments = [new Attachment("F1", "katze \ud83d\ude3a\".png") { MediaType = "image/png", Size = 5_000_000_000 }, new Attachment("F2", "F2")],
    };

    [Fact]
    public async Task A_step_is_kept_with_everything_that_is_known_of_it()
    {
        var run = ItemId.New(Clock);
        var full = Step(run, 1) with { Input = "{}", Output = "out", Resume = "resume", InputTokens = 5, OutputTokens = 7, Error = "e" };
        var bare = Step(run, 2) with { Output = null };
        await KeepAsync(new() { Steps = [full, bare] });
        await KeepAsync(new() { Steps = [Step(ItemId.New(Clock), 1)] });

        Assert.Equal([full, bare], await Store.GetStepsAsync(run, None));
        Assert.Equal(2, await Store.CountStepsAsync(run, None));
        Assert.Equal(bare, await Store.GetStepAsync(run, 2, None));
        Assert.Null(await Store.GetStepAsync(run, 3, None));
        Assert.Equal(0, await Store.CountStepsAsync(ItemId.New(Clock), None));
    }

    [Fact]
    public async Task Outlines_of_steps_come_in_pages_with_their_texts_cut_and_their_whole_lengths()
    {
        var run = ItemId.New(Clock);
        var steps = Enumerable.Range(1, 7).Select(i => Step(run, i) with { Input = new string('i', i), Output = new string('o', 100 * i), Resume = "not for lists" }).ToList();
        await KeepAsync(new() { Steps = [.. steps.AsEnumerable().Reverse()] });

        var page = await Store.GetStepOutlinesAsync(run, after: 2, limit: 3, maxText: 4, None);
        Assert.Equal(
            steps[2..5].Select(s => new StepOutline(s with { Input = new string('i', Math.Min(4, s.Number)), Output = "oooo", Resume = null }, s.Number, 100 * s.Number)), page);
        Assert.Equal([6, 7], (await Store.GetStepOutlinesAsync(run, 5, 100, 4, None)).Select(outline => outline.Step.Number));
        Assert.Empty(await Store.GetStepOutlinesAsync(run, 7, 100, 4, None));
        Assert.Equal(("", 700), (await Store.GetStepOutlinesAsync(run, 6, 1, 0, None)) switch { [var last] => (last.Step.Output, last.OutputLength), _ => default });
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "a")]
    [InlineData(2, "a")]
    [InlineData(3, "a\U0001F600")]
    [InlineData(4, "a\U0001F600")]
    [InlineData(5, "a\U0001F600\U0001F600")]
    [InlineData(6, "a\U0001F600\U0001F600\u00e9")]
    [InlineData(100, "a\U0001F600\U0001F600\u00e9")]
    public async Task A_text_is_measured_as_dotnet_does_and_cut_between_characters_only(int maxText, string cut)
    {
        var run = ItemId.New(Clock);
        await KeepAsync(new() { Steps = [Step(run, 1) with { Input = null, Output = "a\U0001F600\U0001F600\u00e9" }] });
        var outline = Assert.Single(await Store.GetStepOutlinesAsync(run, 0, 1, maxText, None));
        Assert.Equal((null, 0, cut, 6), (outline.Step.Input, outline.InputLength, outline.Step.Output, outline.OutputLength));
    }

    [Fact]
    public async Task The_open_run_of_a_conversation_is_the_one_that_began_last_and_has_not_ended()
    {
        Assert.Null(await Store.GetOpenRunAsync("T1/C1/1.0", None));
        var waiting = await KeepRunAsync("T1/C1/1.0", RunStatus.Waiting, isOpen: true);
        var running = await KeepRunAsync("T1/C1/1.0", RunStatus.Running, isOpen: true);
        await KeepRunAsync("T1/C1/1.0", RunStatus.Completed, isOpen: false);
        await KeepRunAsync("T1/C1/2.0", RunStatus.Running, isOpen: true);
        await KeepRunAsync("T1/C1", RunStatus.Running, isOpen: true);
        Assert.Equal(running, await Store.GetOpenRunAsync("T1/C1/1.0", None));

        await KeepAsync(new() { Run = running with { Status = RunStatus.Completed, EndedAt = Clock.GetUtcNow() } });
        Assert.Equal(waiting, await Store.GetOpenRunAsync("T1/C1/1.0", None));
        await KeepAsync(new() { Run = waiting with { Status = RunStatus.Stopped, EndedAt = Clock.GetUtcNow() } });
        Assert.Null(await Store.GetOpenRunAsync("T1/C1/1.0", None));
    }

    [Fact]
    public async Task The_recent_runs_of_a_channel_are_those_of_all_its_threads_and_of_no_other_channel()
    {
        var kept = new List<RunRecord>();
        foreach (var conversation in (string[])["T1/C1", "T1/C1/2.0", "T1/C1/1.0", "T1/C1", "T1/C1/3.0"])
            kept.Add(await KeepRunAsync(conversation, RunStatus.Completed, isOpen: kept.Count % 2 == 0));
        foreach (var conversation in (string[])["T1/C10", "T1/C10/1.0", "T1/C", "T1/C0/1.0", "T2/C1/1.0", "T1/C1.5", "T1/C10/", "T1", "C1"])
            await KeepRunAsync(conversation, RunStatus.Completed, isOpen: true);

        kept.Reverse();
        Assert.Equal(kept, await Store.GetRecentRunsAsync("T1/C1", 100, None));
        Assert.Equal(kept[..2], await Store.GetRecentRunsAsync("T1/C1", 2, None));
        Assert.Empty(await Store.GetRecentRunsAsync("T1/C2", 100, None));
    }

    [Fact]
    public async Task What_was_delivered_is_told_in_the_order_of_planning_whatever_the_order_of_confirmation()
    {
        var cause = ItemId.New(Clock);
        var planned = Enumerable.Range(0, 12).Select(i => Item($"lane{i}", "x")).ToList();
        await Store.AppendAsync(planned, None);
        foreach (var claim in (await ClaimAsync(lanes: 12)).Reverse())
        {
            var delivered = new DeliveryReceipt(claim.Item.Id, cause, "C1", "1.1", Clock.GetUtcNow());
            await Store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Delivered = delivered }, None);
        }

        var receipts = await Store.GetDeliveredAsync(cause, 100, None);
        Assert.Equal(planned.Select(item => new DeliveryReceipt(item.Id, cause, "C1", "1.1", Clock.GetUtcNow())), receipts);
        Assert.Equal(receipts.Take(5), await Store.GetDeliveredAsync(cause, 5, None));
        Assert.Empty(await Store.GetDeliveredAsync(ItemId.New(Clock), 100, None));
    }

    [Fact]
    public async Task A_dead_item_ends_its_own_run_or_the_one_that_it_says_and_the_details_stay_for_a_week()
    {
        var resumed = await KeepRunAsync("T1/C1/1.0", RunStatus.Waiting, isOpen: true);
        await Store.AppendAsync([Item("a", "resumes")], None);
        var claim = await ClaimLaneAsync("a");
        var own = Run(claim.Item.Id) with { Status = RunStatus.Running, EndedAt = null };
        await KeepAsync(new() { Run = own });
        await Store.CommitAsync(new Transition { Claim = claim, Outcome = new ItemOutcome.Dead("gone"), EndsRun = resumed.Id }, None);

        var now = Clock.GetUtcNow();
        Assert.Equal(
            resumed with { Status = RunStatus.Failed, EndedAt = now, ExpiresAt = now + DeadRuns.Retention, Error = "gone" }, await Store.GetRunAsync(resumed.Id, None));
        Assert.Equal(own, await Store.GetRunAsync(own.Id, None));

        await Store.AppendAsync([Item("b", "own")], None);
        claim = await ClaimLaneAsync("b");
        own = Run(claim.Item.Id) with { Status = RunStatus.Running, EndedAt = null };
        await Store.CommitAsync(new Transition { Claim = claim, Outcome = new ItemOutcome.Dead("gone"), Run = own }, None);
        Assert.Equal(own with { Status = RunStatus.Failed, EndedAt = now, ExpiresAt = now + DeadRuns.Retention, Error = "gone" }, await Store.GetRunAsync(own.Id, None));
    }

    [Fact]
    public async Task A_run_that_had_ended_is_left_as_it_was_by_the_death_of_its_item()
    {
        var ended = await KeepRunAsync("T1/C1/1.0", RunStatus.Stopped, isOpen: false);
        await Store.AppendAsync([Item("a", "x")], None);
        await Store.CommitAsync(new Transition { Claim = await ClaimLaneAsync("a"), Outcome = new ItemOutcome.Dead("gone"), EndsRun = ended.Id }, None);
        Assert.Equal(ended, await Store.GetRunAsync(ended.Id, None));
    }

    [Fact]
    public async Task Only_a_dead_item_ends_a_run()
    {
        var waiting = await KeepRunAsync("T1/C1/1.0", RunStatus.Waiting, isOpen: true);
        await Store.AppendAsync([Item("a", "x")], None);
        await Store.CommitAsync(new Transition { Claim = await ClaimLaneAsync("a"), Outcome = ItemOutcome.Answered, EndsRun = waiting.Id }, None);
        Assert.Equal(waiting, await Store.GetRunAsync(waiting.Id, None));
    }

    /// <summary>Keeps records under a claim made for that alone.</summary>
    private async Task KeepAsync(Records records)
    {
        await Store.AppendAsync([Item("records", "x") with { Queue = LaneQueue.Interactive }], None);
        var claim = Assert.Single(await Store.ClaimAsync(LaneQueue.Interactive, Ada, 1, Lease, None));
        var transition = new Transition
        {
            Claim = claim,
            Outcome = ItemOutcome.Answered,
            Run = records.Run,
            Expiry = records.Expiry,
            Steps = records.Steps,
            Records = records.OfFeatures,
            Delivered = records.Delivered,
            Turns = records.Turns,
            ReplacesTurns = records.ReplacesTurns,
        };
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(transition, None));
    }

    private async Task<RunRecord> KeepRunAsync(string conversation, RunStatus status, bool isOpen)
    {
        // Each a moment later than the one before.
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var now = Clock.GetUtcNow();
        var run = Run(ItemId.New(Clock)) with
        {
            Conversation = conversation, Status = status, EndedAt = isOpen ? null : now, ExpiresAt = isOpen ? null : now + TimeSpan.FromHours(1),
        };
        await KeepAsync(new() { Run = run });
        return run;
    }
}
