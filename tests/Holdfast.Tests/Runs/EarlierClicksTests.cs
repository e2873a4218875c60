using Holdfast.Items;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Runs;

public sealed class EarlierClicksTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new();
    private readonly InMemoryStore _store;

    public EarlierClicksTests() => _store = new InMemoryStore(_clock);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    [Trait("Req", "AS-21")]
    public async Task What_was_pressed_before_the_start_is_waited_for_until_it_is_handled()
    {
        await _store.AppendAsync([_clock.Item("click", "x") with { Queue = LaneQueue.Interactive }], None);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var clicks = new EarlierClicks(_store, _clock);
        await _store.AppendAsync([_clock.Item("later", "x") with { Queue = LaneQueue.Interactive }], None);
        Assert.True(await clicks.AreLeftAsync(None));

        var claim = Assert.Single(await _store.ClaimAsync(LaneQueue.Interactive, new WorkerId("w"), 1, TimeSpan.FromMinutes(1), None));
        Assert.True(await clicks.AreLeftAsync(None));
        await _store.CommitAsync(Transition.Of(claim, ItemOutcome.Answered), None);
        Assert.False(await clicks.AreLeftAsync(None));
    }

    [Fact]
    public async Task One_that_hangs_holds_up_nothing_for_longer_than_a_while()
    {
        await _store.AppendAsync([_clock.Item("click", "x") with { Queue = LaneQueue.Interactive }], None);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var clicks = new EarlierClicks(_store, _clock);
        _clock.Advance(EarlierClicks.Longest);
        Assert.False(await clicks.AreLeftAsync(None));
    }
}
