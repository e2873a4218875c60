using System.Collections.Concurrent;
using Holdfast.Testing;
using Holdfast.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>A model provider behind TLS, as real ones are. It answers once a number of calls wait for it at the same time.</summary>
internal sealed class TlsModel : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _together = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;
    private readonly int _waited;
    private readonly int _port = Ports.Free();
    private int _waiting;

    private TlsModel(HttpProtocols protocols, int waited)
    {
        _waited = waited;
        var certificates = new TestCertificates(_folder.Path);
        Authority = certificates.AuthorityFile;
        _app = TlsServer.Create(certificates, _port, protocols, AnswerAsync);
    }

    public string BaseUrl => $"https://localhost:{_port}/v1";

    /// <summary>The file of who has signed its certificate.</summary>
    public string Authority { get; }

    /// <summary>The protocol and the connection of each call.</summary>
    public ConcurrentQueue<(string Protocol, string Connection)> Calls { get; } = new();

    public static async Task<TlsModel> StartAsync(HttpProtocols protocols, int waited)
    {
        var model = new TlsModel(protocols, waited);
        await model._app.StartAsync();
        return model;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Calls.Enqueue((context.Request.Protocol, context.Connection.Id));
        if (Interlocked.Increment(ref _waiting) == _waited)
            _together.SetResult();
        await _together.Task.WaitAsync(context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(
            """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"From afar."},"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]


            """,
            context.RequestAborted);
    }
}
