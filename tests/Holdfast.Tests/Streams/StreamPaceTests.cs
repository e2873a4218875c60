using Holdfast.Streams;
using Holdfast.Testing;

namespace Holdfast.Tests.Streams;

/// <summary>What is shown of answers keeps within Slack's limits, and leaves room for the answers.</summary>
public sealed class StreamPaceTests
{
    private readonly FakeClock _clock = new();

    [Theory]
    [Trait("Req", "AS-7")]
    [InlineData("chat.appendStream", 100)]
    [InlineData("chat.update", 50)]
    [InlineData("chat.startStream", 20)]
    public void In_no_minute_more_calls_are_made_than_Slack_allows(string method, int allowed)
    {
        var pace = new StreamPace(_clock);
        var calls = new List<TimeSpan>();
        var start = _clock.GetTimestamp();
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(3); passed += TimeSpan.FromMilliseconds(50))
        {
            while (pace.TryTake("T1", method) is null)
                calls.Add(_clock.GetElapsedTime(start));
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.All(calls, from => Assert.InRange(calls.Count(at => at >= from && at < from + TimeSpan.FromMinutes(1)), 1, allowed * 3 / 4));
        Assert.True(calls.Count > allowed, $"Only {calls.Count} calls were made in 3 minutes.");
    }

    [Fact]
    [Trait("Req", "AS-7")]
    public void Some_calls_may_follow_at_once_and_the_wait_for_the_next_is_told()
    {
        var pace = new StreamPace(_clock);
        for (var i = 0; i < 10; i++)
            Assert.Null(pace.TryTake("T1", "chat.appendStream"));
        var wait = Assert.NotNull(pace.TryTake("T1", "chat.appendStream"));
        Assert.Null(pace.TryTake("T2", "chat.appendStream"));
        _clock.Advance(wait);
        Assert.Null(pace.TryTake("T1", "chat.appendStream"));
    }
}
