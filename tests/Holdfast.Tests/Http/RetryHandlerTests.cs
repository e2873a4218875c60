using System.Net;
using Holdfast.Http;
using Holdfast.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Http;

[Trait("Req", "TM-4")]
public sealed class RetryHandlerTests : IDisposable
{
    private const int Seed = 1;
    private static readonly Uri Address = new("https://host.test/");

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly HttpMetrics _metrics;
    private readonly Random _chance = new(Seed);

    public RetryHandlerTests() => _metrics = new HttpMetrics(_meters);

    public void Dispose()
    {
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData("POST", HttpRequestError.NameResolutionError, 3)]
    [InlineData("POST", HttpRequestError.ConnectionError, 3)]
    [InlineData("POST", HttpRequestError.SecureConnectionError, 3)]
    [InlineData("POST", HttpRequestError.ProxyTunnelError, 3)]
    [InlineData("POST", HttpRequestError.ResponseEnded, 1)]
    [InlineData("POST", HttpRequestError.Unknown, 1)]
    [InlineData("DELETE", HttpRequestError.ResponseEnded, 1)]
    [InlineData("PUT", HttpRequestError.Unknown, 1)]
    [InlineData("GET", HttpRequestError.ResponseEnded, 3)]
    [InlineData("HEAD", HttpRequestError.Unknown, 3)]
    public async Task What_was_not_sent_or_only_asks_is_attempted_three_times_and_nothing_else_twice(string method, HttpRequestError error, int attempts)
    {
        using var retries = new Measured(_meters, "holdfast.http.client.retries");
        using var network = ScriptedHandler.Failing(error);
        var call = SendAsync(network, method);
        for (var failed = 1; failed < attempts; failed++)
            await PassWaitAsync(network, failed);

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => call.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None));
        Assert.Equal(error, thrown.HttpRequestError);
        Assert.Equal(attempts, network.Requests.Times);
        Assert.Equal(attempts - 1, retries.Values.Count);
    }

    [Fact]
    public async Task An_attempt_that_succeeds_is_the_last_one()
    {
        using var network = new ScriptedHandler((attempt, _) =>
            attempt == 1 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError)));
        var call = SendAsync(network, "POST");
        await PassWaitAsync(network, 1);
        using var response = await call.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.Equal((HttpStatusCode.InternalServerError, 2), (response.StatusCode, network.Requests.Times));
    }

    [Fact]
    public async Task An_answer_that_could_not_be_read_is_not_asked_for_again()
    {
        using var network = new ScriptedHandler((_, _) =>
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut off", inner: null, HttpStatusCode.OK));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(network, "GET"));
        Assert.Equal(1, network.Requests.Times);
    }

    [Fact]
    public async Task The_caller_ends_the_wait_between_attempts()
    {
        using var cancel = new CancellationTokenSource();
        using var network = ScriptedHandler.Failing(HttpRequestError.ConnectionError);
        var call = SendAsync(network, "POST", cancel.Token);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None));
        Assert.Equal(1, network.Requests.Times);
    }

    /// <summary>The wait is half to all of one that doubles; which share of it, chance decides, here the same chance again.</summary>
    private async Task PassWaitAsync(ScriptedHandler network, int failed)
    {
        var whole = RetryHandler.FirstDelay * Math.Pow(2, failed - 1);
        var wait = TimeSpan.FromMilliseconds(Math.Truncate((whole * (0.5 + (_chance.NextDouble() / 2))).TotalMilliseconds));
        await _clock.TimerSetAsync(wait);
        Assert.InRange(wait, whole / 2, whole);
        Assert.Equal(failed, network.Requests.Times);
        _clock.Advance(wait);
        await network.Requests.AtLeastAsync(failed + 1);
    }

    private async Task<HttpResponseMessage> SendAsync(ScriptedHandler network, string method, CancellationToken cancellationToken = default)
    {
        using var handler = new RetryHandler(HttpPurpose.Webhook, _metrics, new Random(Seed), _clock, NullLogger<RetryHandler>.Instance, network);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(new HttpMethod(method), Address);
        return await invoker.SendAsync(request, cancellationToken);
    }
}
