using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Http;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Notifications.Webhooks;
using Holdfast.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Notifications.Webhooks;

[Trait("Req", "TM-5")]
public sealed class WebhookNotificationChannelTests : IAsyncLifetime
{
    private const string Secret = "correct horse battery staple";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly HttpMetrics _metrics;
    private readonly OutgoingHttp _http;
    private readonly RecordedLogs<WebhookNotificationChannel> _logs = new();
    private readonly NotificationOptions _options = new() { WebhookSecret = Secret };
    private WebhookEndpoint _endpoint = null!;
    private WebhookNotificationChannel _channel = null!;

    public WebhookNotificationChannelTests()
    {
        _metrics = new HttpMetrics(_meters);
        _http = new OutgoingHttp(_metrics, _clock, NullLoggerFactory.Instance);
    }

    public async ValueTask InitializeAsync()
    {
        _endpoint = await WebhookEndpoint.StartAsync();
        _options.WebhookUrl = _endpoint.Address;
        var client = _http.CreateClient(HttpPurpose.Webhook with { Limit = _options.WebhookTimeout });
        _channel = new WebhookNotificationChannel(client, Options.Create(_options), _clock, _logs);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task A_request_says_what_and_where_and_proves_who_sent_it()
    {
        var notification = Sample() with { User = "U1", Conversation = NotificationBench.Thread, Data = new Dictionary<string, string> { ["timer_id"] = "7" } };
        Assert.IsType<SendOutcome.Sent>(await SendAsync(notification));

        var (path, headers, body) = Assert.Single(_endpoint.Requests);
        Assert.Equal(("/hooks/holdfast?x=1", "application/json"), (path, headers.ContentType.ToString()));
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString();
        Assert.Equal((notification.Id.ToString(), timestamp), (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString()));
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{notification.Id}.{timestamp}."), .. body];
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed)), headers["webhook-signature"].ToString());
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse($$"""
                {"id":"{{notification.Id}}","kind":"timer","text":"tea is ready","at":"2026-11-22T12:00:00+00:00","user":"U1",
                 "conversation":{"team":"T1","channel":"C1","thread":"1700000000.000100"},"data":{"timer_id":"7"} }
                """),
            JsonElement.Parse(body)));
    }

    [Fact]
    [Trait("Req", "XP-12")]
    public async Task While_a_secret_is_exchanged_both_sign_and_the_new_one_comes_first()
    {
        _options.PreviousWebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        await SendAsync(Sample());

        var (_, headers, body) = Assert.Single(_endpoint.Requests);
        var (id, timestamp) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        Assert.Equal(
            [.. ((string[])[Secret, _options.PreviousWebhookSecret]).Select(secret => RequestSignature.Sign(RequestSignature.KeyOf(secret), id, timestamp, body))],
            headers["webhook-signature"].ToString().Split(' '));
    }

    [Fact]
    public async Task Another_attempt_has_another_time_and_signature_but_the_same_id_and_body()
    {
        var notification = Sample();
        await SendAsync(notification);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await SendAsync(notification);
        var (first, second) = (_endpoint.Requests.First(), _endpoint.Requests.Last());
        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.Equal(first.Body, second.Body);
        Assert.NotEqual(first.Headers["webhook-timestamp"], second.Headers["webhook-timestamp"]);
        Assert.NotEqual(first.Headers["webhook-signature"], second.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(200, "Sent")]
    [InlineData(204, "Sent")]
    [InlineData(301, "Refused")]
    [InlineData(304, "Refused")]
    [InlineData(400, "Refused")]
    [InlineData(401, "Refused")]
    [InlineData(404, "Refused")]
    [InlineData(410, "Refused")]
    [InlineData(408, "Failed")]
    [InlineData(429, "Failed")]
    [InlineData(500, "Failed")]
    [InlineData(503, "Failed")]
    [InlineData(599, "Failed")]
    public async Task Each_status_means_what_it_means(int status, string outcome)
    {
        _endpoint.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        var ended = await SendAsync(Sample());
        Assert.Equal(outcome, ended.GetType().Name);
        Assert.Equal(outcome == "Sent" ? null : $"http_{status}", ended is SendOutcome.Failed failed ? failed.Error : (ended as SendOutcome.Refused)?.Error);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Sun, 22 Nov 2026 12:01:00 GMT", 60)]
    [InlineData("soon", null)]
    public async Task How_long_the_endpoint_asks_to_be_left_alone_is_passed_on(string header, int? seconds)
    {
        _endpoint.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        };
        Assert.Equal(new SendOutcome.Failed("http_429", seconds is { } s ? TimeSpan.FromSeconds(s) : null), await SendAsync(Sample()));
    }

    [Fact]
    public async Task A_redirect_to_itself_is_not_followed()
    {
        _endpoint.Answer = context =>
        {
            context.Response.Redirect(_endpoint.Address.ToString(), permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        Assert.Equal(new SendOutcome.Refused("http_307"), await SendAsync(Sample()));
        Assert.Single(_endpoint.Requests);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task Of_an_answer_of_any_length_only_the_head_counts(int status)
    {
        _endpoint.Answer = async context =>
        {
            context.Response.StatusCode = status;
            for (var i = 0; i < 10 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(new byte[1_000_000]);
        };
        Assert.Equal(status == 200 ? new SendOutcome.Sent() : new SendOutcome.Failed("http_500"), await SendAsync(Sample()));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_after_its_head_was_one()
    {
        using var endpoint = new RawEndpoint(async (stream, enough) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"u8.ToArray(), enough);
            stream.Socket.Shutdown(SocketShutdown.Send);
        });
        _options.WebhookUrl = endpoint.Address;
        Assert.Equal(new SendOutcome.Sent(), await SendAsync(Sample()));
        await endpoint.StopAsync();
    }

    [Fact]
    public async Task An_endless_header_is_no_answer()
    {
        using var endpoint = new RawEndpoint(async (stream, enough) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nX-Endless: "u8.ToArray(), enough);
            while (true)
                await stream.WriteAsync(new byte[8_192].Select(_ => (byte)'x').ToArray(), enough);
        });
        _options.WebhookUrl = endpoint.Address;
        Assert.Equal(new SendOutcome.Failed("no_answer"), await SendAsync(Sample()));
        await endpoint.StopAsync();
    }

    [Fact]
    public async Task An_endpoint_that_hangs_is_given_up_when_its_time_is_over()
    {
        var released = new TaskCompletionSource();
        _endpoint.Answer = _ => released.Task;
        var sending = SendAsync(Sample());
        await _endpoint.Called.AtLeastAsync(1);
        _clock.Advance(_options.WebhookTimeout - TimeSpan.FromTicks(1));
        Assert.False(sending.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(new SendOutcome.Failed("timeout"), await sending);
        released.SetResult();
    }

    [Fact]
    public async Task A_stop_of_the_server_is_no_failure_of_the_endpoint()
    {
        var released = new TaskCompletionSource();
        _endpoint.Answer = _ => released.Task;
        using var stopping = new CancellationTokenSource();
        var sending = _channel.SendAsync(Sample(), stopping.Token).AsTask();
        await _endpoint.Called.AtLeastAsync(1);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Patience, CancellationToken.None));
        released.SetResult();
    }

    [Fact]
    public async Task It_counts_as_down_after_three_failures_in_a_row_until_it_answers_or_five_minutes_are_over()
    {
        _endpoint.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        foreach (var _ in (int[])[1, 2, 3])
        {
            Assert.Null(_channel.DownBecause);
            await SendAsync(Sample());
        }

        Assert.NotNull(_channel.DownBecause);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(_channel.DownBecause);
        await SendAsync(Sample());
        Assert.NotNull(_channel.DownBecause);

        _endpoint.Answer = _ => Task.CompletedTask;
        await SendAsync(Sample());
        Assert.Null(_channel.DownBecause);
    }

    [Fact]
    [Trait("Req", "TM-4")]
    public async Task A_host_that_answers_nobody_is_left_alone_and_that_is_no_attempt()
    {
        _endpoint.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        SendOutcome outcome;
        while ((outcome = await SendAsync(Sample())) is SendOutcome.Failed)
            Assert.InRange(_endpoint.Requests.Count, 1, 10);
        Assert.InRange(Assert.IsType<SendOutcome.Unavailable>(outcome).RetryAfter, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    [Trait("Req", "CX-7")]
    public async Task Nothing_of_the_secret_the_address_or_the_text_is_logged()
    {
        _endpoint.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal(new SendOutcome.Failed("no_answer"), await SendAsync(Sample()));
        Assert.NotEmpty(_logs.Lines);
        Assert.All(_logs.Lines, line =>
        {
            foreach (var part in (string[])["horse", "x=1", "tea is ready"])
                Assert.DoesNotContain(part, $"{line.Text} {line.Error}", StringComparison.Ordinal);
        });
    }

    private Notification Sample() => new() { Id = ItemId.New(_clock), Kind = NotificationKinds.Timer, Text = "tea is ready", At = _clock.GetUtcNow() };

    private async Task<SendOutcome> SendAsync(Notification notification) =>
        await _channel.SendAsync(notification, CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None);
}
