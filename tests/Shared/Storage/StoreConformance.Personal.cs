using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>What one person said is found by the person, and goes when it is to go, with what was made of it and nothing else.</summary>
public abstract partial class StoreConformance
{
    private const string Together = "T1/C1/1.0";

    [Fact]
    [Trait("Req", "SE-7")]
    public async Task What_a_person_said_and_the_answers_to_it_are_found_in_their_order()
    {
        await SayAsync("T1/C1/2.0", "UADA", "a1", "U_NOT_ADA");
        await SayAsync(Together, "UBERT", "b1", "UADAM");
        await SayAsync(Together, "UADA", "a2");

        var said = await Store.GetSaidAsync("UADA", after: 0, 100, None);
        Assert.Equal(["a1", "to a1", "a2", "to a2"], said.Select(turn => turn.Turn.Content.Text));
        Assert.Equal(["T1/C1/2.0", Together], said.Select(turn => turn.Conversation).Distinct());
        Assert.Equal(["a2", "to a2"], (await Store.GetSaidAsync("UADA", said[1].Place, 100, None)).Select(turn => turn.Turn.Content.Text));
        Assert.Equal(2, (await Store.GetSaidAsync("UADA", after: 0, 2, None)).Count);
        Assert.Empty(await Store.GetSaidAsync("UADAMANT", after: 0, 100, None));
    }

    [Fact]
    [Trait("Req", "SE-7")]
    [Trait("Req", "RS-3")]
    public async Task Forgetting_takes_a_person_out_of_conversations_slice_by_slice_and_leaves_the_others()
    {
        var own = await SayAsync("T1/C1/2.0", "UADA", "a1");
        var others = await SayAsync(Together, "UBERT", "b1");
        await SayAsync(Together, "UADA", "a2");
        var elsewhere = await SayAsync("T1/C1/3.0", "UBERT", "b2");
        var open = await SayAsync("T1/C1/4.0", "UADA", "a3", isOpen: true);
        var cut = Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        Clock.Advance(TimeSpan.FromSeconds(2));
        var later = await SayAsync("T1/C1/5.0", "UADA", "a4");

        var sum = await ForgetAsync("UADA", cut);

        Assert.Equal((3, 4, 0), (sum.Runs, sum.Turns, sum.DeadLetters));
        foreach (var gone in (ItemId[])[own, others])
        {
            Assert.Null(await Store.GetRunAsync(gone, None));
            Assert.Empty(await Store.GetStepsAsync(gone, None));
            Assert.Null(await Store.GetRecordAsync(new RecordKey("of-run", gone), None));
        }

        foreach (var kept in (ItemId[])[elsewhere, open, later])
        {
            Assert.NotNull(await Store.GetRunAsync(kept, None));
            Assert.NotNull(await Store.GetRecordAsync(new RecordKey("of-run", kept), None));
        }

        Assert.Equal(["b1", "to b1"], (await Store.GetTurnsAsync(Together, DateTimeOffset.MinValue, 100, except: null, None)).Select(turn => turn.Content.Text));
        Assert.Equal(["a4", "to a4"], (await Store.GetSaidAsync("UADA", after: 0, 100, None)).Select(turn => turn.Turn.Content.Text));
        Assert.True((await Store.ForgetAsync("UADA", cut, None)).IsNothing);
    }

    [Fact]
    [Trait("Req", "SE-7")]
    public async Task Forgetting_deletes_dead_letters_of_the_person_with_their_runs_and_keeps_those_of_others()
    {
        foreach (var owner in (ItemOwner[])[Anna, Bert])
        {
            await AppendForAsync(owner, owner.User);
            var claim = Assert.Single(await ClaimAsync());
            await Store.CommitAsync(new Transition { Claim = claim, Outcome = new ItemOutcome.Dead("e"), Run = Run(claim.Item.Id) with { User = owner.User, Conversation = $"T1/C1/{owner.User}" } }, None);
        }

        var sum = await ForgetAsync("UANNA", Clock.GetUtcNow() + TimeSpan.FromSeconds(1));

        Assert.Equal((1, 1), (sum.Runs, sum.DeadLetters));
        Assert.Equal("UBERT", Assert.Single(await Store.GetDeadLettersAsync(10, None)).Item.Owner!.User);
        Assert.Equal("UBERT", Assert.Single(await Store.FindRunsAsync(new RunQuery(), 10, None)).User);
    }

    [Fact]
    [Trait("Req", "AS-4")]
    public async Task Runs_are_found_by_workspace_and_person_the_newest_first_and_page_by_page()
    {
        var kept = new List<ItemId>();
        for (var i = 0; i < 7; i++)
        {
            kept.Insert(0, await SayAsync(i % 2 == 0 ? "T1/C1" : "T2/C1", "UADA", $"a{i}"));
            if (i % 3 == 0)
                Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await SayAsync("T1/C1", "UBERT", "b");
        var found = new List<RunRecord>();
        for (var query = new RunQuery { User = "UADA" }; await Store.FindRunsAsync(query, 2, None) is { Count: > 0 } page; query = query.After(page[^1]))
            found.AddRange(page);
        Assert.Equal(kept.Order(Comparer<ItemId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))), found.Select(run => run.Id).Order(Comparer<ItemId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
        Assert.True(found.Zip(found.Skip(1)).All(pair => pair.First.StartedAt >= pair.Second.StartedAt));
        Assert.Equal(3, (await Store.FindRunsAsync(new RunQuery { Team = "T2" }, 100, None)).Count);
        Assert.Equal("UBERT", (await Store.FindRunsAsync(new RunQuery(), 1, None))[0].User);
    }

    private async Task<ForgottenRows> ForgetAsync(string user, DateTimeOffset before)
    {
        var sum = new ForgottenRows(0, 0, 0);
        while (await Store.ForgetAsync(user, before, None) is { IsNothing: false } rows)
            sum = new ForgottenRows(sum.Runs + rows.Runs, sum.Turns + rows.Turns, sum.DeadLetters + rows.DeadLetters);
        return sum;
    }

    /// <summary>Somebody asks, and is answered.</summary>
    private async Task<ItemId> SayAsync(string conversation, string user, string text, string? name = null, bool isOpen = false)
    {
        await Store.AppendAsync([Item(conversation, text)], None);
        var claim = Assert.Single(await ClaimAsync());
        var id = claim.Item.Id;
        await Store.CommitAsync(
            new Transition
            {
                Claim = claim,
                Outcome = ItemOutcome.Answered,
                Run = Run(id) with { Conversation = conversation, User = user, Status = isOpen ? RunStatus.Waiting : RunStatus.Completed, EndedAt = isOpen ? null : Clock.GetUtcNow() },
                Steps = [new RunStep { Run = id, Number = 1, Kind = "model", Name = "m", StartedAt = Clock.GetUtcNow(), Duration = TimeSpan.Zero, Output = text }],
                Turns = isOpen ? [] : [new NewTurn(conversation, new Turn(Turn.User, text) { Speaker = new Speaker(user) { Name = name } }), new NewTurn(conversation, new Turn(Turn.Assistant, $"to {text}"))],
                Records = [new RecordKey("of-run", id).With("x") with { Run = id }],
            },
            None);
        return id;
    }
}
