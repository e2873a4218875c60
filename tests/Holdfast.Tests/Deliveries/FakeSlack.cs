using System.Collections.Concurrent;
using System.Text.Json;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Deliveries;

/// <summary>Slack's Web API on the loopback address, answering as a test says.</summary>
internal sealed class FakeSlack : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new(SlackHttp.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    private FakeSlack(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, Func<HttpContext, Task>> Answers { get; } = new();

    /// <summary>Every call: method, authorization and body.</summary>
    public ConcurrentQueue<(string Method, string Authorization, string Body)> Calls { get; } = new();

    public SlackWebClient Client { get; private set; } = null!;

    public static async Task<FakeSlack> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var slack = new FakeSlack(app);
        app.MapPost("/api/{method}", slack.AnswerAsync);
        await app.StartAsync();
        slack.Client = new SlackWebClient(
            slack._http, new SlackWebClientOptions { ApiUrl = new Uri(app.Urls.Single() + "/api/") }, TimeProvider.System, NullLogger<SlackWebClient>.Instance);
        return slack;
    }

    public void Answer(string method, string json, int status = 200, string? retryAfter = null) => Answers[method] = async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    };

    /// <summary>Takes the request and lets the connection die.</summary>
    public void Vanish(string method) => Answers[method] = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public int Count(string method) => Calls.Count(call => call.Method == method);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, string method)
    {
        using var reader = new StreamReader(context.Request.Body);
        Calls.Enqueue((method, context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync()));
        await Answers.GetValueOrDefault(method, Unknown)(context);
    }

    private static Task Unknown(HttpContext context) => context.Response.WriteAsync("""{"ok":false,"error":"unknown_method"}""");
}
