using Holdfast.Testing;
using Holdfast.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Holdfast.LoadRun;

/// <summary>The simulator's model behind TLS and HTTP/2, as providers are: what a stalled call costs depends on it.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private static readonly HttpClient Model = new(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { Timeout = Timeout.InfiniteTimeSpan };

    private readonly WebApplication _app;

    private TlsFront(string folder, int port, Uri model)
    {
        var certificates = new TestCertificates(folder);
        (Authority, BaseUrl) = (certificates.AuthorityFile, $"https://localhost:{port}{model.AbsolutePath}");
        _app = TlsServer.Create(certificates, port, HttpProtocols.Http1AndHttp2, context => ForwardAsync(context, model));
    }

    /// <summary>Its address, as OpenAI's is given.</summary>
    public string BaseUrl { get; }

    /// <summary>The file of who has signed its certificate.</summary>
    public string Authority { get; }

    public static async Task<TlsFront> StartAsync(string folder, int port, Uri model)
    {
        var front = new TlsFront(folder, port, model);
        await front._app.StartAsync();
        return front;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task ForwardAsync(HttpContext context, Uri model)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(model.GetLeftPart(UriPartial.Authority) + context.Request.Path)) { Content = new StreamContent(context.Request.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        request.Content.Headers.ContentLength = context.Request.ContentLength;
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        using var answer = await Model.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
