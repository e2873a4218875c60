using Holdfast.Slack.Tests.Support;
using Holdfast.Slack.WebApi;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Slack.Tests.WebApi;

/// <summary>Files are fetched with the token, from Slack alone, and a page in place of one is none.</summary>
[Trait("Req", "AS-9")]
public sealed class DownloadTests
{
    [Fact]
    public async Task A_file_is_fetched_with_the_token()
    {
        var tokens = new List<string>();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            tokens.Add(context.Request.Headers.Authorization.ToString());
            context.Response.ContentType = "image/png";
            return context.Response.Body.WriteAsync(new byte[] { 1, 2, 3 }).AsTask();
        });
        using var destination = new MemoryStream();
        Assert.Equal(3, await FetchAsync(server, destination));
        Assert.Equal([1, 2, 3], destination.ToArray());
        Assert.Equal([$"Bearer {Clients.Token}"], tokens);
    }

    [Theory]
    [InlineData("https://files.example/files-pri/T1-F1/cat.png")]
    [InlineData("http://files.slack.com/files-pri/T1-F1/cat.png")]
    [InlineData("https://slack.com@files.example/cat.png")]
    public async Task The_token_goes_nowhere_but_to_Slack(string address)
    {
        var asked = 0;
        await using var server = await LoopbackServer.StartAsync(_ =>
        {
            asked++;
            return Task.CompletedTask;
        });
        var error = await Assert.ThrowsAsync<SlackException>(() => FetchAsync(server, Stream.Null, address));
        Assert.Equal((SlackWebClient.PrivateUrl, SlackErrors.UntrustedAddress, 0), (error.Method, error.Error, asked));
    }

    [Theory]
    [InlineData(200, "text/html", false, SlackErrors.SignInPage)]
    [InlineData(302, null, false, SlackErrors.SignInPage)]
    [InlineData(302, null, true, SlackErrors.SignInPage)]
    [InlineData(404, null, false, "file_not_found")]
    [InlineData(429, null, false, SlackErrors.RateLimited)]
    [InlineData(503, "text/html", false, "http_503")]
    public async Task What_is_no_file_is_an_error(int status, string? type, bool isPage, string error)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.Location = status == 302 ? "https://example.slack.com/?redir" : default;
            return context.Response.WriteAsync(status == 302 ? "" : "<!DOCTYPE html>");
        });
        using var destination = new MemoryStream();
        Assert.Equal(error, (await Assert.ThrowsAsync<SlackException>(() => FetchAsync(server, destination, isPage: isPage))).Error);
        Assert.Equal(0, destination.Length);
    }

    [Fact]
    public async Task A_page_that_is_the_file_is_fetched()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<p>");
        });
        Assert.Equal(3, await FetchAsync(server, Stream.Null, isPage: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_is_taken_than_wanted(bool isAnnounced)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            if (isAnnounced)
                context.Response.ContentLength = 2_000_000;
            await context.Response.Body.WriteAsync(new byte[2_000_000]);
        });
        using var destination = new MemoryStream();
        Assert.Equal(SlackErrors.TooLarge, (await Assert.ThrowsAsync<SlackException>(() => FetchAsync(server, destination))).Error);
        Assert.InRange(destination.Length, 0, 1_000_000);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_failure_that_passes()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var error = await Assert.ThrowsAsync<SlackException>(() => FetchAsync(server, Stream.Null));
        Assert.True(error is { Error: SlackErrors.Network, IsTransient: true }, error.ToString());
    }

    private static Task<long> FetchAsync(LoopbackServer server, Stream destination, string? address = null, bool isPage = false) => Clients.To(server.ApiUrl)
        .DownloadAsync(address is null ? new Uri(server.ApiUrl, "/files-pri/T1-F1/cat.png") : new Uri(address), Clients.Token, isPage, 1_000_000, destination, CancellationToken.None).Soon();
}
