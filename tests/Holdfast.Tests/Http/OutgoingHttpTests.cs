using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Http;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Testing;
using Holdfast.Tests.Deliveries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Http;

/// <summary>The whole chain, over real connections.</summary>
[Trait("Req", "TM-4")]
public sealed class OutgoingHttpTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private HttpMetrics _metrics = null!;
    private OutgoingHttp _http = null!;
    private FakeSlack _slack = null!;

    public async ValueTask InitializeAsync()
    {
        _metrics = new HttpMetrics(_meters);
        _http = new OutgoingHttp(_metrics, _clock, NullLoggerFactory.Instance);
        _slack = await FakeSlack.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _slack.DisposeAsync();
        _http.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_refused_connection_is_tried_three_times_and_known_not_to_have_been_a_request()
    {
        using var metrics = new HttpMetrics(_meters);
        using var http = new OutgoingHttp(metrics, TimeProvider.System, NullLoggerFactory.Instance);
        using var attempts = new Measured(_meters, "holdfast.http.client.request.duration");
        using var client = http.CreateClient(HttpPurpose.Slack);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var slack = Client(client, new Uri($"http://127.0.0.1:{port}/api/"), TimeProvider.System);
        var thrown = await Assert.ThrowsAsync<SlackException>(() => CallAsync(slack));
        Assert.Equal(("network", true, false), (thrown.Error, thrown.IsTransient, thrown.IsOutcomeUnknown));
        Assert.Equal(3, attempts.Values.Count);
        Assert.All(attempts.Values, attempt => Assert.Equal("purpose=slack server.address=127.0.0.1 outcome=no_connection", attempt.Tags));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_post_that_left_is_never_sent_again_however_its_connection_ends(bool reset)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = new Counted("requests");
        var serving = TakeAndHangUpAsync(listener, taken, reset);
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var client = _http.CreateClient(HttpPurpose.Webhook);

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using var response = await client.PostAsync(address, new StringContent("once"), CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
        });

        Assert.False(thrown.WasNotSent);
        Assert.Equal(1, taken.Times);
        listener.Stop();
        await serving;
    }

    [Fact]
    public async Task A_silent_host_opens_its_breaker_and_calls_of_it_fail_at_once_as_not_sent()
    {
        using var refused = new Measured(_meters, "holdfast.http.client.breaker.refused");
        using var client = _http.CreateClient(HttpPurpose.Slack);
        var slack = Client(client, _slack.Address, _clock);
        Silence();
        await OpenAsync(slack);

        var thrown = await Assert.ThrowsAsync<SlackException>(() => CallAsync(slack));
        Assert.Equal(("host_unavailable", true, false, TimeSpan.FromSeconds(2)), (thrown.Error, thrown.IsTransient, thrown.IsOutcomeUnknown, thrown.RetryAfter));
        Assert.Equal("purpose=slack server.address=127.0.0.1", Assert.Single(refused.Values).Tags);
        Assert.Equal(10, _slack.Calls.Count);

        // A host that is called for another purpose is another matter.
        _slack.Answer("chat.postMessage", """{"ok":true}""");
        using var sockets = _http.CreateClient(HttpPurpose.SlackSockets);
        await CallAsync(Client(sockets, _slack.Address, _clock));

        // So is what comes of the probe: an answer, whatever it says.
        _slack.Answer("chat.postMessage", "<html>", status: 500);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("http_500", (await Assert.ThrowsAsync<SlackException>(() => CallAsync(slack))).Error);
        Assert.Equal("http_500", (await Assert.ThrowsAsync<SlackException>(() => CallAsync(slack))).Error);
    }

    [Fact]
    public async Task Answers_of_every_status_keep_it_closed()
    {
        using var client = _http.CreateClient(HttpPurpose.Slack);
        var slack = Client(client, _slack.Address, _clock);
        foreach (var status in (int[])[500, 503, 429, 404, 200])
        {
            _slack.Answer("chat.postMessage", "{}", status);
            for (var i = 0; i < 12; i++)
                Assert.NotEqual("host_unavailable", (await Assert.ThrowsAsync<SlackException>(() => CallAsync(slack))).Error);
        }
    }

    [Fact]
    public async Task What_a_caller_gives_up_on_counts_neither_way()
    {
        using var client = _http.CreateClient(HttpPurpose.Slack);
        var slack = Client(client, _slack.Address, _clock);
        Silence();
        for (var i = 1; i <= 15; i++)
        {
            using var cancel = new CancellationTokenSource();
            var call = CallAsync(slack, cancel.Token);
            await _slack.Called.AtLeastAsync(i);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        Assert.Null(_http.BreakerOf(HttpPurpose.Slack, _slack.Address).OpenSince);
    }

    [Fact]
    public void A_purpose_without_breakers_has_none_to_be_asked_for() =>
        Assert.Throws<ArgumentException>(() => _http.BreakerOf(HttpPurpose.Model, _slack.Address));

    private static async Task TakeAndHangUpAsync(TcpListener listener, Counted taken, bool reset)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptTcpClientAsync();
                var buffer = new byte[4096];
                var text = "";
                while (!text.EndsWith("once", StringComparison.Ordinal) && await connection.GetStream().ReadAsync(buffer) is var read and > 0)
                    text += Encoding.UTF8.GetString(buffer, 0, read);
                taken.Happened();
                if (reset)
                    connection.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped: the test is over.
        }
    }

    private void Silence() => _slack.Answers["chat.postMessage"] = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

    private async Task OpenAsync(SlackWebClient slack)
    {
        var calls = Enumerable.Range(0, 10).Select(_ => CallAsync(slack)).ToList();
        await _slack.Called.AtLeastAsync(10);
        _clock.Advance(TimeSpan.FromSeconds(10));
        foreach (var call in calls)
            Assert.Equal("timeout", (await Assert.ThrowsAsync<SlackException>(() => call)).Error);
    }

    private static SlackWebClient Client(HttpClient client, Uri address, TimeProvider time) =>
        new(client, new SlackWebClientOptions { ApiUrl = address }, time, NullLogger<SlackWebClient>.Instance);

    private static Task<SlackResponse> CallAsync(SlackWebClient slack, CancellationToken cancellationToken = default) =>
        slack.CallAsync("chat.postMessage", "xoxb-1", "{}"u8.ToArray(), cancellationToken).WaitAsync(Patience, CancellationToken.None);
}
