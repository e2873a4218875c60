using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Requests;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Slack delivers by HTTP in place of Socket Mode: to those in Slack it makes no difference, and nobody else gets in.</summary>
[Trait("Req", "RS-2")]
public sealed class RequestTests(SharedDatabase shared) : EndToEndTest
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private protected override SimulatorOptions Options => new()
    {
        SocketMode = new SocketModeOptions { RetryFailedAfter = [.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 100)] },
    };

    private (string, string)[] ByHttp => [("Slack:Transport", "Http"), ("Slack:SigningSecret", Slack.SigningSecret)];

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task What_people_say_click_and_submit_comes_by_requests_as_it_does_by_sockets()
    {
        await StartAsync([.. ByHttp, ("Operators:Users:0", Ada)]);
        await Slack.Requests.SetAsync(new RequestUrls(Server.RequestUrl));
        Assert.Equal(0, Slack.Sockets.OpenCount);

        var thread = World.MentionBot(General, Ada, "my name is Ünïcödé");
        await AnswerAsync(General, thread, "Nice to meet you, Ünïcödé.");
        World.PostAsUser(General, Ada, "say a & b + 100% = 😀", thread);
        await AnswerAsync(General, thread, "a &amp; b + 100% = 😀");
        World.PostAsUser(General, Ada, "what is my name?", thread);
        var answer = await AnswerAsync(General, thread, "Your name is");

        var (flow, click) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.True((await click.Ended).IsAcknowledged);
        Assert.Contains("Completed", flow.Json, StringComparison.Ordinal);

        Slack.Interactions.Command(Ada, General, "/holdfast", "timer 1 hour tea & cake");
        await Eventually.SeeAsync("she reads that it is set", () => World.Ephemerals.Any(message => message.EphemeralFor == Ada && message.Text.Contains("tea", StringComparison.Ordinal)));

        var (settings, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Command(Ada, General, "/holdfast", "settings"));
        var refused = await Slack.Interactions.Submit(Ada, settings.Id, new Dictionary<string, string> { ["settings.retention"] = "0" }).Ended;
        Assert.NotEmpty(refused.Errors);
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "RS-5")]
    public async Task What_is_said_while_the_server_is_down_is_repeated_by_Slack_and_answered_once()
    {
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        await StartAsync([.. ByHttp, ("Ingress:SettleTime", "00:00:03")]);
        await Slack.Requests.SetAsync(new RequestUrls(Server.RequestUrl));
        var thread = World.MentionBot(General, Ada, "message 1.");
        await AnswerAsync(General, thread, "answer to message 1.");

        await Server.KillAsync();
        World.MentionBot(General, Ada, "message 2.", thread);
        var other = World.MentionBot(General, World.Grace.Id, "message 3.");
        await Slack.Sockets.WaitForEnvelopeAsync(envelope => envelope.MessageTs == other && envelope.Deliveries.Count > 1);
        await Server.StartAsync();
        await Server.WaitUntilIdleAsync();

        Assert.Equal(["answer to message 1.", "answer to message 2."], Answers(General, thread));
        Assert.Equal(["answer to message 3."], Answers(General, other));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    [Trait("Req", "CX-1")]
    public async Task Workers_behind_a_balancer_answer_in_order_while_one_of_them_is_killed()
    {
        Slack.Model.Responder = (request, _) => Talk.AnswerAsync(request);
        var database = await shared.NewSettingsAsync();
        var workers = Enumerable.Range(0, 2).Select(_ => Prepare([.. database, .. ByHttp, .. ShortLease.Settings, ("Ingress:SettleTime", "00:00:03")])).ToList();
        foreach (var worker in workers)
            await worker.LaunchAsync();
        foreach (var worker in workers)
            await worker.WaitUntilReadyAsync();
        await Slack.Requests.SetAsync(new RequestUrls([.. workers.Select(worker => worker.RequestUrl)]));

        var thread = World.MentionBot(General, Ada, "message 1.");
        for (var i = 2; i <= 40; i++)
        {
            World.MentionBot(General, Ada, $"message {i}.", thread);
            if (i == 20)
                await workers[1].Process.KillAsync();
        }

        await World.WaitForMessagesAsync(message => message.IsFromBot && message.ThreadTs == thread, 40, TimeSpan.FromSeconds(90));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"answer to message {i}."), Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "SE-2")]
    public async Task Whoever_is_not_Slack_gets_nowhere_and_what_cannot_be_read_is_noted()
    {
        await StartAsync([.. ByHttp, ("Slack:PreviousSigningSecret", "0123456789abcdef0123456789abcdef")]);
        await Slack.Requests.SetAsync(new RequestUrls(Server.RequestUrl));
        var (first, second) = (World.PostAsUser(General, Ada, "one"), World.PostAsUser(General, Ada, "two"));
        var now = DateTimeOffset.UtcNow;
        var good = Mention("Ev1", "hello", first);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(good, secret: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(good, "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(good, Slack.SigningSecret, at: now.AddMinutes(-6)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(good, Slack.SigningSecret, at: now.AddMinutes(6)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(good, Slack.SigningSecret, signedAs: Mention("Ev1", "something else", first)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(new string('x', 5 * 1024 * 1024), Slack.SigningSecret));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(new string('x', 5 * 1024 * 1024), Slack.SigningSecret, isChunked: true));
        Assert.Equal(HttpStatusCode.RequestTimeout, await SlowAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(new Uri(Server.RequestUrl, "/health"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Http.GetAsync(new Uri(Server.RequestUrl, "?ssl_check=1&token=x"))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Http.DeleteAsync(Server.RequestUrl)).StatusCode);

        // Signed, and all the same nothing that anybody could have meant.
        foreach (var odd in (string[])["", "{", "[]", "{\"type\":7}", "payload=", "payload=%7B", "command=", "a=b&&=&%zz=%", "\0\0", "{\"type\":\"event_callback\"}", "ssl_check=1", new string('[', 100_000)])
            Assert.Equal(HttpStatusCode.OK, await PostAsync(odd, Slack.SigningSecret));
        Assert.DoesNotContain(World.Messages(General), message => message.IsFromBot);

        // Twice, as somebody would who has listened; and once more with the secret that goes.
        Assert.Equal(HttpStatusCode.OK, await PostAsync(good, Slack.SigningSecret));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(good, Slack.SigningSecret));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(Mention("Ev2", "my name is Bo", second), "0123456789abcdef0123456789abcdef"));
        await Eventually.SeeAsync("both are answered", () => Replies().Count(message => message.IsFromBot) >= 2);
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Replies().Count(message => message.IsFromBot));
        Assert.Contains("its signature is wrong", Server.Output, StringComparison.Ordinal);
        Assert.Equal("ok", (await Server.HealthAsync()).Status);
    }

    [Fact]
    [Trait("Req", "RS-23")]
    [Trait("Req", "XP-5")]
    public async Task An_address_that_Slack_could_not_deliver_to_is_named_with_the_reason()
    {
        var nowhere = new UriBuilder(Prepare().RequestUrl).Uri;
        var server = Keep(new HoldfastUnderTest(Slack, [.. ByHttp, ("SlackHttp:PublicUrl", nowhere.ToString())]));
        await server.StartAsync();

        var health = await server.WaitForHealthAsync("the public address is missed", health => health.Status == "degraded");
        Assert.Contains($"Slack cannot deliver to {nowhere}: it cannot be reached", health.Problems, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.ReadyAsync()).Code);
        var (code, output) = await server.RunVerbAsync("doctor");
        Assert.Equal(1, code);
        Assert.Contains($"but not at {nowhere}", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task Neither_way_to_Slack_is_a_mistake_that_names_both()
    {
        var server = Prepare(("SLACK_APP_TOKEN", ""), ("SLACK_SIGNING_SECRET", ""));
        Assert.Equal(78, await server.RunToEndAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("Slack:AppToken (SLACK_APP_TOKEN) is missing", server.Output, StringComparison.Ordinal);
        Assert.Contains("set Slack:SigningSecret (SLACK_SIGNING_SECRET)", server.Output, StringComparison.Ordinal);

        var http = Prepare(("Slack:Transport", "Http"), ("SLACK_SIGNING_SECRET", ""));
        Assert.Equal(78, await http.RunToEndAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("Slack:SigningSecret (SLACK_SIGNING_SECRET) is missing", http.Output, StringComparison.Ordinal);
    }

    private IEnumerable<SlackMessage> Replies() => World.Messages(General).SelectMany(message => World.Thread(General, message.Ts)).DistinctBy(message => message.Ts);

    private string Mention(string id, string text, string ts) =>
        $$"""
        {"type":"event_callback","event_id":"{{id}}","team_id":"{{Slack.TeamId}}","api_app_id":"A0","authorizations":[{"team_id":"{{Slack.TeamId}}","user_id":"{{Slack.BotUserId}}","is_bot":true}],
        "event":{"type":"app_mention","user":"{{Ada}}","text":"<@{{Slack.BotUserId}}> {{text}}","channel":"{{General}}","ts":"{{ts}}","event_ts":"{{ts}}"} }
        """;

    private async Task<HttpStatusCode> PostAsync(string body, string? secret, DateTimeOffset? at = null, string? signedAs = null, bool isChunked = false)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, Server.RequestUrl)
        {
            Content = isChunked ? new StreamContent(new MemoryStream(bytes)) : new ByteArrayContent(bytes),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        if (secret is not null)
        {
            var timestamp = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
            request.Headers.Add("X-Slack-Signature", Sign(secret, timestamp, signedAs ?? body));
        }

        try
        {
            using var answer = await Http.SendAsync(request);
            return answer.StatusCode;
        }
        catch (HttpRequestException e) when (e.InnerException is IOException && bytes.Length > 1_000_000)
        {
            // It was answered, and hung up on, before all of it had left.
            return HttpStatusCode.RequestEntityTooLarge;
        }
    }

    /// <summary>A request whose body does not come.</summary>
    private async Task<HttpStatusCode> SlowAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Server.RequestUrl.Port);
        var stream = client.GetStream();
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slack-Request-Timestamp: {timestamp}\r\nX-Slack-Signature: {Sign("any", timestamp, "")}\r\nContent-Length: 1000\r\n\r\n{{"));
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync().WaitAsync(Eventually.Patience);
        return (HttpStatusCode)int.Parse(line!.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Sign(string secret, string timestamp, string body) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")));
}
