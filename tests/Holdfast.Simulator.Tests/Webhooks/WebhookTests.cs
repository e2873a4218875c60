using System.Net;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Webhooks;

namespace Holdfast.Simulator.Tests.Webhooks;

[Trait("Req", "TM-5")]
[Trait("Req", "XP-1")]
public sealed class WebhookTests : IAsyncLifetime
{
    /// <summary>The secret, id, time, body and signature of the specification's own reference vectors.</summary>
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly HttpClient _http = new();
    private readonly FakeClock _clock = new();
    private SlackSimulator _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SlackSimulator.StartAsync(new SimulatorOptions { Time = _clock });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task What_comes_is_kept_as_it_came_and_answered_200()
    {
        var body = new byte[] { 0, 1, 2, 254, 255 };

        Assert.Equal(HttpStatusCode.OK, await PostAsync("hook", body, ("X-Thing", "one"), ("X-Thing", "two")));

        var kept = Assert.Single(_simulator.Webhooks.Requests);
        Assert.Equal((1L, "hook", "POST", "ok", _clock.GetUtcNow()), (kept.Number, kept.Name, kept.Method, kept.Outcome, kept.At));
        Assert.Equal(body, kept.Body.ToArray());
        Assert.Equal("one, two", kept.Headers["x-thing"]);
        Assert.Equal((null, null), (kept.IsVerified, kept.Problem));
    }

    [Fact]
    public void The_specifications_own_vector_is_verified()
    {
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = "1614265330",
            ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };

        Assert.Null(StandardWebhooks.Check(
            StandardWebhooks.KeyOf(Secret), headers, """{"test": 2432232314}"""u8, DateTimeOffset.FromUnixTimeSeconds(1614265330)));
    }

    [Theory]
    [InlineData("v1,{0}", 0, null)]
    [InlineData("v1,bm9wZQ== v1a,b3RoZXI= v1,{0}", 0, null)]
    [InlineData("v1,{0}", 300, null)]
    [InlineData("v1,{0}", -300, null)]
    [InlineData("v1,{0}", 301, "5 minutes")]
    [InlineData("v1,{0}", -301, "5 minutes")]
    [InlineData("v2,{0}", 0, "no signature")]
    [InlineData("{0}", 0, "no signature")]
    [InlineData("v1,bm9wZQ==", 0, "no signature")]
    [InlineData("v1,not base64", 0, "no signature")]
    public async Task Signatures_are_verified(string header, int secondsOff, string? problem)
    {
        _simulator.Webhooks.SetSecret("hook", Secret);
        var at = (_clock.GetUtcNow().ToUnixTimeSeconds() + secondsOff).ToString();
        var signature = string.Format(null, header, Sign("m1", at, "hello"));

        Assert.Equal(HttpStatusCode.OK, await PostAsync("hook", "hello"u8.ToArray(), ("webhook-id", "m1"), ("webhook-timestamp", at), ("webhook-signature", signature)));

        var kept = Assert.Single(_simulator.Webhooks.Requests);
        Assert.Equal(problem is null, kept.IsVerified);
        if (problem is null) Assert.Null(kept.Problem);
        else Assert.Contains(problem, kept.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_tampered_with_or_lacks_a_header_is_not_verified_and_other_names_are_not_checked()
    {
        _simulator.Webhooks.SetSecret("hook", Secret);
        var at = _clock.GetUtcNow().ToUnixTimeSeconds().ToString();
        (string, string)[] signed = [("webhook-id", "m1"), ("webhook-timestamp", at), ("webhook-signature", "v1," + Sign("m1", at, "hello"))];

        await PostAsync("hook", "Hello"u8.ToArray(), signed);
        foreach (var missing in signed) await PostAsync("hook", "hello"u8.ToArray(), [.. signed.Where(header => header != missing)]);
        await PostAsync("other", "hello"u8.ToArray(), signed);

        Assert.Equal(
            ["no signature in webhook-signature is of this secret and body", "webhook-id is missing", "webhook-timestamp is missing", "webhook-signature is missing", null],
            _simulator.Webhooks.Requests.Select(request => request.Problem));
        Assert.Equal([false, false, false, false, null], _simulator.Webhooks.Requests.Select(request => request.IsVerified));
    }

    [Fact]
    public async Task It_goes_wrong_as_it_is_told_and_keeps_what_came_all_the_same()
    {
        _simulator.Faults.Add(new Fault(FaultKind.ServerError) { Method = Fault.Webhook("hook"), Status = 410, Times = 1 });
        _simulator.Faults.Add(new Fault(FaultKind.RateLimited) { Method = Fault.Webhook("hook"), RetryAfter = 9, Times = 1 });
        _simulator.Faults.Add(new Fault(FaultKind.CloseBefore) { Method = Fault.Webhook("hook"), Times = 1 });
        _simulator.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Fault.Webhook("hook"), Times = 1 });
        _simulator.Faults.Add(new Fault(FaultKind.Hang) { Method = Fault.Webhook("hook"), Times = 1 });
        _simulator.Faults.Add(new Fault(FaultKind.ServerError));

        Assert.Equal(HttpStatusCode.OK, await PostAsync("other", []));
        Assert.Equal(HttpStatusCode.Gone, await PostAsync("hook", []));
        using (var limited = await SendAsync("hook", []))
            Assert.Equal((HttpStatusCode.TooManyRequests, "9"), (limited.StatusCode, limited.Headers.GetValues("Retry-After").Single()));
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("hook", []));
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("hook", []));
        using var patience = new CancellationTokenSource();
        var hanging = SendAsync("hook", [], patience.Token);
        await _simulator.Webhooks.WaitForRequestsAsync(request => request.Outcome == "fault:Hang");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);

        Assert.Equal(HttpStatusCode.OK, await PostAsync("hook", []));
        Assert.Equal(
            ["ok", "fault:ServerError", "fault:RateLimited", "fault:CloseBefore", "fault:LoseResponse", "fault:Hang", "ok"],
            _simulator.Webhooks.Requests.Select(request => request.Outcome));
    }

    [Fact]
    public async Task A_delay_delays_and_lasts_as_long_as_it_is_told()
    {
        _simulator.Faults.Add(new Fault(FaultKind.Delay)
        {
            Method = Fault.Webhook("hook"), Delay = TimeSpan.FromSeconds(20), Duration = TimeSpan.FromSeconds(10),
        });

        var slow = PostAsync("hook", []);
        await _clock.TimerSetAsync(TimeSpan.FromSeconds(20));
        Assert.False(slow.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.OK, await slow);

        Assert.Equal(HttpStatusCode.OK, await PostAsync("hook", []));
        Assert.Equal(["fault:Delay", "ok"], _simulator.Webhooks.Requests.Select(request => request.Outcome));
    }

    [Fact]
    public async Task So_many_requests_can_be_awaited()
    {
        var three = _simulator.Webhooks.WaitForRequestsAsync(request => request.Name == "hook", count: 3);
        await PostAsync("hook", "1"u8.ToArray());
        await PostAsync("other", "x"u8.ToArray());
        await PostAsync("hook", "2"u8.ToArray());
        Assert.False(three.IsCompleted);
        await PostAsync("hook", "3"u8.ToArray());

        Assert.Equal(["1", "2", "3"], (await three).Select(request => request.Text));
        Assert.Equal("x", (await _simulator.Webhooks.WaitForRequestsAsync(request => request.Name == "other"))[0].Text);
        await Assert.ThrowsAsync<TimeoutException>(() => _simulator.Webhooks.WaitForRequestsAsync(_ => false, timeout: TimeSpan.FromMilliseconds(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _simulator.Webhooks.WaitForRequestsAsync(_ => throw new InvalidOperationException()));
    }

    [Fact]
    public async Task Only_so_much_is_kept()
    {
        for (var i = 0; i < 1_003; i++) await PostAsync("hook", []);
        Assert.Equal((1_000, 4L, 1_003L), (_simulator.Webhooks.Requests.Count, _simulator.Webhooks.Requests[0].Number, _simulator.Webhooks.Total));

        for (var i = 0; i < 66; i++) Assert.Equal(HttpStatusCode.OK, await PostAsync("hook", new byte[1024 * 1024]));
        Assert.Equal(64, _simulator.Webhooks.Requests.Count);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync("hook", new byte[(1024 * 1024) + 1]));
        Assert.Equal(1_069, _simulator.Webhooks.Total);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("")]
    [InlineData("a%0A")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg")]
    public async Task A_name_has_letters_and_digits_only(string name)
    {
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(name, []));
        Assert.Throws<ArgumentException>(() => _simulator.Webhooks.SetSecret(Uri.UnescapeDataString(name), Secret));
        Assert.Empty(_simulator.Webhooks.Requests);
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64")]
    public void A_secret_that_is_none_is_refused_and_not_quoted(string secret)
    {
        var refused = Assert.Throws<ArgumentException>(() => _simulator.Webhooks.SetSecret("hook", secret));

        Assert.True(secret.Length < 10 || !refused.Message.Contains(secret, StringComparison.Ordinal));
    }

    /// <summary>Signed as the specification describes it.</summary>
    private static string Sign(string id, string timestamp, string body) => Convert.ToBase64String(
        HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));

    private async Task<HttpStatusCode> PostAsync(string name, byte[] body, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(name, body, headers: headers);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(
        string name, byte[] body, CancellationToken gone = default, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_simulator.PageUrl, "webhooks/" + name)) { Content = new ByteArrayContent(body) };
        foreach (var (header, value) in headers) request.Headers.TryAddWithoutValidation(header, value);
        return await _http.SendAsync(request, gone);
    }
}
