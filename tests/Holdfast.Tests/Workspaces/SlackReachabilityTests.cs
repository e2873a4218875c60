using Holdfast.Diagnostics;
using Holdfast.Http;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Testing;
using Holdfast.Tests.Deliveries;
using Holdfast.Workspaces;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Workspaces;

[Trait("Req", "TM-4")]
public sealed class SlackReachabilityTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly Counted _asked = new("api.test");
    private HttpMetrics _metrics = null!;
    private OutgoingHttp _http = null!;
    private HttpClient _client = null!;
    private FakeSlack _slack = null!;
    private SlackWebClient _calls = null!;
    private SlackReachability _reach = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync();
        _metrics = new HttpMetrics(_meters);
        _http = new OutgoingHttp(_metrics, _clock, NullLoggerFactory.Instance);
        _client = _http.CreateClient(HttpPurpose.Slack);
        _calls = new SlackWebClient(_client, new SlackWebClientOptions { ApiUrl = _slack.Address }, _clock, NullLogger<SlackWebClient>.Instance);
        var options = Options.Create(new SlackOptions { ApiUrl = _slack.Address });
        _reach = new SlackReachability(_calls, _http, options, new LoopHealth(), _meters.Metrics, _clock, NullLogger<SlackReachability>.Instance);
        await _reach.StartAsync(None);
    }

    public async ValueTask DisposeAsync()
    {
        await _reach.StopAsync(None).WaitAsync(Patience, None);
        _reach.Dispose();
        await _slack.DisposeAsync();
        _client.Dispose();
        _http.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Deliveries_wait_while_Slack_is_asked_again_and_again_and_go_on_at_its_first_answer()
    {
        Assert.Null(_reach.Gate.ClosedBecause);
        Silence();
        await TenTimeOutsAsync();
        Assert.Equal("Slack does not answer", _reach.Gate.ClosedBecause);
        Assert.Equal(_clock.GetUtcNow(), _reach.SilentSince);

        // Each is asked although none of those before was answered.
        for (var asked = 1; asked <= 4; asked++)
        {
            await PassToNextAsync();
            await _asked.AtLeastAsync(asked);
            Assert.NotNull(_reach.Gate.ClosedBecause);
        }

        _slack.Answer("api.test", """{"ok":false,"error":"fatal_error"}""");
        await PassToNextAsync();
        await _reach.Gate.WaitAsync(None).WaitAsync(Patience, None);
        Assert.Null(_reach.SilentSince);
        Assert.Equal(5, _slack.Count("api.test"));
    }

    [Fact]
    public async Task Another_silence_closes_the_gate_again()
    {
        for (var silence = 1; silence <= 2; silence++)
        {
            Silence();
            await TenTimeOutsAsync();
            _slack.Answer("api.test", """{"ok":true}""");
            await PassToNextAsync();
            await _reach.Gate.WaitAsync(None).WaitAsync(Patience, None);
        }
    }

    [Fact]
    public async Task A_stop_ends_the_asking()
    {
        Silence();
        await TenTimeOutsAsync();
        await PassToNextAsync();
        await _asked.AtLeastAsync(1);
        await _reach.StopAsync(None).WaitAsync(Patience, None);
        Assert.True(_reach.ExecuteTask!.IsCompletedSuccessfully);
    }

    private async Task PassToNextAsync()
    {
        await _clock.TimerSetAsync(HostBreaker.ProbeInterval);
        _clock.Advance(HostBreaker.ProbeInterval);
    }

    private void Silence()
    {
        _slack.Answers["chat.postMessage"] = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        _slack.Answers["api.test"] = context =>
        {
            _asked.Happened();
            return Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
    }

    private async Task TenTimeOutsAsync()
    {
        var before = _slack.Called.Times;
        var closing = _reach.Gate.Closing;
        var calls = Enumerable.Range(0, 10).Select(_ => _calls.CallAsync("chat.postMessage", "xoxb-1", default, None)).ToList();
        await _slack.Called.AtLeastAsync(before + 10);
        _clock.Advance(TimeSpan.FromSeconds(10));
        foreach (var call in calls)
            await Assert.ThrowsAsync<SlackException>(() => call.WaitAsync(Patience, None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Patience, closing));
    }
}
