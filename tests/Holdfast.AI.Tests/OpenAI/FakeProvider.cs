using System.Collections.Concurrent;
using Holdfast.AI.OpenAI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.Tests.OpenAI;

/// <summary>An endpoint of OpenAI's shape on the loopback address, answering as a test says.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private FakeProvider(WebApplication app) => _app = app;

    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("{}");

    public ConcurrentQueue<(string Path, string Authorization, string Body)> Requests { get; } = new();

    public IChatClient Client { get; private set; } = null!;

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        var options = new OpenAIOptions { ApiKey = "sk-secret", BaseUrl = new Uri(app.Urls.Single() + "/v1") };
        provider.Client = OpenAIClients.CreateChatClient(options, "gpt-test", provider._http);
        return provider;
    }

    public void Says(int status, string body, string? retryAfter = null, string contentType = "application/json") => Answer = async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body);
    };

    /// <summary>Server-sent events; the stream ends after the last one, with or without the closing mark.</summary>
    public void Streams(params string[] events) =>
        Says(200, string.Concat(events.Select(data => $"data: {data}\n\n")), contentType: "text/event-stream");

    public static string Chunk(string delta, string? finish = null, string? usage = null) => $$"""
        {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-real","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}],"usage":{{usage ?? "null"}}}
        """;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Requests.Enqueue((context.Request.Path, context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync()));
        await Answer(context);
    }
}
