using Holdfast.Sqlite.Writing;

namespace Holdfast.Sqlite.Tests.Writing;

public sealed class CommitPaceTests
{
    private readonly CommitPace _pace = new();
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Whoever_comes_alone_waits_for_nothing()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.True(Left <= TimeSpan.Zero);
            _pace.Take(_now, isVain: false);
            _now += CommitPace.Apart;
        }
    }

    [Fact]
    public void Those_that_follow_closely_are_kept_apart_once_the_first_few_have_gone()
    {
        Exhaust();
        Assert.Equal(CommitPace.Apart, Left);
        _now += Left;
        _pace.Take(_now, isVain: false);
        Assert.Equal(CommitPace.Apart, Left);
    }

    [Fact]
    public void Where_waiting_has_brought_nobody_the_next_few_go_at_once_again()
    {
        Exhaust();
        _now += Left;
        _pace.Take(_now, isVain: true);
        for (var i = 1; i < CommitPace.AtOnce; i++)
        {
            Assert.True(Left <= TimeSpan.Zero);
            _pace.Take(_now, isVain: false);
        }
    }

    private TimeSpan Left => _pace.Left(_now);

    private void Exhaust()
    {
        for (var i = 0; i <= CommitPace.AtOnce; i++)
        {
            Assert.True(Left <= TimeSpan.Zero);
            _pace.Take(_now, isVain: false);
        }
    }
}
