using Holdfast.ViewFlow;

namespace Holdfast.Tests.ViewFlow;

[Trait("Req", "VF-7")]
public sealed class FlowPagingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(45)]
    [InlineData(400)]
    public void Going_back_to_the_first_step_and_forth_again_passes_every_step(int total)
    {
        var seen = new HashSet<int>();
        var after = FlowPaging.Newest(total);
        void See() => seen.UnionWith(Enumerable.Range(after + 1, Math.Min(FlowView.StepsPerPage, total - after)));
        for (See(); after > 0; See())
            after = FlowPaging.Older(after);
        Assert.Equal(total, seen.Count);

        for (seen.Clear(), See(); after < FlowPaging.Newest(total); See())
            after = FlowPaging.Newer(after, total);
        Assert.Equal(total, seen.Count);
    }

    [Theory]
    [InlineData(int.MinValue, 0)]
    [InlineData(-1, 0)]
    [InlineData(7, 7)]
    [InlineData(26, 25)]
    [InlineData(int.MaxValue, 25)]
    public void A_place_from_wherever_becomes_one_that_exists(int after, int nearest)
    {
        Assert.Equal(nearest, FlowPaging.Within(after, 45));
        Assert.InRange(FlowPaging.Newer(after, 45), 0, 25);
    }
}
