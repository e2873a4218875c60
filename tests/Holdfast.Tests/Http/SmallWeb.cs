using System.Collections.Concurrent;
using Holdfast.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests.Http;

/// <summary>A web server on the loopback address, whose pages are what a test says; as a proxy it is asked for pages of others.</summary>
internal sealed class SmallWeb : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SmallWeb(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, RequestDelegate> Pages { get; } = new(StringComparer.Ordinal);

    /// <summary>What it was asked for, as it stood in the request's first line, with its headers.</summary>
    public ConcurrentQueue<(string Target, IReadOnlyDictionary<string, string> Headers)> Requests { get; } = new();

    public Counted Asked { get; } = new("requests");

    public Uri Address { get; private set; } = null!;

    public string Host => Address.Authority;

    public static async Task<SmallWeb> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var web = new SmallWeb(app);
        app.Run(web.AnswerAsync);
        await app.StartAsync();
        web.Address = new Uri(app.Urls.Single());
        return web;
    }

    public Uri At(string path) => new(Address, path);

    public void Page(string path, string text, string type = "text/html; charset=utf-8") => Pages[path] = async context =>
    {
        context.Response.ContentType = type;
        await context.Response.WriteAsync(text);
    };

    public void Redirect(string path, string location, int status = StatusCodes.Status302Found) => Pages[path] = context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue((context.Features.Get<IHttpRequestFeature>()!.RawTarget, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
        Asked.Happened();
        if (Pages.TryGetValue(context.Request.Path, out var page))
            await page(context);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
