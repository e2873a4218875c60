using System.Collections.Concurrent;
using Holdfast.AI.OpenAI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.Tests.OpenAI;

/// <summary>An endpoint of OpenAI's shape on the loopback address, answering as a test says. To its client it is OpenAI itself, unless a test says otherwise.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private FakeProvider(WebApplication app) => (_app, _http) = (app, new HttpClient(new Detour(app)) { Timeout = Timeout.InfiniteTimeSpan });

    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("{}");

    public ConcurrentQueue<(string Path, string Authorization, string Body)> Requests { get; } = new();

    public IChatClient Client { get; private set; } = null!;

    /// <summary>What its client found out about it.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <param name="api">By which protocol it is asked; null for the client's own choice.</param>
    /// <param name="address">The address that its client knows.</param>
    /// <param name="model">The model.</param>
    public static async Task<FakeProvider> StartAsync(OpenAIApi? api = null, string address = "http://api.openai.com/v1", string model = "gpt-test")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        var options = new OpenAIOptions { ApiKey = "sk-secret", BaseUrl = new Uri(address), Api = api };
        provider.Client = OpenAIClients.CreateChatClient(options, model, provider._http, new Notebook(provider.Log));
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
        Requests.Enqueue((context.Request.Path + context.Request.QueryString, $"{context.Request.Headers.Authorization}{context.Request.Headers["api-key"]}", await reader.ReadToEndAsync()));
        await Answer(context);
    }

    /// <summary>Brings every request here, whatever its address.</summary>
    private sealed class Detour(WebApplication app) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var here = new Uri(app.Urls.Single());
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = here.Scheme, Host = here.Host, Port = here.Port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Notebook(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
