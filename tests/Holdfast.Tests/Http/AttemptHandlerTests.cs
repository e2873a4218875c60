using System.Net;
using Holdfast.Http;
using Holdfast.Slack;
using Holdfast.Testing;

namespace Holdfast.Tests.Http;

[Trait("Req", "TM-4")]
public sealed class AttemptHandlerTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly HttpMetrics _metrics;
    private readonly Measured _attempts;

    public AttemptHandlerTests()
    {
        _metrics = new HttpMetrics(_meters);
        _attempts = new Measured(_meters, "holdfast.http.client.request.duration");
    }

    private string Outcome => Assert.Single(_attempts.Values).Tags;

    public void Dispose()
    {
        _attempts.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_host_that_never_answers_is_waited_for_ten_seconds()
    {
        using var network = ScriptedHandler.Silent();
        var call = SendAsync(HttpPurpose.Webhook, network);
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(call.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => call.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None));
        Assert.IsType<TimeoutException>(thrown.InnerException);
        Assert.Null(thrown.StatusCode);
        Assert.Equal((10, "purpose=webhook server.address=host.test outcome=timeout"), Assert.Single(_attempts.Values));
        Assert.Equal("s", _attempts.Unit);
    }

    [Fact]
    public void No_purpose_waits_for_ever() => Assert.All(
        [HttpPurpose.Slack, HttpPurpose.SlackSockets, HttpPurpose.Model, HttpPurpose.Webhook, HttpPurpose.Tool, HttpPurpose.Mcp, HttpPurpose.Operator],
        purpose => Assert.InRange(purpose.Limit * purpose.Attempts, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(45)));

    [Fact]
    public async Task A_body_that_never_ends_is_waited_for_no_longer_than_a_head()
    {
        var body = new StalledBody();
        using var network = new ScriptedHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Accepted) { Content = body }));
        var call = SendAsync(HttpPurpose.Webhook, network);
        await body.Begun.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => call.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None));
        Assert.IsType<TimeoutException>(thrown.InnerException);
        Assert.Equal(HttpStatusCode.Accepted, thrown.StatusCode);
        Assert.EndsWith("outcome=2xx", Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_not_kept()
    {
        using var network = new ScriptedHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(new byte[(64 * 1024) + 1])) }));
        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpPurpose.Webhook, network));
        Assert.Equal((HttpRequestError.ConfigurationLimitExceeded, HttpStatusCode.OK), (thrown.HttpRequestError, thrown.StatusCode));
    }

    [Fact]
    public async Task The_callers_cancellation_stays_one()
    {
        using var cancel = new CancellationTokenSource();
        using var network = ScriptedHandler.Silent();
        var call = SendAsync(HttpPurpose.Webhook, network, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None));
        Assert.EndsWith("outcome=cancelled", Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_could_not_be_made_in_time_was_no_request()
    {
        using var network = new ScriptedHandler((_, _) => throw new TaskCanceledException("connecting took too long", new TimeoutException()));
        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpPurpose.Webhook, network));
        Assert.True(thrown.WasNotSent);
        Assert.EndsWith("outcome=no_connection", Outcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "2xx")]
    [InlineData(HttpStatusCode.SwitchingProtocols, "1xx")]
    [InlineData(HttpStatusCode.TooManyRequests, "4xx")]
    [InlineData(HttpStatusCode.BadGateway, "5xx")]
    [InlineData((HttpStatusCode)999, "other")]
    public async Task An_answer_is_counted_by_the_class_of_its_status(HttpStatusCode status, string outcome)
    {
        using var network = ScriptedHandler.Answering(status);
        using var response = await SendAsync(HttpPurpose.Model, network);
        Assert.Equal($"purpose=model server.address=host.test outcome={outcome}", Outcome);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, "no_connection")]
    [InlineData(HttpRequestError.ResponseEnded, "broken")]
    public async Task A_failure_is_counted_by_whether_there_was_a_connection(HttpRequestError error, string outcome)
    {
        using var network = ScriptedHandler.Failing(error);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpPurpose.Model, network));
        Assert.EndsWith($"outcome={outcome}", Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_the_client_above_keeps_is_a_time_out_and_no_cancellation()
    {
        using var limit = new CancellationTokenSource();
        using var network = ScriptedHandler.Silent();
        var call = SendAsync(HttpPurpose.Slack, network, isKeptAbove: true, limit.Token);
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None));
        Assert.EndsWith("outcome=timeout", Outcome, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpPurpose purpose, ScriptedHandler network, bool isKeptAbove = false, CancellationToken cancellationToken = default)
    {
        using var handler = new AttemptHandler(purpose, _metrics, _clock, network);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("https://host.test/hook?secret=1"));
        if (isKeptAbove)
            request.Options.Set(SlackHttp.CallerToken, CancellationToken.None);
        return await invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>Sends the head and then nothing more.</summary>
    private sealed class StalledBody : HttpContent
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            _begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
