using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Tests.Support;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Auth;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Slack.WebApi.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Slack.Tests.WebApi;

public sealed class SlackWebClientTests
{
    private static readonly ChatPostMessageRequest Post = new() { Channel = new ChannelId("C1"), Text = "hi" };

    private static Task<LoopbackServer> Answering(int status, string body, string type = "application/json", Action<HttpContext>? also = null) =>
        LoopbackServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            also?.Invoke(context);
            await context.Response.WriteAsync(body);
        });

    private static async Task<SlackException> FailureAsync(SlackWebClient client) =>
        await Assert.ThrowsAsync<SlackException>(() => client.CallAsync(Post, Clients.Token, CancellationToken.None).Soon());

    [Fact]
    public async Task Posts_json_with_the_token_in_the_header_and_reads_the_answer()
    {
        var seen = new ConcurrentQueue<(string Path, string? Auth, string? Type, string Body)>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Enqueue((context.Request.Path, context.Request.Headers.Authorization, context.Request.ContentType, await reader.ReadToEndAsync()));
            await context.Response.WriteAsync(
                """{"channel":"C1","ts":"1700000000.000100","message":{"text":"hi","ts":"1700000000.000100","user":"U1","bot_id":"B1","new_thing":[1]},"ok":true,"warning":"message_truncated"}""");
        });

        var response = await Clients.To(server.ApiUrl).CallAsync(Post, Clients.Token, CancellationToken.None).Soon();

        Assert.Equal(("/api/chat.postMessage", "Bearer " + Clients.Token, "application/json; charset=utf-8", """{"channel":"C1","text":"hi"}"""), Assert.Single(seen));
        Assert.Equal(new ChannelId("C1"), response.Channel);
        Assert.Equal("1700000000.000100", response.Ts.Value);
        Assert.Equal("B1", response.Message!.BotId!.Value.Value);
        Assert.Equal("message_truncated", response.Warning);
        Assert.Equal(1, response.Raw.GetProperty("message").GetProperty("new_thing")[0].GetInt32());
        Assert.Equal("1700000000.000100", response.GetString("ts"));
        Assert.Null(response.GetString("message"));
        Assert.Null(response.GetString("absent"));
    }

    [Theory]
    [InlineData("chat:write,im:history", new[] { "chat:write", "im:history" })]
    [InlineData("chat:write, im:history,", new[] { "chat:write", "im:history" })]
    [InlineData(null, null)]
    [Trait("Req", "CX-11")]
    public async Task The_scopes_of_the_token_are_read_where_Slack_lists_them(string? header, string[]? scopes)
    {
        await using var server = await Answering(200, """{"ok":true,"team_id":"T1","user_id":"U1"}""", also: context =>
        {
            if (header is not null)
                context.Response.Headers["x-oauth-scopes"] = header;
        });

        var typed = await Clients.To(server.ApiUrl).CallAsync(new AuthTestRequest(), Clients.Token, CancellationToken.None).Soon();
        var raw = await Clients.To(server.ApiUrl).CallAsync("auth.test", Clients.Token, default, CancellationToken.None).Soon();

        Assert.Equal(scopes, typed.GrantedScopes);
        Assert.Equal(scopes, raw.GrantedScopes);
    }

    [Fact]
    public async Task A_stored_request_sent_raw_is_the_same_request()
    {
        var bodies = new ConcurrentQueue<string>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Enqueue(await reader.ReadToEndAsync());
            await context.Response.WriteAsync("""{"ok":true,"ts":"1.2"}""");
        });
        var client = Clients.To(server.ApiUrl);
        var request = Post with { Text = "Grüße & <b>", Metadata = new MessageMetadata("holdfast_delivery", JsonElement.Parse("""{"id":"d1"}""")) };

        await client.CallAsync(request, Clients.Token, CancellationToken.None).Soon();
        var raw = await client.CallAsync(request.Method, Clients.Token, request.ToJson(), CancellationToken.None).Soon();

        Assert.Equal(["""{"channel":"C1","text":"Grüße & <b>","metadata":{"event_type":"holdfast_delivery","event_payload":{"id":"d1"}}}"""], bodies.Distinct());
        Assert.Equal(2, bodies.Count);
        Assert.Equal("1.2", raw.GetString("ts"));
    }

    [Fact]
    public async Task A_page_of_history_is_read_on_which_a_message_was_cut_within_an_emoji()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("""{"ok":true,"messages":[{"ts":"1.2","text":"half \ud83d"},{"ts":"1.1","text":"whole \ud83d\ude00"}]}"""));
        var page = await Clients.To(server.ApiUrl).CallAsync(new ConversationsHistoryRequest { Channel = new ChannelId("C1") }, Clients.Token, CancellationToken.None).Soon();
        Assert.Equal(["half \ufffd", "whole 😀"], page.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task Methods_that_do_not_read_json_get_a_form()
    {
        var seen = new ConcurrentQueue<(string? Type, string Body)>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Enqueue((context.Request.ContentType, await reader.ReadToEndAsync()));
            await context.Response.WriteAsync("""{"ok":true,"messages":[]}""");
        });
        var client = Clients.To(server.ApiUrl);

        await client.CallAsync(
            new ConversationsRepliesRequest { Channel = new ChannelId("C1"), Ts = new SlackTs("1.000001"), Limit = 4, IncludeAllMetadata = true },
            Clients.Token, CancellationToken.None).Soon();
        await client.CallAsync(
            "users.info", Clients.Token, """{"user":"ü&= +","list":[1, {"a":"b"}],"no":null,"off":false,"n":1.5}"""u8.ToArray(), CancellationToken.None).Soon();
        await client.CallAsync(new AuthTestRequest(), Clients.Token, CancellationToken.None).Soon();
        await client.CallAsync("apps.connections.open", Clients.Token, default, CancellationToken.None).Soon();

        Assert.Equal(
        [
            ("application/x-www-form-urlencoded", "channel=C1&ts=1.000001&limit=4&include_all_metadata=true"),
            ("application/x-www-form-urlencoded", "user=%C3%BC%26%3D%20%2B&list=%5B1%2C%20%7B%22a%22%3A%22b%22%7D%5D&off=false&n=1.5"),
            ("application/json; charset=utf-8", "{}"),
            ("application/x-www-form-urlencoded", ""),
        ], seen);
    }

    [Fact]
    public async Task An_api_address_without_its_last_slash_keeps_its_path()
    {
        var paths = new ConcurrentQueue<string>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            paths.Enqueue(context.Request.Path);
            await context.Response.WriteAsync("""{"ok":true}""");
        });
        await Clients.To(new Uri(server.ApiUrl.ToString().TrimEnd('/'))).CallAsync("api.test", Clients.Token, default, CancellationToken.None).Soon();
        Assert.Equal(["/api/api.test"], paths);
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("../admin")]
    [InlineData("chat..x")]
    [InlineData("")]
    public async Task A_text_that_is_no_method_is_refused_before_anything_is_sent(string method)
    {
        var client = Clients.To(new Uri("http://127.0.0.1:1/"));
        await Assert.ThrowsAsync<ArgumentException>(() => client.CallAsync(method, Clients.Token, default, CancellationToken.None).Soon());
    }

    [Theory, Trait("Req", "CX-7")]
    [InlineData("")]
    [InlineData("xoxb-secret\n")]
    [InlineData("xoxb secret")]
    public async Task A_text_that_is_no_token_is_refused_without_repeating_it(string token)
    {
        var client = Clients.To(new Uri("http://127.0.0.1:1/"));
        var thrown = await Assert.ThrowsAnyAsync<ArgumentException>(() => client.CallAsync("api.test", token, default, CancellationToken.None).Soon());
        Assert.DoesNotContain("secret", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users.info", "[1]")]
    [InlineData("users.info", "{\"a\":")]
    public async Task Arguments_that_are_no_object_are_refused_before_anything_is_sent(string method, string json)
    {
        var client = Clients.To(new Uri("http://127.0.0.1:1/"));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.CallAsync(method, Clients.Token, Encoding.UTF8.GetBytes(json), CancellationToken.None).Soon());
    }

    [Theory, Trait("Req", "RS-5"), Trait("Req", "RS-6")]
    //          status, body, error, transient, outcome unknown, auth
    [InlineData(200, """{"ok":false,"error":"channel_not_found"}""", "channel_not_found", false, false, false)]
    [InlineData(200, """{"ok":false,"error":"ratelimited"}""", "ratelimited", true, false, false)]
    [InlineData(200, """{"ok":false,"error":"rate_limited"}""", "rate_limited", true, false, false)]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""", "internal_error", true, true, false)]
    [InlineData(200, """{"ok":false,"error":"fatal_error"}""", "fatal_error", true, true, false)]
    [InlineData(200, """{"ok":false,"error":"service_unavailable"}""", "service_unavailable", true, true, false)]
    [InlineData(200, """{"ok":false,"error":"request_timeout"}""", "request_timeout", true, false, false)]
    [InlineData(200, """{"ok":false,"error":"team_added_to_org"}""", "team_added_to_org", true, false, false)]
    [InlineData(200, """{"ok":false,"error":"invalid_auth"}""", "invalid_auth", false, false, true)]
    [InlineData(200, """{"ok":false,"error":"token_revoked"}""", "token_revoked", false, false, true)]
    [InlineData(200, """{"ok":false,"error":"account_inactive"}""", "account_inactive", false, false, true)]
    [InlineData(200, """{"ok":false,"error":"<b>not a code</b>"}""", "invalid_response", true, true, false)]
    [InlineData(200, """{"ok":false,"error":"Blocked by policy"}""", "invalid_response", true, true, false)]
    [InlineData(200, """{"ok":false,"error":""}""", "invalid_response", true, true, false)]
    [InlineData(403, """{"ok":false,"error":"Blocked by policy"}""", "http_403", true, true, false)]
    [InlineData(200, """{"ok":false}""", "invalid_response", true, true, false)]
    [InlineData(200, """{"ok":"yes"}""", "invalid_response", true, true, false)]
    [InlineData(200, """{"ok":true,"ts":"1.2" """, "invalid_response", true, true, false)]
    [InlineData(200, """{"ok":true}{"ok":true}""", "invalid_response", true, true, false)]
    [InlineData(200, "[]", "invalid_response", true, true, false)]
    [InlineData(200, "", "invalid_response", true, true, false)]
    [InlineData(200, "<html>Sign in</html>", "invalid_response", true, true, false)]
    [InlineData(429, """{"ok":false,"error":"ratelimited"}""", "ratelimited", true, false, false)]
    [InlineData(429, "slow down", "ratelimited", true, false, false)]
    [InlineData(500, """{"ok":false,"error":"channel_not_found"}""", "http_500", true, true, false)]
    [InlineData(500, """{"ok":true}""", "http_500", true, true, false)]
    [InlineData(502, "<html>Bad Gateway</html>", "http_502", true, true, false)]
    [InlineData(503, "", "http_503", true, true, false)]
    [InlineData(302, "", "http_302", true, false, false)]
    [InlineData(407, "", "http_407", true, false, false)]
    [InlineData(408, "", "http_408", true, false, false)]
    [InlineData(404, "", "http_404", true, true, false)]
    [InlineData(403, """{"message":"Forbidden"}""", "http_403", true, true, false)]
    [InlineData(403, """{"ok":true}""", "http_403", true, true, false)]
    [InlineData(403, """{"ok":false,"error":"invalid_auth"}""", "invalid_auth", false, false, true)]
    public async Task Every_kind_of_failure_says_whether_to_repeat(int status, string body, string error, bool transient, bool unknown, bool auth)
    {
        await using var server = await Answering(status, body);
        var failure = await FailureAsync(Clients.To(server.ApiUrl));
        Assert.Equal((error, transient, unknown, auth), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown, failure.IsAuthFailure));
        Assert.Equal(("chat.postMessage", status), (failure.Method, failure.HttpStatus));
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
    }

    [Theory, Trait("Req", "RS-5"), Trait("Req", "RS-6")]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(418)]
    [InlineData(421)]
    [InlineData(451)]
    [InlineData(499)]
    public async Task What_is_not_Slacks_JSON_is_no_word_of_Slacks_about_the_message_whatever_its_status(int status)
    {
        await using var page = await Answering(status, "<html>Access denied</html>");
        await using var refusal = await Answering(status, """{"ok":false,"error":"channel_not_found"}""");
        var (denied, refused) = (await FailureAsync(Clients.To(page.ApiUrl)), await FailureAsync(Clients.To(refusal.ApiUrl)));
        Assert.Equal(($"http_{status}", true, true, false), (denied.Error, denied.IsTransient, denied.IsOutcomeUnknown, denied.IsSlacksWord));
        Assert.Equal(("channel_not_found", false, false, true), (refused.Error, refused.IsTransient, refused.IsOutcomeUnknown, refused.IsSlacksWord));
        Assert.Contains("proxy", denied.Message, StringComparison.Ordinal);
    }

    [Theory, Trait("Req", "RS-5")]
    [InlineData(413)]
    [InlineData(414)]
    [InlineData(431)]
    public async Task What_is_too_large_for_somebody_on_the_way_stays_so(int status)
    {
        await using var server = await Answering(status, "<html>Too large</html>");
        var failure = await FailureAsync(Clients.To(server.ApiUrl));
        Assert.Equal(($"http_{status}", false, false, false), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown, failure.IsSlacksWord));
        Assert.Contains("raise the limit", failure.Message, StringComparison.Ordinal);
    }

    [Theory, Trait("Req", "RS-5")]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("86400", 300)]
    [InlineData("99999999", 300)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData(null, null)]
    [InlineData("Fri, 02 Jan 2026 03:04:35 GMT", 30)]
    [InlineData("Fri, 02 Jan 2026 03:00:00 GMT", 0)]
    public async Task Retry_after_is_read_in_both_of_its_forms(string? header, int? seconds)
    {
        await using var server = await Answering(429, "{}", also: context =>
        {
            if (header is not null)
                context.Response.Headers.RetryAfter = header;
        });
        var failure = await FailureAsync(Clients.To(server.ApiUrl, time: new FakeClock()));
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, failure.RetryAfter);
    }

    [Fact]
    public async Task A_refusal_carries_slacks_explanations_and_scopes()
    {
        await using var server = await Answering(200,
            """{"response_metadata":{"messages":["[ERROR] must be one",7,"[ERROR] two"],"next_cursor":""},"needed":"chat:write","provided":"users:read","ok":false,"error":"missing_scope"}""");
        var failure = await FailureAsync(Clients.To(server.ApiUrl));
        Assert.Equal(["[ERROR] must be one", "[ERROR] two"], failure.Details);
        Assert.Equal(("chat:write", "users:read"), (failure.Needed, failure.Provided));
        Assert.Contains("chat:write", failure.Message, StringComparison.Ordinal);
    }

    [Fact, Trait("Req", "RS-6")]
    public async Task A_time_out_after_the_request_left_has_an_unknown_outcome()
    {
        var clock = new FakeClock();
        var arrived = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var call = FailureAsync(Clients.To(server.ApiUrl, time: clock));
        await arrived.Task.Soon();
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(10));
        var failure = await call.Soon();

        Assert.Equal(("timeout", true, true), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown));
    }

    [Fact, Trait("Req", "RS-6")]
    public async Task The_time_limit_covers_the_body_as_well()
    {
        var clock = new FakeClock();
        var begun = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("""{"ok":true,""");
            await context.Response.Body.FlushAsync();
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var call = FailureAsync(Clients.To(server.ApiUrl, time: clock));
        await begun.Task.Soon();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("timeout", (await call.Soon()).Error);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_not_a_time_out()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Clients.To(server.ApiUrl).CallAsync(Post, Clients.Token, cancel.Token).Soon());
        Assert.Equal(cancel.Token, thrown.CancellationToken);
    }

    [Fact, Trait("Req", "RS-6")]
    public async Task A_refused_connection_has_a_known_outcome()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var failure = await FailureAsync(Clients.To(new Uri($"http://127.0.0.1:{port}/api/")));
        Assert.Equal(("network", true, false, null), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown, failure.HttpStatus));
    }

    [Fact, Trait("Req", "RS-6")]
    public async Task A_connection_lost_before_the_answer_has_an_unknown_outcome()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        var failure = await FailureAsync(Clients.To(server.ApiUrl));
        Assert.Equal(("network", true, true), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown));
    }

    [Fact, Trait("Req", "RS-6")]
    public async Task An_answer_cut_off_by_the_network_has_an_unknown_outcome()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("""{"ok":true,""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var failure = await FailureAsync(Clients.To(server.ApiUrl));
        Assert.Equal(("network", true, true), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown));
    }

    [Theory, Trait("Req", "RS-16")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_huge_answer_is_not_kept(bool announced)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            var body = Encoding.UTF8.GetBytes("{\"ok\":true,\"x\":\"" + new string('x', 200_000) + "\"}");
            context.Response.ContentLength = announced ? body.Length : null;
            await context.Response.Body.WriteAsync(body);
        });
        var failure = await FailureAsync(Clients.To(server.ApiUrl, options => options.MaxResponseBytes = 100_000));
        Assert.Equal(("invalid_response", true), (failure.Error, failure.IsOutcomeUnknown));

        var response = await Clients.To(server.ApiUrl, options => options.MaxResponseBytes = 300_000)
            .CallAsync("api.test", Clients.Token, default, CancellationToken.None).Soon();
        Assert.Equal(200_000, response.GetString("x")!.Length);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            Interlocked.Increment(ref requests);
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        Assert.Equal("http_302", (await FailureAsync(Clients.To(server.ApiUrl))).Error);
        Assert.Equal(1, requests);
    }

    [Fact, Trait("Req", "TM-4")]
    public async Task A_request_that_a_handler_did_not_let_out_was_never_sent_and_says_when_to_try_again()
    {
        using var http = new HttpClient(new ShutHandler());
        var failure = await FailureAsync(new SlackWebClient(http, new SlackWebClientOptions(), TimeProvider.System, NullLogger<SlackWebClient>.Instance));
        Assert.Equal(("host_unavailable", true, false, false), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown, failure.IsAuthFailure));
        Assert.Equal((TimeSpan.FromSeconds(2), null), (failure.RetryAfter, failure.HttpStatus));
        Assert.Contains("nothing was sent", failure.Message, StringComparison.Ordinal);
    }

    [Fact, Trait("Req", "TM-4")]
    public async Task A_handler_can_tell_the_time_limit_from_a_caller_who_gives_up()
    {
        var clock = new FakeClock();
        using var watching = new WatchingHandler();
        using var http = new HttpClient(watching, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var client = new SlackWebClient(http, new SlackWebClientOptions(), clock, NullLogger<SlackWebClient>.Instance);

        var late = FailureAsync(client);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("timeout", (await late.Soon()).Error);
        Assert.False(watching.GaveUp);

        using var cancel = new CancellationTokenSource();
        var call = client.CallAsync(Post, Clients.Token, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        Assert.True(watching.GaveUp);
    }

    [Fact]
    public async Task Nothing_is_ever_repeated()
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            Interlocked.Increment(ref requests);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await FailureAsync(Clients.To(server.ApiUrl));
        Assert.Equal(1, requests);
    }

    [Fact, Trait("Req", "CX-7")]
    public async Task Neither_logs_nor_exceptions_nor_texts_hold_secrets_or_messages()
    {
        var logs = new RecordingLogs();
        await using var server = await Answering(500, """{"ok":false,"error":"x","secret":"body-secret"}""");
        var client = Clients.To(server.ApiUrl, logger: new Logger<SlackWebClient>(logs));
        var request = Post with { Text = "private words", Blocks = [new MarkdownBlock { Text = "private words" }] };
        var failure = await Assert.ThrowsAsync<SlackException>(() => client.CallAsync(request, Clients.Token, CancellationToken.None).Soon());

        var all = $"{logs.All} {failure} {request} {new ChatPostMessageResponse()}";
        Assert.Contains("chat.postMessage", all, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", all, StringComparison.Ordinal);
        Assert.DoesNotContain("private", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_read_to_the_end_with_the_threads_first_message_once()
    {
        var cursors = new ConcurrentQueue<string>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            cursors.Enqueue(form["cursor"].ToString());
            await context.Response.WriteAsync(form["cursor"].ToString() switch
            {
                "" => """{"ok":true,"messages":[{"ts":"1.000000"},{"ts":"2.000000"}],"has_more":true,"response_metadata":{"next_cursor":"c2="}}""",
                _ => """{"ok":true,"messages":[{"ts":"1.000000"},{"ts":"3.000000"}],"has_more":false,"response_metadata":{"next_cursor":""}}""",
            });
        });
        var request = new ConversationsRepliesRequest { Channel = new ChannelId("C1"), Ts = new SlackTs("1.000000") };
        var read = new List<string>();
        await foreach (var message in Clients.To(server.ApiUrl).ReadMessagesAsync(request, Clients.Token))
            read.Add(message.Ts.Value);
        Assert.Equal(["1.000000", "2.000000", "3.000000"], read);
        Assert.Equal(["", "c2="], cursors);
    }

    [Fact, Trait("Req", "RS-16")]
    public async Task A_cursor_that_never_ends_is_given_up()
    {
        await using var server = await Answering(200, """{"ok":true,"messages":[],"response_metadata":{"next_cursor":"again"}}""");
        var request = new ConversationsHistoryRequest { Channel = new ChannelId("C1") };
        await foreach (var _ in Clients.To(server.ApiUrl).ReadMessagesAsync(request, Clients.Token, maxPages: 3))
            Assert.Fail("There are no messages.");
    }

    private sealed class ShutHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new NotLetOutException();
    }

    private sealed class NotLetOutException() : HttpRequestException(HttpRequestError.ConnectionError, "not let out"), IRequestNotSent
    {
        public TimeSpan RetryAfter => TimeSpan.FromSeconds(2);
    }

    /// <summary>Never answers, and notes at the end whether it was the caller who ended it.</summary>
    private sealed class WatchingHandler : HttpMessageHandler
    {
        public bool GaveUp { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                throw new InvalidOperationException("Nothing ends this but its cancellation.");
            }
            finally
            {
                GaveUp = request.Options.TryGetValue(SlackHttp.CallerToken, out var caller) && caller.IsCancellationRequested;
            }
        }
    }
}
