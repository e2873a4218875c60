using System.Net.WebSockets;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.SocketMode;

[Trait("Req", "XP-1")]
public sealed class FrameTests
{
    [Fact]
    public async Task Hello_comes_first_and_names_the_app_and_the_connections()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var first = await RawSocket.OpenAsync(simulator);
        await using var second = await RawSocket.OpenAsync(simulator);

        Assert.Equal("hello", first.Hello.Text("type"));
        Assert.Equal(1, first.Hello.GetProperty("num_connections").GetInt32());
        Assert.Equal(2, second.Hello.GetProperty("num_connections").GetInt32());
        Assert.Equal(18_060, first.Hello.GetProperty("debug_info").GetProperty("approximate_connection_time").GetInt32());
        Assert.Equal("A0HOLDFAST", first.Hello.GetProperty("connection_info").Text("app_id"));
    }

    [Fact]
    public async Task A_mention_arrives_as_one_frame_of_slacks_shape_and_its_twin_as_another_event()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var socket = await RawSocket.OpenAsync(simulator);
        var ts = simulator.World.MentionBot("C0GENERAL", "U0ADA", "hello");

        var mention = await socket.NextAsync();
        Assert.True(socket.LastWasOneFrame);
        var twin = await socket.NextAsync();
        var payload = mention.GetProperty("payload");
        var inner = payload.GetProperty("event");

        Assert.Equal("events_api", mention.Text("type"));
        Assert.False(mention.GetProperty("accepts_response_payload").GetBoolean());
        Assert.Equal(0, mention.GetProperty("retry_attempt").GetInt32());
        Assert.Equal("", mention.Text("retry_reason"));
        Assert.Equal("event_callback", payload.Text("type"));
        Assert.StartsWith("Ev", payload.Text("event_id"), StringComparison.Ordinal);
        Assert.Equal("U0HOLDFAST", payload.GetProperty("authorizations")[0].Text("user_id"));
        Assert.Equal("app_mention", inner.Text("type"));
        Assert.Equal(ts, inner.Text("ts"));
        Assert.Equal("<@U0HOLDFAST> hello", inner.Text("text"));
        Assert.False(inner.TryGetProperty("subtype", out _));
        Assert.False(inner.TryGetProperty("channel_type", out _));
        Assert.Equal("rich_text", inner.GetProperty("blocks")[0].Text("type"));
        Assert.Equal("message", twin.GetProperty("payload").GetProperty("event").Text("type"));
        Assert.Equal("channel", twin.GetProperty("payload").GetProperty("event").Text("channel_type"));
        Assert.NotEqual(payload.Text("event_id"), twin.GetProperty("payload").Text("event_id"));
        Assert.InRange(payload.GetRawText().Length, 900, 1_600);
    }

    [Fact]
    public async Task A_direct_message_arrives_as_message_im_only()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var socket = await RawSocket.OpenAsync(simulator);

        simulator.World.MentionBot("D0ADA", "U0ADA", "hello");
        var frame = await socket.NextAsync();

        Assert.Equal("im", frame.GetProperty("payload").GetProperty("event").Text("channel_type"));
        Assert.Single(simulator.Sockets.Envelopes);
    }

    [Fact]
    public async Task A_ticket_opens_one_connection_only()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        using var api = new Api(simulator);
        var url = (await api.FormAsync("apps.connections.open")).Text("url");
        await using var socket = await RawSocket.OpenAsync(url);

        await Assert.ThrowsAsync<WebSocketException>(() => RawSocket.OpenAsync(url));
    }

    [Fact]
    public async Task The_eleventh_connection_is_told_so_instead_of_hello()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        var sockets = new List<RawSocket>();
        for (var i = 0; i < 10; i++) sockets.Add(await RawSocket.OpenAsync(simulator));

        await using var eleventh = await RawSocket.OpenAsync(simulator);

        Assert.Equal("disconnect", eleventh.Hello.Text("type"));
        Assert.Equal("too_many_websockets", eleventh.Hello.Text("reason"));
        Assert.Equal(10, simulator.Sockets.OpenCount);
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task Disabling_tells_every_connection_and_gives_out_no_new_one()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        using var api = new Api(simulator);
        await using var socket = await RawSocket.OpenAsync(simulator);

        simulator.Sockets.Disable();

        Assert.Equal("link_disabled", (await socket.NextAsync()).Text("reason"));
        Assert.False((await api.FormAsync("apps.connections.open")).Ok());
    }

    [Fact]
    public async Task Text_that_is_no_json_and_huge_frames_can_be_sent()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var socket = await RawSocket.OpenAsync(simulator);

        simulator.Sockets.SendText("UNAUTHENTICATED: cache_error");
        simulator.Sockets.SendHuge(700_000);

        Assert.Equal("UNAUTHENTICATED: cache_error", await socket.NextTextAsync());
        Assert.InRange((await socket.NextTextAsync()).Length, 699_000, 701_000);
    }

    [Fact]
    public async Task A_frozen_connection_sends_nothing_and_says_nothing()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var frozen = await RawSocket.OpenAsync(simulator);
        simulator.Sockets.Freeze();
        var silence = frozen.NextTextAsync();
        simulator.World.MentionBot("C0GENERAL", "U0ADA", "hello");
        await simulator.Sockets.WaitForEnvelopeAsync(record => record.Deliveries.Count == 1);

        Assert.False(silence.IsCompleted);
        Assert.Equal(1, simulator.Sockets.OpenCount);
        simulator.Sockets.Drop();
        await Assert.ThrowsAnyAsync<Exception>(() => silence);
    }
}
