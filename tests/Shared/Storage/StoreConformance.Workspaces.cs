using Holdfast.Items;

namespace Holdfast.Testing.Storage;

/// <summary>The work of one workspace rests while that of others goes on.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    [Trait("Req", "SE-5")]
    public async Task Lanes_of_a_workspace_that_rests_are_passed_over_and_told_of()
    {
        await AppendForAsync(Anna, "a1", "a2");
        await AppendForAsync(Bert, "b1");
        await Store.AppendAsync([Item("nobodys", "n1")], None);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendForAsync(Cleo, "c1", "c2");

        var shares = PlaceShares.Without(10, Here);
        Assert.Equal(["c1", "c2", "n1"], (await ClaimSharedAsync(shares, 10)).Select(TextOf).Order());
        Assert.True(shares.HasPassedOver);
        Assert.Equal(["a1", "a2", "b1"], (await ClaimSharedAsync(PlaceShares.Without(10), 10)).Select(TextOf).Order());
    }
}
