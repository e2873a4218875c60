using Holdfast.Limits;
using Holdfast.Slack;

namespace Holdfast.Tests.Limits;

/// <summary>Runs that begin at the same instant count for each other, wherever they stand between here and the book.</summary>
[Trait("Req", "SE-7")]
public sealed class AdmittedRunsTests
{
    private static readonly TeamId Team = new("T1");

    private readonly AdmittedRuns _runs = new();

    [Fact]
    public void No_more_are_let_in_than_the_book_has_room_for()
    {
        using var look = _runs.Begin(Team, "U1");
        Assert.NotNull(look.Admit(2, null).Booked);
        Assert.NotNull(look.Admit(2, null).Booked);
        Assert.Equal((null, false), look.Admit(2, null));
    }

    [Fact]
    public void What_goes_into_the_book_while_it_is_read_is_not_lost_between()
    {
        var first = _runs.Begin(Team, "U1").Admit(1, null).Booked!;
        using var look = _runs.Begin(Team, "U1");

        // The book was read before, and says that there is room for one.
        first();
        Assert.Null(look.Admit(1, null).Booked);
        Assert.True(look.HasMoved());
        Assert.False(look.HasMoved());
        Assert.NotNull(look.Admit(1, null).Booked);
    }

    [Fact]
    public void Everybodys_limit_is_told_from_ones_own()
    {
        using (var other = _runs.Begin(Team, "U2"))
            Assert.NotNull(other.Admit(null, 1).Booked);
        using var look = _runs.Begin(Team, "U1");
        Assert.Equal((null, true), look.Admit(5, 1));
        Assert.NotNull(look.Admit(5, null).Booked);
    }

    [Fact]
    public void One_that_is_told_twice_counts_once()
    {
        using var look = _runs.Begin(Team, "U1");
        var first = look.Admit(2, null).Booked!;
        Assert.NotNull(look.Admit(2, null).Booked);
        first();
        first();
        Assert.True(look.HasMoved());
        Assert.NotNull(look.Admit(2, null).Booked);
        Assert.Null(look.Admit(2, null).Booked);
    }
}
