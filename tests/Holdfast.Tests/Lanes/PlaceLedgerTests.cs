using Holdfast.Items;

namespace Holdfast.Tests.Lanes;

[Trait("Req", "AS-1")]
public sealed class PlaceLedgerTests
{
    private static readonly ItemOwner Anna = new("T1", "UANNA");
    private static readonly ItemOwner Bert = new("T1", "UBERT");
    private static readonly ItemOwner Cleo = new("T2", "UCLEO");

    [Fact]
    public void Two_who_take_all_they_can_come_to_a_quarter_each()
    {
        var ledger = new PlaceLedger(80, userShare: 0.5);
        var (annas, berts) = (Fill(ledger, Anna), 0);
        Assert.Equal(30, annas);

        // Places of hers come back one by one; whoever may takes them.
        berts += Fill(ledger, Bert);
        for (var i = 0; i < 200; i++)
        {
            ledger.GiveBack(Anna);
            annas--;
            berts += Fill(ledger, Bert);
            annas += Fill(ledger, Anna);
        }

        Assert.InRange(annas, 19, 21);
        Assert.InRange(berts, 19, 21);
        Assert.True(ledger.Offer().MayTake(Cleo));
    }

    [Fact]
    public void However_greedy_those_before_were_a_quarter_of_the_places_goes_one_by_one()
    {
        var ledger = new PlaceLedger(100, userShare: 0.5);
        var taken = Enumerable.Range(0, 100).Select(person => Fill(ledger, new ItemOwner("T1", $"U{person}"))).ToList();
        Assert.Equal(100, taken.Sum());
        Assert.Equal((38, 19), (taken[0], taken[1]));
        Assert.InRange(taken.Count(places => places == 1), 25, 30);
    }

    [Fact]
    public void Places_that_were_given_back_count_against_nobody()
    {
        var ledger = new PlaceLedger(10, userShare: 1, teamShare: 0.9);
        for (var i = 0; i < 100; i++)
        {
            ledger.Take(Anna);
            ledger.GiveBack(Anna);
        }

        Assert.Equal(9, Fill(ledger, Anna, most: 10));
    }

    [Fact]
    public void A_share_of_one_is_no_limit()
    {
        var ledger = new PlaceLedger(10, userShare: 1, teamShare: 1);
        Assert.Same(PlaceShares.Unlimited, ledger.Offer());
        Assert.True(PlaceShares.Unlimited.MayTake(Anna));
        Assert.False(PlaceShares.Unlimited.HasPassedOver);
        Assert.Equal(10, Fill(new PlaceLedger(10, userShare: 1, teamShare: 0.9), Anna, most: 10) + 1);
    }

    [Fact]
    public void What_a_claim_takes_counts_until_the_ledger_does()
    {
        var ledger = new PlaceLedger(5, userShare: 0.5);
        var shares = ledger.Offer();
        shares.Take(Anna);
        shares.Take(Anna);
        Assert.False(shares.MayTake(Anna));
        Assert.True(shares.MayTake(Bert));

        ledger.Take(Anna);
        ledger.Take(Anna);
        shares.Settle();
        Assert.False(shares.MayTake(Anna));
        Assert.True(shares.MayTake(Bert));
        ledger.GiveBack(Anna);
        ledger.GiveBack(Anna);
        Assert.True(shares.MayTake(Anna));
    }

    [Fact]
    public async Task A_place_that_came_back_before_anybody_waits_for_it_is_not_missed()
    {
        var ledger = new PlaceLedger(2, userShare: 0.5);
        ledger.Take(Anna);
        var returns = ledger.Returns;
        Assert.False(ledger.NextReturnAsync(returns).IsCompleted);
        ledger.GiveBack(Anna);
        await ledger.NextReturnAsync(returns).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static int Fill(PlaceLedger ledger, ItemOwner owner, int most = int.MaxValue)
    {
        var taken = 0;
        for (; taken < most && ledger.Figures().Free > 0 && ledger.Offer().MayTake(owner); taken++)
            ledger.Take(owner);
        return taken;
    }
}
