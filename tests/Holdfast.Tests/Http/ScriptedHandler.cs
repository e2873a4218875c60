using System.Net;
using Holdfast.Testing;

namespace Holdfast.Tests.Http;

/// <summary>Takes the place of the network: does for the nth request, from 1, what a test says.</summary>
internal sealed class ScriptedHandler(Func<int, CancellationToken, Task<HttpResponseMessage>> script) : HttpMessageHandler
{
    public Counted Requests { get; } = new("requests");

    public static ScriptedHandler Failing(HttpRequestError error) => new((_, _) => throw new HttpRequestException(error, "as scripted"));

    public static ScriptedHandler Answering(HttpStatusCode status) => new((_, _) => Task.FromResult(new HttpResponseMessage(status)));

    public static ScriptedHandler Silent() => new(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("Nothing ends this but its cancellation.");
    });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Happened();
        return script(Requests.Times, cancellationToken);
    }
}
