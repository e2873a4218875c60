using System.Collections.Concurrent;
using Holdfast.Slack.Tests.Support;
using Holdfast.Slack.WebApi.Api;
using Holdfast.Slack.WebApi.Auth;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Slack.Tests.WebApi;

public sealed class TokenTests
{
    [Fact]
    [Trait("Req", "SE-5")]
    public async Task Every_call_carries_its_own_token_however_many_there_are_and_what_wants_none_carries_none()
    {
        var seen = new ConcurrentQueue<string?>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            seen.Enqueue(context.Request.Headers.Authorization);
            await context.Response.WriteAsync("""{"ok":true,"team_id":"T1","user_id":"U1"}""");
        });
        var client = Clients.To(server.ApiUrl);
        string[] tokens = ["xoxb-1", "xoxb-2", "xoxb-1", "xoxb-3", "xoxb-2"];
        foreach (var token in tokens)
            await client.CallAsync(new AuthTestRequest(), token, CancellationToken.None).Soon();
        await client.CallAsync(new ApiTestRequest(), CancellationToken.None).Soon();
        Assert.Equal([.. tokens.Select(token => $"Bearer {token}"), ""], seen.Select(header => header ?? ""));
    }
}
