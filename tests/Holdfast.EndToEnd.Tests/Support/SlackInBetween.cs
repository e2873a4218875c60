using System.Net;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// Stands between the server and the Web API, for what the simulator cannot do: an error status after the call was performed,
/// or an answer that is held back for as long as a test likes.
/// </summary>
internal sealed class SlackInBetween : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _slack = new();
    private readonly Uri _target;
    private readonly Func<string, Task<bool>> _spoils;
    private readonly Task _serving;
    private int _spoiled;

    /// <param name="target">The real Web API.</param>
    /// <param name="spoils">Asked when a call of this method was performed: whether it is answered with 503.</param>
    public SlackInBetween(Uri target, Func<string, Task<bool>> spoils)
    {
        _target = target;
        _spoils = spoils;
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/api/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public int Spoiled => Volatile.Read(ref _spoiled);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        _slack.Dispose();
    }

    private async Task ServeAsync()
    {
        var calls = new List<Task>();
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                calls.Add(PassOnAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed: the test is over.
        }

        await Task.WhenAll(calls);
    }

    private async Task PassOnAsync(HttpListenerContext context)
    {
        try
        {
            var method = context.Request.Url!.Segments[^1];
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_target, method));
            request.Content = new StreamContent(context.Request.InputStream);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
            request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers["Authorization"]);
            using var response = await _slack.SendAsync(request);
            var spoiled = await _spoils(method);
            if (spoiled) Interlocked.Increment(ref _spoiled);
            context.Response.StatusCode = spoiled ? 503 : (int)response.StatusCode;
            context.Response.ContentType = "application/json; charset=utf-8";
            if (!spoiled) await response.Content.CopyToAsync(context.Response.OutputStream);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or HttpRequestException or ObjectDisposedException)
        {
            // The server was killed or the test is over: nobody waits for this answer.
        }
    }
}
