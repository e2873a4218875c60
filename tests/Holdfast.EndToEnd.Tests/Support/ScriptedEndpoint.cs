using System.Collections.Concurrent;
using Holdfast.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Somebody's program that answers over HTTP, as the test says.</summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<Asked, HttpContext, Task> _answer;
    private readonly int _port = Ports.Free();

    private ScriptedEndpoint(Func<Asked, HttpContext, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public string Url => $"http://127.0.0.1:{_port}/ask";

    /// <summary>What it was asked, in this order.</summary>
    public ConcurrentQueue<Asked> Questions { get; } = new();

    public static async Task<ScriptedEndpoint> StartAsync(Func<Asked, HttpContext, Task> answer)
    {
        var endpoint = new ScriptedEndpoint(answer);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var asked = new Asked(context.Request.Headers["webhook-id"].ToString(), await reader.ReadToEndAsync());
        Questions.Enqueue(asked);
        await _answer(asked, context);
    }

    internal sealed record Asked(string Id, string Body)
    {
        public System.Text.Json.JsonElement Json => System.Text.Json.JsonElement.Parse(Body);

        public string Text => Json.GetProperty("text").GetString()!;
    }
}
