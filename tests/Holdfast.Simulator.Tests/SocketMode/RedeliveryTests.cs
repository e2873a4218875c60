using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.SocketMode;

[Trait("Req", "RS-1")]
public sealed class RedeliveryTests
{
    private static readonly SimulatorOptions NoTwins = new() { EmitMessageTwins = false };

    [Fact]
    public async Task What_a_dead_connection_owed_comes_first_on_the_next_one()
    {
        await using var simulator = await SlackSimulator.StartAsync(NoTwins);
        var first = await RawSocket.OpenAsync(simulator);
        simulator.World.MentionBot("C0GENERAL", "U0ADA", "one");
        var before = await first.NextAsync();
        var closed = simulator.Sockets.WaitForMomentAsync(moment => moment.What == "closed");
        first.Abort();
        await closed;
        simulator.World.MentionBot("C0GENERAL", "U0ADA", "two");

        await using var second = await RawSocket.OpenAsync(simulator);
        var again = await second.NextAsync();
        var newer = await second.NextAsync();

        Assert.Equal(before.GetProperty("payload").Text("event_id"), again.GetProperty("payload").Text("event_id"));
        Assert.Equal(before.Text("envelope_id"), again.Text("envelope_id"));
        Assert.Equal(1, again.GetProperty("retry_attempt").GetInt32());
        Assert.EndsWith("two", newer.GetProperty("payload").GetProperty("event").Text("text"), StringComparison.Ordinal);
        Assert.Equal(0, newer.GetProperty("retry_attempt").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unanswered_envelope_comes_again_after_each_delay_and_is_then_given_up(bool newIds)
    {
        var clock = new FakeClock();
        await using var simulator = await SlackSimulator.StartAsync(NoTwins with
        {
            Time = clock,
            SocketMode = new SocketModeOptions { NewEnvelopeIdOnRetry = newIds, PingInterval = TimeSpan.Zero },
        });
        await using var socket = await RawSocket.OpenAsync(simulator);
        simulator.World.MentionBot("C0GENERAL", "U0ADA", "one");
        var first = await socket.NextAsync();

        var attempt = 0;
        foreach (var seconds in (int[])[3, 60, 300])
        {
            await simulator.Sockets.WaitForEnvelopeAsync(record => record.Deliveries.Count == attempt + 1);
            clock.Advance(TimeSpan.FromSeconds(seconds + 1));
            var again = await socket.NextAsync();
            attempt++;
            Assert.Equal(attempt, again.GetProperty("retry_attempt").GetInt32());
            Assert.Equal("timeout", again.Text("retry_reason"));
            Assert.Equal(first.GetProperty("payload").Text("event_id"), again.GetProperty("payload").Text("event_id"));
            Assert.Equal(newIds, first.Text("envelope_id") != again.Text("envelope_id"));
        }

        await simulator.Sockets.WaitForEnvelopeAsync(record => record.Deliveries.Count == 4);
        clock.Advance(TimeSpan.FromSeconds(4));
        await simulator.Sockets.WaitForEnvelopeAsync(record => record.IsGivenUp);
        Assert.Equal(0, simulator.Sockets.UnackedEnvelopes);
    }

    [Fact]
    public async Task A_new_envelope_is_not_held_up_by_an_older_one_on_a_longer_delay()
    {
        var clock = new FakeClock();
        await using var simulator = await SlackSimulator.StartAsync(NoTwins with { Time = clock });
        await using var socket = await RawSocket.OpenAsync(simulator);
        simulator.World.MentionBot("C0GENERAL", "U0ADA", "old");
        await socket.NextAsync();
        await simulator.Sockets.WaitForEnvelopeAsync(record => record.Deliveries.Count == 1);
        clock.Advance(TimeSpan.FromSeconds(4));
        await socket.NextAsync();
        await simulator.Sockets.WaitForEnvelopeAsync(record => record.Deliveries.Count == 2);

        var ts = simulator.World.MentionBot("C0GENERAL", "U0ADA", "new");
        await socket.NextAsync();
        await simulator.Sockets.WaitForEnvelopeAsync(record => record.MessageTs == ts && record.Deliveries.Count == 1);
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.EndsWith("new", (await socket.NextAsync()).GetProperty("payload").GetProperty("event").Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_acknowledged_envelope_never_comes_again()
    {
        var clock = new FakeClock();
        await using var simulator = await SlackSimulator.StartAsync(NoTwins with { Time = clock });
        await using var socket = await RawSocket.OpenAsync(simulator);
        simulator.World.MentionBot("C0GENERAL", "U0ADA", "one");
        await socket.AckAsync(await socket.NextAsync());
        await simulator.Sockets.WaitForEnvelopeAsync(record => record.AckedAt is not null);

        clock.Advance(TimeSpan.FromSeconds(10));
        simulator.World.MentionBot("C0GENERAL", "U0ADA", "two");

        Assert.EndsWith("two", (await socket.NextAsync()).GetProperty("payload").GetProperty("event").Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interaction_nobody_can_take_is_given_up_at_once()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        using var payload = System.Text.Json.JsonDocument.Parse("""{"type":"block_actions"}""");

        var record = await simulator.Sockets.SendInteractiveAsync(payload.RootElement);

        Assert.True(record.IsGivenUp);
    }

    [Fact]
    public async Task A_bot_that_connects_anew_before_it_leaves_is_never_without_a_socket()
    {
        await using var simulator = await SlackSimulator.StartAsync(NoTwins);
        await using var old = await RawSocket.OpenAsync(simulator);
        var since = DateTimeOffset.UtcNow;
        simulator.Sockets.Refresh(reason: "warning");
        Assert.Equal("warning", (await old.NextAsync()).Text("reason"));

        await using var replacement = await RawSocket.OpenAsync(simulator);
        simulator.World.MentionBot("C0GENERAL", "U0ADA", "to the new one");
        await replacement.AckAsync(await replacement.NextAsync());
        var closed = simulator.Sockets.WaitForMomentAsync(moment => moment.What == "closed");
        await old.CloseAsync();
        await closed;

        Assert.Equal(1, simulator.Sockets.LowestOpenSince(since));
    }
}
