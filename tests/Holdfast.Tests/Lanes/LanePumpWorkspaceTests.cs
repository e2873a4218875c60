using Holdfast.Items;
using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Lanes;

/// <summary>The work of one workspace rests while that of others goes on.</summary>
[Trait("Req", "SE-5")]
[Trait("Req", "RS-17")]
public sealed class LanePumpWorkspaceTests : LanePumpBench
{
    [Fact]
    public async Task What_is_of_a_workspace_that_rests_is_passed_over_until_it_works_again()
    {
        _pause.Close("T1", "paused");
        Start();
        await AppendForAsync("T1", "a");
        await AppendForAsync("T2", "b");
        await _store.Commits.AtLeastAsync(1);
        await AppendForAsync("T1", "c");
        await AppendForAsync("T2", "d");
        await _store.Commits.AtLeastAsync(2);
        Assert.Equal(["b", "d"], _store.Kept.Select(kept => kept.Claim.Item.Lane));
        Assert.Equal(2, _handler.Begun.Times);

        _pause.Open("T1");
        await _store.Commits.AtLeastAsync(4);
        Assert.Equal(["a", "c"], _store.Kept.Skip(2).Select(kept => kept.Claim.Item.Lane).Order());
    }

    /// <summary>Otherwise it would be looked for, in vain, for as long as the pause lasts.</summary>
    [Fact]
    public async Task While_all_that_waits_rests_nothing_is_claimed_again_and_again()
    {
        _pause.Close("T1", "paused");
        Start();
        await _store.Waits.AtLeastAsync(1);
        for (var i = 0; i < 20; i++)
            await AppendForAsync("T1", $"lane{i}");
        await AppendForAsync("T2", "b");
        await _store.Commits.AtLeastAsync(1);
        Assert.InRange(_store.Claims.Times, 1, 6);
    }

    [Fact]
    public async Task A_pause_of_a_workspace_ends_what_is_under_way_there_and_nothing_else()
    {
        _handler.Handle = (work, ending) => Never(ending);
        Start();
        await AppendForAsync("T1", "a");
        await AppendForAsync("T2", "b");
        await _handler.Begun.AtLeastAsync(2);
        _pause.Close("T1", "paused");
        await _store.Commits.AtLeastAsync(1);
        var kept = Assert.Single(_store.Kept);
        Assert.Equal("a", kept.Claim.Item.Lane);
        Assert.False(Assert.IsType<ItemOutcome.Retry>(kept.Outcome).CountsAsAttempt);
        Assert.Equal(1, _pump!.InProgress);
    }

    [Fact]
    public async Task What_was_claimed_when_its_workspace_came_to_rest_is_put_back_untouched()
    {
        _store.Claimed = shares =>
        {
            _gate.Close("T1", "revoked");
            return Task.CompletedTask;
        };
        await AppendForAsync("T1", "a");
        Start();
        await _store.Commits.AtLeastAsync(1);
        Assert.False(Assert.IsType<ItemOutcome.Retry>(Assert.Single(_store.Kept).Outcome).CountsAsAttempt);
        Assert.Equal(0, _handler.Begun.Times);
    }

    [Fact]
    public async Task What_is_nobodys_but_of_a_workspace_that_rests_is_put_back_untouched()
    {
        _handler.Team = item => item.Lane == "a" ? "T1" : "T2";
        _gate.Close("T1", "revoked");
        Start();
        await AppendAsync([("a", "x"), ("b", "x")]);
        await _store.Commits.AtLeastAsync(2);
        var put = Assert.Single(_store.Kept, kept => kept.Claim.Item.Lane == "a");
        var wait = Assert.IsType<ItemOutcome.Retry>(put.Outcome);
        Assert.Equal((false, false), (wait.CountsAsAttempt, wait.InDoubt));
        Assert.Equal(1, _handler.Begun.Times);

        _gate.Open("T1");
        await _clock.TimerSetAsync(wait.Wait);
        _clock.Advance(wait.Wait);
        await _store.Commits.AtLeastAsync(3);
        Assert.Equal(2, _handler.Begun.Times);
    }

    private async Task AppendForAsync(string team, string lane) =>
        await _memory.AppendAsync([_clock.Item(lane, "x") with { Owner = new ItemOwner(team, "U1") }], None);
}
