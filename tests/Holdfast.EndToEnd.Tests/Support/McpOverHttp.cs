using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Server;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>An MCP server behind HTTP, made with the official SDK, which wants a token.</summary>
internal sealed class McpOverHttp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private McpOverHttp(WebApplication app, ConcurrentQueue<string> seen) => (_app, Seen) = (app, seen);

    /// <summary>The notes it has taken.</summary>
    public static ConcurrentQueue<string> Notes { get; } = [];

    /// <summary>The methods that it was asked by, each with whether the token was right.</summary>
    public ConcurrentQueue<string> Seen { get; }

    /// <summary>Starts it.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="token">The token that it wants.</param>
    /// <param name="hasSessions">Whether it keeps sessions, as older versions of the protocol have them.</param>
    public static async Task<McpOverHttp> StartAsync(int port, string token, bool hasSessions)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
#pragma warning disable MCP9006 // Older servers have sessions, and they are many.
        builder.Services.AddMcpServer().WithHttpTransport(options => options.Stateless = !hasSessions).WithTools<HttpTools>();
#pragma warning restore MCP9006
        var app = builder.Build();
        var seen = new ConcurrentQueue<string>();
        app.Use(async (context, next) =>
        {
            seen.Enqueue($"{context.Request.Method} {context.Request.Headers.Authorization == $"Bearer {token}"}");
            if (context.Request.Headers.Authorization == $"Bearer {token}")
            {
                await next(context);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsync($"The token {context.Request.Headers.Authorization} is wrong.");
        });
        app.MapMcp("/mcp");
        await app.StartAsync();
        return new McpOverHttp(app, seen);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>The tools of that server.</summary>
[McpServerToolType]
internal sealed class HttpTools
{
    private static readonly TaskCompletionSource Never = new();

    [McpServerTool(Name = "greet", ReadOnly = true), Description("Greets somebody.")]
    public static string Greet([Description("Whom")] string name) => $"Hello, {name}";

    [McpServerTool(Name = "note"), Description("Takes a note.")]
    public static string Note(string text)
    {
        McpOverHttp.Notes.Enqueue(text);
        return "noted";
    }

    [McpServerTool(Name = "big", ReadOnly = true), Description("Answers at length.")]
    public static string Big(int bytes) => new('b', bytes);

    [McpServerTool(Name = "hang", ReadOnly = true), Description("Never answers.")]
    public static async Task<string> HangAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await Never.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            McpOverHttp.Notes.Enqueue($"{text} was cancelled");
        }

        return "never";
    }
}
