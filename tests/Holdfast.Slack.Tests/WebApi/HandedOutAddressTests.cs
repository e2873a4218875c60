using System.Collections.Concurrent;
using System.Text;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Tests.Support;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Addresses;
using Holdfast.Slack.WebApi.Files;
using Holdfast.Slack.WebApi.Usergroups;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Slack.Tests.WebApi;

/// <summary>Posts to addresses that came with a payload: response_url and upload_url.</summary>
public sealed class HandedOutAddressTests
{
    private static readonly ResponseUrlMessage Hello = new() { Text = "private words" };

    [Fact]
    public async Task A_response_is_json_without_a_token()
    {
        var seen = new ConcurrentQueue<(string Path, bool HasToken, string? Type, string Body)>();
        await using var server = await RecordingAsync(seen, "ok");
        var client = Clients.To(server.ApiUrl);
        // The client knows a token from an earlier call, and keeps it to itself.
        await client.CallAsync("api.test", Clients.Token, default, CancellationToken.None).Soon();

        await client.RespondAsync(
            new Uri(server.ApiUrl, "/actions/T1/1/abc"),
            new ResponseUrlMessage
            {
                Text = "t",
                Blocks = [new DividerBlock()],
                ResponseType = ResponseUrlMessage.InChannel,
                ReplaceOriginal = false,
                ThreadTs = new SlackTs("1.000001"),
            },
            CancellationToken.None).Soon();
        await client.RespondAsync(new Uri(server.ApiUrl, "/actions/2"), new ResponseUrlMessage { DeleteOriginal = true }.ToJson(), CancellationToken.None).Soon();

        Assert.Equal(
        [
            ("/actions/T1/1/abc", false, "application/json; charset=utf-8",
                """{"text":"t","blocks":[{"type":"divider"}],"response_type":"in_channel","replace_original":false,"thread_ts":"1.000001"}"""),
            ("/actions/2", false, "application/json; charset=utf-8", """{"delete_original":true}"""),
        ], seen.Skip(1));
    }

    [Fact]
    public async Task A_file_goes_up_in_three_steps()
    {
        var seen = new ConcurrentQueue<(string Path, bool HasToken, string? Type, string Body)>();
        var server = (LoopbackServer?)null;
        await using var running = server = await LoopbackServer.StartAsync(async context =>
        {
            await RecordAsync(context, seen);
            await context.Response.WriteAsync(context.Request.Path.Value!.Split('/')[^1] switch
            {
                "files.getUploadURLExternal" => $$"""{"ok":true,"upload_url":"{{new Uri(server!.ApiUrl, "/upload/v1/x")}}","file_id":"F1"}""",
                "files.completeUploadExternal" => """{"ok":true,"files":[{"id":"F1","title":"log","mimetype":"text/plain"}]}""",
                _ => "OK - 3",
            });
        });
        var client = Clients.To(server.ApiUrl);

        var place = await client.CallAsync(new FilesGetUploadURLExternalRequest { Filename = "a b.txt", Length = 3 }, Clients.Token, CancellationToken.None).Soon();
        await client.UploadAsync(new Uri(place.UploadUrl!), new byte[] { 0x61, 0, 0x62 }, CancellationToken.None).Soon();
        var done = await client.CallAsync(
            new FilesCompleteUploadExternalRequest { Files = [new UploadedFile { Id = place.FileId!, Title = "log" }], ChannelId = new ChannelId("C1") },
            Clients.Token, CancellationToken.None).Soon();

        Assert.Equal(("F1", "log"), (done.Files[0].Id, done.Files[0].Title));
        Assert.Equal(
        [
            ("/api/files.getUploadURLExternal", true, "application/x-www-form-urlencoded", "filename=a%20b.txt&length=3"),
            ("/upload/v1/x", false, "application/octet-stream", "a\0b"),
            ("/api/files.completeUploadExternal", true, "application/json; charset=utf-8", """{"files":[{"id":"F1","title":"log"}],"channel_id":"C1"}"""),
        ], seen);
    }

    [Fact]
    public async Task A_user_groups_members_are_read()
    {
        var seen = new ConcurrentQueue<(string Path, bool HasToken, string? Type, string Body)>();
        await using var server = await RecordingAsync(seen, """{"ok":true,"users":["U1",7,"U2"]}""");
        var group = await Clients.To(server.ApiUrl).CallAsync(new UsergroupsUsersListRequest { Usergroup = "S1" }, Clients.Token, CancellationToken.None).Soon();
        Assert.Equal(["U1", "U2"], group.Users.Where(user => user != default).Select(user => user.Value));
        Assert.Equal("usergroup=S1", Assert.Single(seen).Body);
    }

    [Theory, Trait("Req", "CX-7")]
    [InlineData("https://hooks.slack.com/actions/T1/1/abc", true)]
    [InlineData("https://slack.com/x", true)]
    [InlineData("https://files.slack.com/upload/v1/x", true)]
    [InlineData("https://HOOKS.SLACK.COM/x", true)]
    [InlineData("https://hooks.slack-gov.com/x", true)]
    [InlineData("http://api.test:8080/response/1", true)]
    [InlineData("http://hooks.slack.com/x", false)]
    [InlineData("https://hooks.slack.com:8443/x", false)]
    [InlineData("https://evilslack.com/x", false)]
    [InlineData("https://slack.com.evil.example/x", false)]
    [InlineData("https://hooks.slack.com@evil.example/x", false)]
    [InlineData("https://user:secret@hooks.slack.com/x", false)]
    [InlineData("https://evil.example/hooks.slack.com", false)]
    [InlineData("http://169.254.169.254/latest/meta-data", false)]
    [InlineData("http://127.0.0.1/admin", false)]
    [InlineData("http://api.test/other-port", false)]
    [InlineData("https://api.test:8080/other-scheme", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/relative", false)]
    public void Only_slacks_own_addresses_are_trusted(string address, bool trusted) =>
        Assert.Equal(trusted, new TrustedAddresses(new Uri("http://api.test:8080/api/")).Contains(new Uri(address, UriKind.RelativeOrAbsolute)));

    [Fact, Trait("Req", "CX-7")]
    public async Task An_untrusted_address_is_refused_without_a_word_sent()
    {
        var requests = 0;
        await using var elsewhere = await LoopbackServer.StartAsync(_ =>
        {
            requests++;
            return Task.CompletedTask;
        });
        var client = Clients.To(new Uri("https://slack.com/api/"));
        var failure = await Assert.ThrowsAsync<SlackException>(
            () => client.RespondAsync(new Uri(elsewhere.ApiUrl, "secret"), Hello, CancellationToken.None).Soon());
        Assert.Equal((SlackErrors.UntrustedAddress, false, false), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown));
        Assert.Equal(0, requests);
    }

    [Theory, Trait("Req", "RS-5"), Trait("Req", "RS-6"), Trait("Req", "CX-7")]
    //          status, body, error or null, transient, outcome unknown
    [InlineData(200, "ok", null, false, false)]
    [InlineData(200, "", null, false, false)]
    [InlineData(200, """{"ok":true}""", null, false, false)]
    [InlineData(200, """{"ok":false,"error":"no_text"}""", "no_text", false, false)]
    [InlineData(200, """{"ok":false}""", "invalid_response", true, true)]
    [InlineData(200, " <html>Sign in</html>", "invalid_response", true, true)]
    [InlineData(404, """{"ok":false,"error":"used_url"}""", "used_url", false, false)]
    [InlineData(404, "expired_url\n", "expired_url", false, false)]
    [InlineData(400, "some words of a stranger", "http_400", true, true)]
    [InlineData(404, "", "http_404", true, true)]
    [InlineData(302, "", "http_302", true, false)]
    [InlineData(429, "", "ratelimited", true, false)]
    [InlineData(503, """{"ok":true}""", "http_503", true, true)]
    public async Task Every_kind_of_answer_is_judged(int status, string body, string? error, bool transient, bool unknown)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });
        var logs = new RecordingLogs();
        var client = Clients.To(server.ApiUrl, logger: new Logger<SlackWebClient>(logs));
        var address = new Uri(server.ApiUrl, "/actions/secret-path?secret=1");
        if (error is null)
        {
            await client.RespondAsync(address, Hello, CancellationToken.None).Soon();
            return;
        }

        var failure = await Assert.ThrowsAsync<SlackException>(() => client.RespondAsync(address, Hello, CancellationToken.None).Soon());
        Assert.Equal((error, transient, unknown, status), (failure.Error, failure.IsTransient, failure.IsOutcomeUnknown, failure.HttpStatus));
        Assert.DoesNotContain("secret", $"{failure} {logs.All} {Hello}", StringComparison.Ordinal);
        Assert.DoesNotContain("private", $"{failure} {logs.All} {Hello}", StringComparison.Ordinal);
    }

    [Fact, Trait("Req", "RS-6"), Trait("Req", "CX-7")]
    public async Task A_lost_answer_has_an_unknown_outcome_and_does_not_tell_the_address()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        var failure = await Assert.ThrowsAsync<SlackException>(
            () => Clients.To(server.ApiUrl).RespondAsync(new Uri(server.ApiUrl, "/actions/secret"), Hello, CancellationToken.None).Soon());
        Assert.Equal(("response_url", "network", true, true), (failure.Method, failure.Error, failure.IsTransient, failure.IsOutcomeUnknown));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact, Trait("Req", "RS-6")]
    public async Task An_upload_has_a_time_limit_of_its_own()
    {
        var clock = new FakeClock();
        var arrived = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var upload = Clients.To(server.ApiUrl, time: clock).UploadAsync(new Uri(server.ApiUrl, "/upload"), new byte[1], CancellationToken.None);
        await arrived.Task.Soon();
        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(upload.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("timeout", (await Assert.ThrowsAsync<SlackException>(() => upload.Soon())).Error);
    }

    private static Task<LoopbackServer> RecordingAsync(ConcurrentQueue<(string Path, bool HasToken, string? Type, string Body)> seen, string answer) =>
        LoopbackServer.StartAsync(async context =>
        {
            await RecordAsync(context, seen);
            await context.Response.WriteAsync(context.Request.Path == "/api/api.test" ? """{"ok":true}""" : answer);
        });

    private static async Task RecordAsync(HttpContext context, ConcurrentQueue<(string Path, bool HasToken, string? Type, string Body)> seen)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        seen.Enqueue((context.Request.Path, context.Request.Headers.Authorization.Count > 0, context.Request.ContentType, await reader.ReadToEndAsync()));
    }
}
