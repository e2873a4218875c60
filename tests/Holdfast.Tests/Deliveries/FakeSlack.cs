using System.Collections.Concurrent;
using System.Text.Json;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Testing;
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

    public Uri Address { get; private set; } = null!;

    /// <summary>Is told of every call before it is answered.</summary>
    public Counted Called { get; } = new("calls of Slack");

    /// <summary>Slack's clock.</summary>
    public Func<DateTimeOffset> Now { get; set; } = () => TimeProvider.System.GetUtcNow();

    public static async Task<FakeSlack> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var slack = new FakeSlack(app);
        app.MapPost("/api/{method}", slack.AnswerAsync);
        await app.StartAsync();
        if (time is not null)
            slack.Now = time.GetUtcNow;
        slack.Address = new Uri(app.Urls.Single() + "/api/");
        slack.Client = new SlackWebClient(
            slack._http, new SlackWebClientOptions { ApiUrl = slack.Address }, time ?? TimeProvider.System, NullLogger<SlackWebClient>.Instance);
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

    /// <summary>Answers one after the other, the last of them for ever; null takes the request and lets the connection die.</summary>
    public void AnswerInTurn(string method, params string?[] bodies)
    {
        var at = -1;
        Answers[method] = async context =>
        {
            if (bodies[Math.Min(Interlocked.Increment(ref at), bodies.Length - 1)] is not { } body)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = body.Length == 3 ? int.Parse(body, System.Globalization.CultureInfo.InvariantCulture) : 200;
            await context.Response.WriteAsync(body);
        };
    }

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
        Called.Happened();
        context.Response.Headers.Date = Now().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        await Answers.GetValueOrDefault(method, Unknown)(context);
    }

    private static Task Unknown(HttpContext context) => context.Response.WriteAsync("""{"ok":false,"error":"unknown_method"}""");
}
