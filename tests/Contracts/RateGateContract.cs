using Holdfast.Deliveries;
using Holdfast.Rates;

namespace Holdfast.Testing.Contracts;

/// <summary>What every <see cref="IRateGate"/> does, whoever keeps it.</summary>
[Trait("Req", "RS-5")]
public abstract class RateGateContract : IAsyncLifetime
{
    private const string Post = "chat.postMessage";
    private readonly FakeClock _clock = new();
    private IRateGate _gate = null!;

    public async ValueTask InitializeAsync() => _gate = await OpenAsync(_clock);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected abstract ValueTask<IRateGate> OpenAsync(FakeClock clock);

    [Fact]
    public async Task A_gate_that_was_never_limited_is_open()
    {
        for (var i = 0; i < 100; i++)
            Assert.Null(await EnterAsync());
        Assert.Equal(0, _gate.Limited);
    }

    [Fact]
    public async Task A_closed_gate_opens_when_Slack_said_and_then_lets_one_through_a_second()
    {
        Assert.Equal(In(10), await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(10)));
        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMicroseconds(1));
        Assert.NotNull(await EnterAsync());
        _clock.Advance(TimeSpan.FromMicroseconds(1));
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await EnterAsync());
            Assert.NotNull(await EnterAsync());
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Everybody_who_must_wait_gets_a_time_of_their_own()
    {
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(10));
        Assert.Equal(Enumerable.Range(11, 20).Select(second => (TimeSpan?)In(second)), await EnterTwentyAsync());
    }

    [Fact]
    public async Task However_many_wait_one_of_them_gets_through_whenever_one_may()
    {
        // As deliveries do: each asks again after the time that it was told, and after a minute at the latest.
        var call = new RateLimitedCall("T1", Post, "C1");
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(30));
        var waiting = new PriorityQueue<int, (TimeSpan At, int Number)>(Enumerable.Range(0, 300).Select(number => (number, (TimeSpan.Zero, number))));
        var (now, through) = (TimeSpan.Zero, 0);
        while (waiting.TryDequeue(out var number, out var next) && next.At < TimeSpan.FromMinutes(2))
        {
            _clock.Advance(next.At - now);
            now = next.At;
            if (await _gate.TryEnterAsync(call, CancellationToken.None) is { } wait)
                waiting.Enqueue(number, (now + (wait < RateLimitedCall.LongestWait ? wait : RateLimitedCall.LongestWait), number));
            else
                through++;
        }

        Assert.InRange(through, 80, 300);
    }

    [Fact]
    public async Task One_that_comes_a_little_late_does_not_cost_the_next_one_its_turn()
    {
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(10));
        Assert.Equal(In(11), await EnterAsync());
        _clock.Advance(TimeSpan.FromSeconds(10.004));
        Assert.Null(await EnterAsync());
        _clock.Advance(TimeSpan.FromSeconds(0.997));
        Assert.Null(await EnterAsync());

        // After a pause nothing is made up for: no burst.
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await EnterAsync());
        Assert.NotNull(await EnterAsync());
    }

    [Fact]
    public async Task Messages_are_limited_by_channel_and_other_methods_by_workspace()
    {
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(10));
        Assert.Null(await EnterAsync("T1", Post, "C2"));
        Assert.Null(await EnterAsync("T2", Post, "C1"));
        Assert.Null(await EnterAsync("T1", "reactions.add", "C1"));
        await CloseAsync("T1", "reactions.add", "C1", TimeSpan.FromSeconds(10));
        Assert.NotNull(await EnterAsync("T1", "reactions.add", "C2"));
        Assert.Null(await EnterAsync("T2", "reactions.add", "C1"));
    }

    [Fact]
    public async Task Another_429_closes_it_again_and_a_shorter_one_does_not_open_it_sooner()
    {
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(10));
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(await EnterAsync());
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(await EnterAsync());
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task The_pace_relaxes_and_in_the_end_the_gate_is_forgotten()
    {
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(1));
        Assert.Equal(1, _gate.Limited);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(await EnterAsync());
        Assert.NotNull(await EnterAsync());
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Null(await EnterAsync());
        for (var i = 0; i < 4; i++)
            _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await EnterAsync());
        Assert.Null(await EnterAsync());
        Assert.Equal(0, _gate.Limited);
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task Channels_that_were_limited_once_and_fell_silent_are_not_remembered_for_ever()
    {
        for (var i = 0; i < 5_000; i++)
        {
            await CloseAsync("T1", Post, $"C{i}", TimeSpan.FromSeconds(1));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_gate.Limited, 1, 1_100);
    }

    [Theory]
    [InlineData("conversations.history", 49, 49)]
    [InlineData("conversations.replies", 300, 60)]
    [InlineData("conversations.replies", 1, 1.2)]
    [InlineData("reactions.add", 49, 1.2)]
    [InlineData(Post, 49, 1)]
    [Trait("Req", "RS-6")]
    public async Task History_is_read_at_the_pace_that_Slacks_wait_tells_of(string method, int retryAfter, double pace)
    {
        var turn = await CloseAsync("T1", method, "C1", TimeSpan.FromSeconds(retryAfter));
        Assert.Equal(In(retryAfter), turn);
        Assert.Equal(In(retryAfter + pace), await EnterAsync(method: method));
        _clock.Advance(TimeSpan.FromSeconds(retryAfter));
        Assert.Null(await EnterAsync(method: method));
        var little = TimeSpan.FromMilliseconds(100);
        _clock.Advance(TimeSpan.FromSeconds(pace) - little);
        Assert.NotNull(await EnterAsync(method: method));
        _clock.Advance(little);
        Assert.Null(await EnterAsync(method: method));
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task A_pace_that_is_known_is_kept_before_Slack_has_to_refuse_a_call()
    {
        var call = new RateLimitedCall("T1", "conversations.replies", "C1") { KnownPace = TimeSpan.FromMinutes(1) };
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await _gate.TryEnterAsync(call, CancellationToken.None));
            Assert.Equal(In(60), await _gate.TryEnterAsync(call, CancellationToken.None));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        var gate = Assert.Single(await _gate.ListAsync(CancellationToken.None));
        Assert.Equal((null, null, TimeSpan.FromMinutes(1)), (gate.ClosedFor, gate.OpensIn, gate.Pace));
    }

    [Fact]
    public async Task Gates_are_listed_with_how_long_they_are_closed()
    {
        await CloseAsync("T1", Post, "C2", TimeSpan.FromSeconds(50));
        await CloseAsync("T1", Post, "C1", TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Null(await EnterAsync(channel: "C2"));
        await CloseAsync("T1", Post, "C2", TimeSpan.FromSeconds(50));

        var gates = await _gate.ListAsync(CancellationToken.None);
        Assert.Equal(["T1/chat.postMessage/C1", "T1/chat.postMessage/C2"], gates.Select(gate => gate.Gate));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(100)], gates.Select(gate => gate.Closure));
        Assert.Equal((In(50), In(50)), (gates[1].ClosedFor, gates[1].OpensIn));

        // Open for a while, it is closed anew.
        _clock.Advance(TimeSpan.FromSeconds(90));
        await CloseAsync("T1", Post, "C2", TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), (await _gate.ListAsync(CancellationToken.None)).Single(gate => gate.Gate.EndsWith("C2", StringComparison.Ordinal)).Closure);
    }

    [Fact]
    public async Task An_operator_opens_one_gate_or_all_of_them()
    {
        foreach (var channel in (string[])["C1", "C2", "C3"])
            await CloseAsync("T1", Post, channel, TimeSpan.FromHours(1));
        Assert.Equal(0, await _gate.OpenAsync("T1/chat.postMessage/C9", CancellationToken.None));
        Assert.Equal(1, await _gate.OpenAsync("T1/chat.postMessage/C2", CancellationToken.None));
        Assert.NotNull(await EnterAsync());
        Assert.Null(await EnterAsync(channel: "C2"));
        Assert.Null(await EnterAsync(channel: "C2"));
        Assert.Equal(2, await _gate.OpenAsync(gate: null, CancellationToken.None));
        Assert.Null(await EnterAsync());
        Assert.Empty(await _gate.ListAsync(CancellationToken.None));
    }

    private async Task<List<TimeSpan?>> EnterTwentyAsync()
    {
        var turns = new List<TimeSpan?>();
        for (var i = 0; i < 20; i++)
            turns.Add(await EnterAsync());
        return turns;
    }

    private ValueTask<TimeSpan?> EnterAsync(string team = "T1", string method = Post, string channel = "C1") =>
        _gate.TryEnterAsync(new RateLimitedCall(team, method, channel), CancellationToken.None);

    private ValueTask<TimeSpan> CloseAsync(string team, string method, string channel, TimeSpan retryAfter) =>
        _gate.CloseAsync(new RateLimitedCall(team, method, channel), retryAfter, CancellationToken.None);

    private static TimeSpan In(double seconds) => TimeSpan.FromSeconds(seconds);
}
