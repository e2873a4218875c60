using System.Collections.Concurrent;
using Holdfast.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests.Notifications.Webhooks;

/// <summary>A receiver of webhooks on the loopback address, answering as a test says.</summary>
internal sealed class WebhookEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookEndpoint(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<(string Path, IHeaderDictionary Headers, byte[] Body)> Requests { get; } = new();

    public Counted Called { get; } = new("requests");

    public static async Task<WebhookEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromMilliseconds(100));
        var app = builder.Build();
        var endpoint = new WebhookEndpoint(app);
        app.Run(endpoint.TakeAsync);
        await app.StartAsync();
        endpoint.Address = new Uri(app.Urls.Single() + "/hooks/holdfast?x=1");
        return endpoint;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = new HeaderDictionary(context.Request.Headers.ToDictionary());
        Requests.Enqueue((context.Request.Path + context.Request.QueryString, headers, body.ToArray()));
        Called.Happened();
        await Answer(context);
    }
}
