using Holdfast.Items;

namespace Holdfast.Testing.Storage;

/// <summary>People take turns, and nobody gets all the places.</summary>
public abstract partial class StoreConformance
{
    private const string Here = "T1";
    private const string There = "T2";

    private static readonly ItemOwner Anna = new(Here, "UANNA");
    private static readonly ItemOwner Bert = new(Here, "UBERT");
    private static readonly ItemOwner Cleo = new(There, "UCLEO");

    [Fact]
    [Trait("Req", "AS-2")]
    [Trait("Req", "RS-5")]
    public async Task An_item_stays_its_owners_over_retries_death_and_replay()
    {
        await AppendForAsync(Anna, "a");
        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal(Anna, claim.Item.Owner);
        await CommitAsync(claim, new ItemOutcome.Retry(TimeSpan.Zero, null, CountsAsAttempt: false, InDoubt: false));
        await CommitAsync(Assert.Single(await ClaimAsync()), new ItemOutcome.Dead("e"));
        Assert.Equal(Anna, Assert.Single(await Store.GetDeadLettersAsync(10, None)).Item.Owner);
        Assert.True(await Store.ReplayAsync(claim.Item.Id, [], None));
        Assert.Equal(Anna, Assert.Single(await ClaimAsync()).Item.Owner);
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task People_take_turns_however_many_lanes_one_of_them_has()
    {
        await AppendForAsync(Anna, "a1", "a2", "a3", "a4");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Bert, "b1");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Bert, "b2");

        Assert.Equal(["a1", "b1", "a2", "b2", "a3", "a4"], await OneByOneAsync());
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task Somebody_who_comes_later_waits_for_one_turn_of_each_and_not_for_all_that_was_there_before()
    {
        await AppendForAsync(Anna, "a1", "a2", "a3");
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a1", "a2"], [await OneAsync(), await OneAsync()]);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Bert, "b1");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Cleo, "c1");

        Assert.Equal(["a3", "b1", "c1"], (await OneByOneAsync()).Order());
        await AppendForAsync(Anna, "a4", "a5");
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a4", await OneAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Bert, "b2");
        Assert.Equal(["a5", "b2"], (await OneByOneAsync()).Order());
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task A_lane_that_is_appended_to_all_the_time_keeps_its_turn()
    {
        await AppendForAsync(Anna, "a1");
        await Store.AppendAsync([Item("1", "1")], None);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Anna, "a2");
        await Store.AppendAsync([Item("2", "2")], None);
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await AppendForAsync(Anna, "a1");
            await Store.AppendAsync([Item("1", "1")], None);
        }

        Assert.Equal(["1", "a1"], ((string[])[await OneAsync(), await OneAsync()]).Order());
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task Workspaces_take_turns_however_many_people_one_of_them_has()
    {
        foreach (var (person, lane) in ((string, string)[])[("U1", "1"), ("U2", "2"), ("U3", "3")])
        {
            await AppendForAsync(new ItemOwner(Here, person), lane);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await AppendForAsync(Cleo, "c1", "c2");
        Assert.Equal(["1", "c1", "2", "c2", "3"], await OneByOneAsync());
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task What_is_nobodys_comes_in_the_order_in_which_it_waits_and_takes_turns_lane_by_lane()
    {
        await Store.AppendAsync([Item("1", "1")], None);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Anna, "a1", "a2");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.AppendAsync([Item("2", "2"), Item("3", "3")], None);

        Assert.Equal(["1", "a1", "2", "3", "a2"], await OneByOneAsync());
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task In_one_claim_each_gets_a_lane_before_anybody_gets_a_second()
    {
        await AppendForAsync(Anna, "a1", "a2", "a3", "a4");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Bert, "b1");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Cleo, "c1", "c2");

        Assert.Equal(["a1", "b1", "c1", "c2"], (await ClaimAsync(lanes: 4)).Select(TextOf).Order());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(10, 4)]
    [InlineData(100, 38)]
    [Trait("Req", "AS-1")]
    public async Task One_alone_gets_a_part_of_the_places_and_another_is_served_at_once(int places, int part)
    {
        await AppendForAsync(Anna, [.. Enumerable.Range(0, places).Select(i => $"a{i}")]);
        var shares = PlaceShares.Of(places, 0.5, 1);
        Assert.Equal(part, (await ClaimSharedAsync(shares, places)).Count);
        Assert.Equal(places > 1, shares.HasPassedOver);

        if (places == part)
            return;
        await AppendForAsync(Bert, "b");
        var more = PlaceShares.Of(places, 0.5, 1, Enumerable.Repeat(Anna, part));
        Assert.Equal(["b"], (await ClaimSharedAsync(more, places - part)).Select(TextOf));
        Assert.True(more.HasPassedOver);
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task When_several_have_taken_all_they_can_get_a_quarter_of_the_places_is_there_for_as_many_who_come()
    {
        var held = new List<ItemOwner>();
        foreach (var person in Enumerable.Range(0, 10).Select(i => new ItemOwner($"T{i}", "UGREEDY")))
        {
            await AppendForAsync(person, [.. Enumerable.Range(0, 50).Select(i => $"{person.Team} {i}")]);
            while (await ClaimSharedAsync(PlaceShares.Of(100, 0.5, 0.9, held), Math.Min(64, 100 - held.Count)) is { Count: > 0 } claims)
                held.AddRange(claims.Select(claim => claim.Item.Owner!));
        }

        Assert.InRange(100 - held.Count, 20, 25);
        for (var i = 0; held.Count < 100; i++)
        {
            await AppendForAsync(new ItemOwner($"N{i}", "U"), $"new {i}", $"new {i} again");
            held.Add(Assert.Single(await ClaimSharedAsync(PlaceShares.Of(100, 0.5, 0.9, held), 100 - held.Count)).Item.Owner!);
        }
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task Of_two_workspaces_one_gets_nearly_all_places_and_the_other_is_served_at_once()
    {
        var crowd = Enumerable.Range(0, 120).Select(i => new ItemOwner(Here, $"U{i}")).ToList();
        foreach (var person in crowd)
            await AppendForAsync(person, person.User);
        var claims = new List<Claim>();
        while (await ClaimSharedAsync(PlaceShares.Of(100, 0.5, 0.9, claims.Select(claim => claim.Item.Owner!)), Math.Min(64, 100 - claims.Count)) is { Count: > 0 } further)
            claims.AddRange(further);
        Assert.InRange(claims.Count, 89, 91);

        await AppendForAsync(Cleo, "c");
        var shares = PlaceShares.Of(100, 0.5, 0.9, claims.Select(claim => claim.Item.Owner!));
        Assert.Equal(["c"], (await ClaimSharedAsync(shares, 100 - claims.Count)).Select(TextOf));
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task What_is_nobodys_has_no_share_and_may_have_every_place()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Item($"lane{i}", "x"))], None);
        var shares = PlaceShares.Of(10, 0.5, 0.9);
        Assert.Equal(10, (await ClaimSharedAsync(shares, 10)).Count);
        Assert.False(shares.HasPassedOver);
    }

    [Fact]
    [Trait("Req", "AS-1")]
    [Trait("Req", "AS-2")]
    public async Task Behind_thousands_of_lanes_of_one_person_another_is_found_at_once()
    {
        var many = Enumerable.Range(0, 2_000).Select(i => $"a{i:0000}").ToArray();
        await AppendForAsync(Anna, many);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Cleo, "c1");
        await AppendForAsync(Bert, "b1");

        // Anna has her share; then she has not, and has had her turn.
        Assert.Equal(["b1", "c1"], (await ClaimSharedAsync(PlaceShares.Of(4, 0.5, 1, Anna, Anna), 2)).Select(TextOf).Order());
        Assert.Equal("a0000", await OneAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Bert, "b2");
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("b2", (string[])[await OneAsync(), await OneAsync()]);
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task A_lane_is_its_first_items_owners()
    {
        var shares = PlaceShares.Of(4, 0.5, 1, Anna, Anna);
        await Store.AppendAsync([Item("a", "annas") with { OrderKey = 5, Owner = Anna }], None);
        Assert.Empty(await ClaimSharedAsync(shares, 2));

        // An older message of somebody else comes before hers, and the lane is theirs; then it is hers again.
        await Store.AppendAsync([Item("a", "berts") with { OrderKey = 3, Owner = Bert }], None);
        var berts = Assert.Single(await ClaimSharedAsync(PlaceShares.Of(4, 0.5, 1, Anna, Anna), 2));
        Assert.Equal("berts", TextOf(berts));
        await CommitAsync(berts, ItemOutcome.Answered);
        Assert.Empty(await ClaimSharedAsync(PlaceShares.Of(4, 0.5, 1, Anna, Anna), 2));
        Assert.Equal("annas", TextOf(Assert.Single(await ClaimAsync())));
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task Lanes_that_are_passed_over_are_not_waited_for_and_others_are()
    {
        await AppendForAsync(Anna, "a1", "a2", "a3");
        var shares = PlaceShares.Of(4, 0.5, 1, Anna, Anna);
        for (var claims = 1; ; claims++)
        {
            Assert.Empty(await ClaimSharedAsync(shares, 2));
            Assert.True(shares.HasPassedOver);
            Assert.InRange(claims, 1, 3);
            var waiting = Store.WaitForWorkAsync(LaneQueue.Inbound, shares, None).AsTask();
            if (waiting.IsCompleted)
                continue;
            await AppendForAsync(Bert, "b1");
            await waiting.WaitAsync(Patience, None);
            break;
        }

        Assert.Equal("b1", TextOf(Assert.Single(await ClaimSharedAsync(shares, 2))));
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task Whoever_waits_hears_of_a_lane_that_is_passed_over_so_as_to_wait_for_a_place_as_well()
    {
        var shares = PlaceShares.Of(4, 0.5, 1, Anna, Anna);
        Assert.Empty(await ClaimSharedAsync(shares, 2));
        Assert.False(shares.HasPassedOver);
        var waiting = Store.WaitForWorkAsync(LaneQueue.Inbound, shares, None).AsTask();
        await AppendForAsync(Anna, "a1");
        await waiting.WaitAsync(Patience, None);
        Assert.Empty(await ClaimSharedAsync(shares, 2));
        Assert.True(shares.HasPassedOver);
    }

    private protected async Task AppendForAsync(ItemOwner owner, params string[] lanes) =>
        await Store.AppendAsync([.. lanes.Select(lane => Item(lane, lane) with { Owner = owner })], None);

    private ValueTask<IReadOnlyList<Claim>> ClaimSharedAsync(PlaceShares shares, int lanes) =>
        Store.ClaimAsync(LaneQueue.Inbound, Ada, lanes, Lease, shares, None);

    private async Task<string> OneAsync()
    {
        var claim = Assert.Single(await ClaimAsync(lanes: 1));
        await CommitAsync(claim, ItemOutcome.Answered);
        return TextOf(claim);
    }

    /// <summary>Works everything off, one lane at a time and a second after the other, and tells the texts in order.</summary>
    private async Task<IReadOnlyList<string>> OneByOneAsync()
    {
        var texts = new List<string>();
        while (await ClaimAsync(lanes: 1) is [var claim])
        {
            texts.Add(TextOf(claim));
            await CommitAsync(claim, ItemOutcome.Answered);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return texts;
    }
}
