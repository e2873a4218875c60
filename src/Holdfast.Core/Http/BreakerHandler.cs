namespace Holdfast.Http;

/// <summary>Lets a call through only where the host is worth asking, and tells the host's breaker what came of it.</summary>
internal sealed class BreakerHandler(HttpPurpose purpose, HostBreakers breakers, HttpMetrics metrics, TimeProvider time, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (breakers.For(address) is not { } breaker)
            return await base.SendAsync(request, cancellationToken);
        if (breaker.TryEnter() is { } wait)
        {
            metrics.Refused(purpose, address.Host);
            throw new HostUnavailableException(address.Host, wait);
        }

        var started = time.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            breaker.Answered();
            return response;
        }
        catch (HttpRequestException e) when (e.StatusCode is not null)
        {
            breaker.Answered();
            throw;
        }
        catch (Exception e) when (e is HttpRequestException || request.IsTimeOutOfCaller(cancellationToken))
        {
            breaker.Unanswered(started);
            throw;
        }
    }
}
