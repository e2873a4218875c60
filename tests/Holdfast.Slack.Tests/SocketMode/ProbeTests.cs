using Holdfast.Slack.SocketMode;
using Holdfast.Slack.Tests.Support;

namespace Holdfast.Slack.Tests.SocketMode;

[Trait("Req", "CX-11")]
public sealed class ProbeTests
{
    [Fact]
    public async Task Leaves_properly_at_hello_and_tells_what_it_said()
    {
        await using var slack = await FakeSlack.StartAsync(new FakeSlack
        {
            Greeting = _ => """{"type":"hello","num_connections":3,"connection_info":{"app_id":"A1"}}""",
        });

        var result = await ProbeAsync(slack);

        Assert.Equal(new SocketModeProbeResult { NumConnections = 3, AppId = "A1" }, result);
        Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, await (await slack.NextSocketAsync()).Ended.Soon());
    }

    [Fact]
    public async Task Acknowledges_nothing_and_counts_what_came()
    {
        await using var slack = await FakeSlack.StartAsync(new FakeSlack
        {
            Greeting = _ => """{"type":"events_api","envelope_id":"E1","payload":{}}""",
        });
        var probing = ProbeAsync(slack);
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync("""{"type":"hello"}""");

        var result = await probing;

        Assert.Equal((null, 1), (result.Refusal, result.UnacknowledgedEnvelopes));
        await socket.Ended.Soon();
        Assert.Empty(slack.Acks);
    }

    [Theory]
    [InlineData("""{"type":"disconnect","reason":"too_many_websockets"}""", "too_many_websockets")]
    [InlineData(null, "no_hello")]
    public async Task Says_why_there_was_no_hello(string? greeting, string refusal)
    {
        await using var slack = await FakeSlack.StartAsync(new FakeSlack { Greeting = _ => greeting });

        Assert.Equal(refusal, (await ProbeAsync(slack, TimeSpan.FromMilliseconds(500))).Refusal);
    }

    [Fact]
    public async Task A_socket_that_cannot_be_connected_is_no_refusal_of_the_token()
    {
        await using var slack = await FakeSlack.StartAsync(new FakeSlack { LinkPort = 1 });

        Assert.Equal("network", (await ProbeAsync(slack)).Refusal);
    }

    [Fact]
    public async Task A_refused_token_is_Slacks_own_error()
    {
        await using var slack = await FakeSlack.StartAsync(new FakeSlack { Open = _ => (200, """{"ok":false,"error":"invalid_auth"}""") });

        Assert.Equal("invalid_auth", (await Assert.ThrowsAsync<SlackException>(() => ProbeAsync(slack))).Error);
    }

    private static async Task<SocketModeProbeResult> ProbeAsync(FakeSlack slack, TimeSpan? helloTimeout = null)
    {
        var options = new SocketModeOptions { AppToken = FakeSlack.AppToken };
        if (helloTimeout is { } limit)
            options.HelloTimeout = limit;
        using var invoker = new HttpMessageInvoker(SlackHttp.CreateHandler());
        return await new SocketModeProbe(Clients.To(slack.ApiUrl), invoker, options, TimeProvider.System).RunAsync(CancellationToken.None).Soon();
    }
}
