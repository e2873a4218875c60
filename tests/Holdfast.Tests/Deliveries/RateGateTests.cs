using Holdfast.Deliveries;
using Holdfast.Testing;

namespace Holdfast.Tests.Deliveries;

[Trait("Req", "RS-5")]
public sealed class RateGateTests
{
    private const string Post = "chat.postMessage";
    private readonly FakeClock _clock = new();
    private readonly RateGate _gate;

    public RateGateTests() => _gate = new RateGate(_clock);

    [Fact]
    public void A_gate_that_was_never_limited_is_open()
    {
        for (var i = 0; i < 100; i++)
            Assert.Null(Enter());
        Assert.Equal(0, _gate.Limited);
    }

    [Fact]
    public void A_closed_gate_opens_when_Slack_said_and_then_lets_one_through_a_second()
    {
        Assert.Equal(In(10), _gate.Close("T1", Post, "C1", TimeSpan.FromSeconds(10)));
        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.NotNull(Enter());
        _clock.Advance(TimeSpan.FromTicks(1));
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(Enter());
            Assert.NotNull(Enter());
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Everybody_who_must_wait_gets_a_moment_of_their_own()
    {
        _gate.Close("T1", Post, "C1", TimeSpan.FromSeconds(10));
        Assert.Equal(Enumerable.Range(11, 20).Select(second => (DateTimeOffset?)In(second)), Enumerable.Range(0, 20).Select(_ => Enter()).ToList());
    }

    [Fact]
    public void One_that_comes_a_little_late_does_not_cost_the_next_one_its_turn()
    {
        _gate.Close("T1", Post, "C1", TimeSpan.FromSeconds(10));
        Assert.Equal(In(11), Enter());
        _clock.Advance(TimeSpan.FromSeconds(10.004));
        Assert.Null(Enter());
        _clock.Advance(TimeSpan.FromSeconds(0.997));
        Assert.Null(Enter());

        // After a pause nothing is made up for: no burst.
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(Enter());
        Assert.NotNull(Enter());
    }

    [Fact]
    public void Messages_are_limited_by_channel_and_other_methods_by_workspace()
    {
        _gate.Close("T1", Post, "C1", TimeSpan.FromSeconds(10));
        Assert.Null(_gate.TryEnter("T1", Post, "C2"));
        Assert.Null(_gate.TryEnter("T2", Post, "C1"));
        Assert.Null(_gate.TryEnter("T1", "reactions.add", "C1"));
        _gate.Close("T1", "reactions.add", "C1", TimeSpan.FromSeconds(10));
        Assert.NotNull(_gate.TryEnter("T1", "reactions.add", "C2"));
        Assert.Null(_gate.TryEnter("T2", "reactions.add", "C1"));
    }

    [Fact]
    public void Another_429_closes_it_again_and_a_shorter_one_does_not_open_it_sooner()
    {
        _gate.Close("T1", Post, "C1", TimeSpan.FromSeconds(10));
        _gate.Close("T1", Post, "C1", TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(Enter());
        _gate.Close("T1", Post, "C1", TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(Enter());
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public void The_pace_relaxes_and_in_the_end_the_gate_is_forgotten()
    {
        _gate.Close("T1", Post, "C1", TimeSpan.FromSeconds(1));
        Assert.Equal(1, _gate.Limited);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(Enter());
        Assert.NotNull(Enter());
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Null(Enter());
        for (var i = 0; i < 4; i++)
            _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(Enter());
        Assert.Null(Enter());
        Assert.Equal(0, _gate.Limited);
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public void Channels_that_were_limited_once_and_fell_silent_are_not_remembered_for_ever()
    {
        for (var i = 0; i < 5_000; i++)
        {
            _gate.Close("T1", Post, $"C{i}", TimeSpan.FromSeconds(1));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_gate.Limited, 1, 1_100);
    }

    private DateTimeOffset? Enter() => _gate.TryEnter("T1", Post, "C1");

    private DateTimeOffset In(double seconds) => _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
}
