using System.Net;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What one client may ask of the port.</summary>
public sealed class ClientLimitTests : EndToEndTest
{
    private const int Limit = 120;
    private static readonly (string, string) Limited = ("Http:RequestsPerMinute", "120");
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    [Fact]
    [Trait("Req", "CX-10")]
    public async Task A_client_that_asks_too_often_is_told_when_to_come_back_and_Slack_does_not_notice()
    {
        await StartAsync(Limited);

        var refused = await AskUntilRefusedAsync(Server);

        Assert.Equal("0", Header(refused, "RateLimit-Remaining"));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(Header(refused, "Retry-After"), Header(refused, "RateLimit-Reset"));
        Assert.Contains("Http:RequestsPerMinute", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await Server.RunVerbAsync("pause")).Code);
        Assert.Equal(0, (await Server.RunVerbAsync("resume")).Code);
        await AnswerAsync(General, World.MentionBot(General, Ada, "my name is Ada"), "Nice to meet you, Ada.");
    }

    [Fact]
    [Trait("Req", "CX-10")]
    public async Task Workers_with_a_Redis_count_together_and_each_for_itself_while_it_hangs()
    {
        await using var redis = await RedisServer.StartAsync();
        var one = await StartAsync(Limited, ("REDIS_URL", redis.Url));
        var two = Prepare(Limited, ("REDIS_URL", redis.Url));
        await two.StartAsync();

        await AskUntilRefusedAsync(one);
        using (var elsewhere = await AskAsync(two))
            Assert.Equal(HttpStatusCode.TooManyRequests, elsewhere.StatusCode);

        redis.Pause();
        using (var alone = await AskAsync(two))
        {
            Assert.Equal(HttpStatusCode.OK, alone.StatusCode);
            Assert.Equal($"{Limit - 1}", Header(alone, "RateLimit-Remaining"));
        }

        await two.WaitForOutputAsync("counts the requests of clients on its own");
    }

    /// <summary>Within two minutes' worth of requests there is one too many, also when a window begins anew meanwhile.</summary>
    private static async Task<HttpResponseMessage> AskUntilRefusedAsync(HoldfastUnderTest server)
    {
        for (var i = 0; i <= 2 * Limit; i++)
        {
            var response = await AskAsync(server);
            Assert.Equal($"{Limit}", Header(response, "RateLimit-Limit"));
            if (response.StatusCode == HttpStatusCode.TooManyRequests) return response;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }

        throw new Xunit.Sdk.XunitException($"{2 * Limit + 1} requests in a row were allowed.");
    }

    private static Task<HttpResponseMessage> AskAsync(HoldfastUnderTest server) => Http.GetAsync(new Uri($"http://127.0.0.1:{server.Port}/health/live"));

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
